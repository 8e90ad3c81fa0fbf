"""One text a morning, of what is new, to each person once."""

from datetime import date, datetime
from pathlib import Path

import pytest
from sqlalchemy import select, update

from knowledge.clock import SHANGHAI
from knowledge.db import Store
from knowledge.models.commodity import Commodity
from knowledge.models.job import Job
from knowledge.models.notice import Notice
from knowledge.models.outbox import DIGEST, Owed
from knowledge.models.push import PushBasis
from knowledge.models.subscription import JOBS, NOTICES, PRICES, Subscription
from knowledge.subscriptions import digest
from tests.conftest import HOME, StandingClock
from tests.knowledge.alerts.quoting import person, quoted
from tests.knowledge.cuts import cut_off_at_each_write

TODAY = date(2026, 11, 25)


def moment(hour: int = 7, minute: int = 1, day: int = 25) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=SHANGHAI)


def ordered(store: Store, person_id: int, subject: str = PRICES, goods: str = "包菜", hour: int = 7) -> int:
    with store.writing() as session:
        commodity = session.scalar(select(Commodity.id).where(Commodity.name == goods)) if goods else None
        made = Subscription(person_id=person_id, subject=subject, commodity_id=commodity, region_code=HOME, hour=hour)
        made.made_at = moment(9, day=20)
        session.add(made)
        session.flush()
        return made.id


def made(store: Store, at: datetime) -> int:
    return digest.run(store, StandingClock(moment=at))


def texts(store: Store) -> list[str]:
    with store.reading() as session:
        return list(session.scalars(select(Owed.text).where(Owed.kind == DIGEST).order_by(Owed.id)))


@pytest.fixture
def cabbage(sqlite_store: Store, tmp_path: Path) -> Store:
    """Cabbage has fallen since the day before."""
    quoted(sqlite_store, tmp_path, "1.0", moment(6, day=24))
    quoted(sqlite_store, tmp_path, "0.9", moment(6))
    return sqlite_store


def test_a_text_tells_what_has_changed_with_day_market_and_source(cabbage: Store) -> None:
    who = person(cabbage)
    ordered(cabbage, who)
    assert made(cabbage, moment()) == 1 and made(cabbage, moment(8)) == 0
    (text,) = texts(cabbage)
    assert text.startswith("【您订的】11月25日\n· 包菜 0.90元/斤，跌0.10元（桃源县农贸市场11月25日，来源：县采价）")
    assert text.endswith("不要了，回复「退订」。")
    with cabbage.reading() as session:
        owed = session.scalars(select(Owed)).one()
        assert (owed.not_before, owed.not_after) == (moment(), moment(19))
        assert session.scalars(select(PushBasis.kind)).all() == ["quote"]


@pytest.mark.parametrize("at", [moment(6, 59), moment(9, 0), moment(12), moment(23)])
def test_only_the_morning_is_one(cabbage: Store, at: datetime) -> None:
    ordered(cabbage, person(cabbage))
    assert made(cabbage, at) == 0


def test_who_wants_it_at_eight_gets_it_at_eight(cabbage: Store) -> None:
    ordered(cabbage, person(cabbage), hour=8)
    assert made(cabbage, moment(7, 59)) == 0 and made(cabbage, moment(8, 0)) == 1


def test_all_subjects_are_one_text_and_what_is_ordered_after_it_waits_for_tomorrow(cabbage: Store) -> None:
    who = person(cabbage)
    for goods in ("包菜", "蔬菜", ""):
        ordered(cabbage, who, goods=goods)
    made(cabbage, moment())
    ordered(cabbage, who)
    assert made(cabbage, moment(8)) == 0
    (text,) = texts(cabbage)
    assert text.count("包菜") == 1


def test_nothing_new_is_no_text_and_yesterday_s_news_is_not_told_again(cabbage: Store, tmp_path: Path) -> None:
    ordered(cabbage, person(cabbage))
    assert made(cabbage, moment()) == 1
    assert made(cabbage, moment(7, day=26)) == 0
    quoted(cabbage, tmp_path, "0.9", moment(6, day=27))
    assert made(cabbage, moment(7, day=27)) == 0
    quoted(cabbage, tmp_path, "0.95", moment(6, day=28))
    assert made(cabbage, moment(7, day=28)) == 1


def test_who_has_ended_it_gets_none(cabbage: Store) -> None:
    number = ordered(cabbage, person(cabbage))
    with cabbage.writing() as session:
        session.execute(update(Subscription).where(Subscription.id == number).values(ended_at=moment()))
    assert made(cabbage, moment()) == 0


def test_new_jobs_and_notices_of_the_county_are_told_and_no_others(sqlite_store: Store) -> None:
    who = person(sqlite_store)
    ordered(sqlite_store, who, JOBS, "")
    ordered(sqlite_store, who, NOTICES, "")
    with sqlite_store.writing() as session:
        for title, region, posted, status in (
            ("摘茶叶", "430725105000", 25, "approved"),
            ("外地的", "440300000000", 25, "approved"),
            ("上周的", HOME, 18, "approved"),
            ("没核实的", HOME, 25, "draft"),
        ):
            job = Job(title=title, employer="茶场", place="茶庵铺", region_code=region, status=status, headcount=None)
            job.wage_low, job.wage_high, job.wage_unit, job.contact, job.phone = "150", "150", "元/天", "", ""
            job.posted_at, job.expires_at = moment(0, 0, posted), moment(0, 0, 30)
            job.description = job.source = ""
            session.add(job)
        for title, region, day in (
            ("缴费", HOME, 25),
            ("省里的", None, 24),
            ("外县的", "430726000000", 25),
            ("旧的", HOME, 20),
        ):
            notice = Notice(title=title, body="", publisher="医保局", region_code=region, category="通知")
            notice.date = date(2026, 11, day)
            session.add(notice)
    assert made(sqlite_store, moment()) == 1
    (text,) = texts(sqlite_store)
    assert "招工：摘茶叶（150元/天，茶庵铺）" in text and "通知：缴费（医保局，11月25日）" in text and "省里的" in text
    assert not any(word in text for word in ("外地", "上周", "没核实", "外县", "旧的"))


def test_a_morning_that_is_cut_off_at_any_write_loses_nothing_and_tells_nothing_twice(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    quoted(store, tmp_path, "1.0", moment(6, day=24))
    quoted(store, tmp_path, "0.9", moment(6))
    for number in range(7):
        ordered(store, person(store, f"o{number}"))
    monkeypatch.setattr(digest, "AT_ONCE", 2)
    cuts = cut_off_at_each_write(store, lambda: made(store, moment()), 60)
    assert cuts > 3 and len(texts(store)) == 7
    with store.reading() as session:
        assert len(session.scalars(select(PushBasis)).all()) == 7
        assert set(session.scalars(select(Subscription.looked_on))) == {TODAY}


def test_a_text_is_never_too_long_for_one_message() -> None:
    lines = [digest.Line("很长的一行" * 20, "quote", number) for number in range(12)]
    said = digest.text(lines, "11月25日")
    assert len(said.encode()) <= digest.MOST_BYTES and said.endswith("不要了，回复「退订」。")
