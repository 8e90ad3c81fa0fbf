"""A public price put right: with its history, told once to whom it was told, and not undone by the next night."""

import pytest
from sqlalchemy import select

from bot.conversation import Conversation, Parts
from knowledge.db import Store
from knowledge.desk import held, published
from knowledge.imports.held import REJECTED
from knowledge.imports.terms import Terms
from knowledge.models.audit import AuditEntry
from knowledge.models.outbox import Owed
from knowledge.models.price import HeldQuote, Quote, Series
from knowledge.models.source import SourceRun
from knowledge.refusal import Refused
from knowledge.staff.access import Actor, NotHere
from tests.conftest import NOW, TODAY, Farmer
from tests.knowledge.night.sites import TITLE, quote, site
from tests.knowledge.test_desk_held import LI, WANG
from tests.prices_that_wait import believed

OTHER = Actor(None, "张三", "township", "430725101000")  # type: ignore[arg-type]


def number_of(store: Store, source: str) -> int:
    with store.reading() as session:
        of = select(Quote.id).join(Series).where(Series.source == source).order_by(Quote.date.desc())
        return session.scalars(of).first() or 0


def average(store: Store, number: int) -> str:
    with store.reading() as session:
        return session.get_one(Quote, number).average


def test_who_was_told_is_told_once_and_the_night_does_not_undo_it(parts: Parts) -> None:
    with site(parts.store) as prices:
        prices.rows = [quote("包菜", "1.3", low="1", high="1.6")]
        prices.night()
        Farmer(Conversation(parts)).says("包菜多少钱")
        number = number_of(parts.store, TITLE)
        with parts.store.writing() as session:
            assert published.change(session, WANG, number, ("1", "1.5", "1.6"), "市场说的", NOW) == 1
        assert average(parts.store, number) == "1.5"
        prices.night(24)
    assert average(parts.store, number) == "1.5"
    with parts.store.reading() as session:
        (text,) = session.scalars(select(Owed.text))
        assert "应为1.50元/斤（1.00～1.60）" in text
        (before,) = published.history(session, number)
        assert (before.low, before.average, before.high) == ("1", "1.3", "1.6")
        assert [one.gist for one in session.scalars(select(HeldQuote))] == [REJECTED]
        entry = session.scalars(select(AuditEntry).where(AuditEntry.subject == "价格")).one()
        assert (entry.detail["原来"], entry.detail["改成"]) == ("1 1.6 1.3", "1 1.6 1.5")


def test_a_rejected_row_stays_rejected_though_the_night_would_believe_it_and_another_figure_is_taken(
    store: Store,
) -> None:
    with site(store) as prices:
        prices.rows = [quote("包菜", "1", day=f"2026-11-{day}") for day in range(18, 24)] + [quote("包菜", "9")]
        prices.night()
        with store.writing() as session:
            (waits,) = session.scalars(select(HeldQuote))
            held.reject(session, WANG, [waits.id], "抄错了", Terms(NOW, TODAY))
        # With a whole level of its own the gates would believe it.
        prices.rows += [quote("包菜", "9.1", day=f"2026-11-{day}") for day in (25, 26, 27)]
        prices.night(72)
        with store.reading() as session:
            public = select(Quote.average).join(Series).where(Series.source == TITLE, Quote.date == TODAY)
            assert session.scalars(public).all() == []
            assert "9" in [
                one.fields["average"] for one in session.scalars(select(HeldQuote).where(HeldQuote.gist == REJECTED))
            ]
            assert [run.held for run in session.scalars(select(SourceRun).order_by(SourceRun.id))] == [1, 3]
        prices.rows = [quote("包菜", "1.1"), *prices.rows[:6]]
        prices.night(96)
    with store.reading() as session:
        assert session.scalars(public).all() == ["1.1"]
        assert [
            one.fields["average"] for one in session.scalars(select(HeldQuote).where(HeldQuote.gist == REJECTED))
        ] == ["9"]


@pytest.mark.parametrize("figures", [("", "1", ""), ("2", "1.5", ""), ("", "", ""), ("", "很贵", ""), ("", "0", "")])
def test_figures_that_change_nothing_or_are_no_price_are_refused(store: Store, figures: tuple[str, str, str]) -> None:
    believed(store, "桃源县农贸市场")
    number = number_of(store, "测试来源")
    with pytest.raises(Refused), store.writing() as session:
        published.change(session, WANG, number, figures, "不对", NOW)
    assert average(store, number) == "1"


def test_a_figure_changed_back_is_no_longer_rejected(store: Store) -> None:
    believed(store, "桃源县农贸市场", 1)
    number = number_of(store, "测试来源")
    for figure in ("1.2", "1"):
        with store.writing() as session:
            published.change(session, WANG, number, ("", figure, ""), "改", NOW)
    with store.reading() as session:
        assert [one.fields["average"] for one in session.scalars(select(HeldQuote))] == ["1.2"]


def test_quotes_are_found_and_changed_by_who_has_their_market(store: Store) -> None:
    from tests.prices_that_wait import market

    market(store, "漆河测试市场", LI.region_code)
    believed(store, "漆河测试市场", 3)
    number = number_of(store, "测试来源")
    with store.reading() as session:
        for actor, count in ((WANG, 3), (LI, 3), (OTHER, 0)):
            assert len(published.find(session, actor, "大白菜", "漆河测试市场", None)) == count
        assert len(published.find(session, LI, "白菜", "", TODAY)) == 0
        with pytest.raises(NotHere):
            published.access_quote(session, OTHER, number)
        for names in (("没有的菜", ""), ("白菜", "没有的市场")):
            with pytest.raises(Refused, match="没有叫"):
                published.find(session, WANG, *names, None)
