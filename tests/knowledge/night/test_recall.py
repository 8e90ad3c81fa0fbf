"""What a source has published is taken back at once, told to whoever read it, and not brought in again."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.conversation import Conversation, Parts
from knowledge.imports.run import import_path
from knowledge.models.outbox import Owed
from knowledge.models.price import HeldQuote, Quote, QuoteChange, Series
from knowledge.models.source import RECALLED, SourceRun
from knowledge.night import waiting as waits
from knowledge.night.recall import Recalled, recall
from knowledge.night.sites import UnknownSource
from tests.conftest import NOW, Farmer, StandingClock
from tests.knowledge.night.sites import TITLE, Site, quote, site

HOUR = timedelta(hours=1)
HEAD = "date,market,region,commodity,variety,grade,low,high,average,unit,source\n"
NOTICE = {
    "title": "油菜补贴发放", "body": "油菜补贴每亩发一百元，十二月到账。", "publisher": TITLE, "region": "桃源县",
    "category": "补贴", "date": "2026-11-23",
}  # fmt: skip
ARTICLE = {
    "title": "魔芋怎么种", "body": "魔芋要种在半阴的地里，排水要好。", "source": TITLE, "region": "", "category": "种植",
    "crops": "魔芋", "problems": "", "date": "2026-11-23",
}  # fmt: skip
JOB = {
    "title": "茶园除草工", "employer": "某合作社", "place": "茶庵铺镇", "wage_low": "150", "wage_high": "150",
    "wage_unit": "元/天", "headcount": "9", "contact": "", "phone": "", "posted": "2026-11-23", "expires": "2026-12-20",
    "description": "", "source": TITLE,
}  # fmt: skip


@pytest.fixture
def prices(parts: Parts) -> Iterator[Site]:
    with site(parts.store) as running:
        yield running


@pytest.fixture
def talk(parts: Parts) -> Conversation:
    return Conversation(parts)


def taken_back(parts: Parts, hours: float, since: float, dry_run: bool = False, name: str = "fields") -> Recalled:
    watch = StandingClock(moment=NOW + hours * HOUR)
    return recall(parts.store, watch, name, NOW + since * HOUR, "网站被改", dry_run=dry_run)


def figures(parts: Parts) -> list[tuple[str, str]]:
    statement = select(Series.written, Quote.average).join(Quote).where(Series.source == TITLE).order_by(Quote.id)
    with parts.store.reading() as session:
        return [(row[0], row[1]) for row in session.execute(statement)]


def waiting(parts: Parts) -> list[tuple[str, str, str]]:
    with parts.store.reading() as session:
        rows = session.scalars(select(HeldQuote).order_by(HeldQuote.id)).all()
        return [(row.fields["commodity"], row.fields["average"], row.reason) for row in rows]


def owed(parts: Parts) -> list[str]:
    with parts.store.reading() as session:
        return list(session.scalars(select(Owed.text).order_by(Owed.id)))


def test_new_quotes_go_and_corrected_ones_say_what_they_said_before(parts: Parts, prices: Site) -> None:
    prices.rows = [quote("包菜", "1.3", low="1", high="1.6")]
    prices.night()
    prices.rows = [quote("包菜", "1.5"), quote("莴笋", "2")]
    prices.night(24)
    assert figures(parts) == [("包菜", "1.5"), ("莴笋", "2")]
    found = taken_back(parts, 26, since=20)
    assert (found.removed, found.restored, found.nights) == (1, 1, 1)
    assert figures(parts) == [("包菜", "1.3")]
    with parts.store.reading() as session:
        (row,) = session.scalars(select(Quote).join(Series).where(Series.source == TITLE))
        assert (row.low, row.high, row.fen_per_kg_low, row.fen_per_kg_high, row.fen_per_kg) == (
            "1",
            "1.6",
            200,
            320,
            260,
        )
        assert row.import_run_id and session.scalar(select(func.count()).select_from(QuoteChange)) == 0
    assert waiting(parts) == [("包菜", "1.5", "已撤回"), ("莴笋", "2", "已撤回")]


def test_everybody_who_read_it_is_told_once_in_one_text(parts: Parts, prices: Site, talk: Conversation) -> None:
    prices.rows = [quote("包菜", "1.3"), quote("莴笋", "1.9", day="2026-11-20")]
    prices.night(-2)
    prices.rows = [quote("包菜", "1.5"), quote("莴笋", "2"), quote("魔芋", "3")]
    prices.night(-1)
    first, second, third = Farmer(talk, "oFirst"), Farmer(talk, "oSecond"), Farmer(talk, "oThird")
    for asked in ("包菜多少钱", "莴笋多少钱", "魔芋多少钱"):
        first.says(asked)
    second.says("莴笋多少钱")
    third.says("种粮补贴好久发")
    assert taken_back(parts, 2, since=-1.5).people == 2
    said = first.says("你好")
    assert "桃源县农贸市场包菜11月24日应为1.30元/斤" in said
    assert "桃源县农贸市场莴笋11月24日的报价已撤回，现有的是11月20日1.90元/斤" in said
    assert "桃源县农贸市场魔芋11月24日的报价已撤回，还没有别的报价" in said and f"来源：{TITLE}" in said
    assert "更正" in second.says("你好") and "更正" not in third.says("你好")
    assert taken_back(parts, 3, since=-1.5).people == 0
    assert "更正" not in first.says("你好") and len(owed(parts)) == 2


def test_who_asked_before_it_went_wrong_is_told_where_a_correction_may_have_reached_him(
    parts: Parts, prices: Site, talk: Conversation
) -> None:
    prices.rows = [quote("包菜", "1.3")]
    prices.night(-1)
    Farmer(talk).says("包菜多少钱")
    prices.rows = [quote("包菜", "1.5")]
    prices.night(1)
    assert taken_back(parts, 2, since=0.5).people == 1
    wrong, right = owed(parts)
    assert "应为1.50元/斤" in wrong and "应为1.30元/斤" in right


def test_what_staff_drop_of_it_does_not_come_back_either(parts: Parts, prices: Site) -> None:
    prices.rows = [quote("包菜", "1.30", region="湖南省/常德市"), quote("莴笋", "2.0", market="新发地")]
    prices.night()
    taken_back(parts, 1, since=-1)
    with parts.store.writing() as session:
        waits.drop(session, [one.id for one in waits.waiting(session)])
    prices.night(24)
    assert figures(parts) == []
    with parts.store.reading() as session:
        assert waits.waiting(session) == []


def test_the_next_night_does_not_bring_it_back_however_often(parts: Parts, prices: Site) -> None:
    prices.rows = [quote("包菜", "1.3", region="湖南省/常德市"), quote("莴笋", "2.0", market="新发地")]
    prices.night()
    assert len(figures(parts)) == 2
    taken_back(parts, 1, since=-1)
    for hours in (24, 48):
        prices.night(hours)
        assert figures(parts) == []
    assert waiting(parts) == [("包菜", "1.3", "已撤回"), ("莴笋", "2", "已撤回")]


def test_another_figure_of_the_same_day_comes_in_through_the_gates(parts: Parts, prices: Site) -> None:
    prices.rows = [quote("包菜", "1.3")]
    prices.night()
    taken_back(parts, 1, since=-1)
    prices.rows = [quote("包菜", "1.4")]
    prices.night(24)
    assert figures(parts) == [("包菜", "1.4")]


def test_what_staff_bring_in_again_is_let_in_for_good(parts: Parts, prices: Site, tmp_path: Path) -> None:
    prices.rows = [quote("包菜", "1.3")]
    prices.night()
    taken_back(parts, 1, since=-1)
    file = tmp_path / "p.csv"
    file.write_text(HEAD + f"2026-11-24,桃源县农贸市场,,包菜,,,,,1.30,元/斤,{TITLE}\n", encoding="utf-8")
    import_path(parts.store, StandingClock(), "prices", file)
    assert figures(parts) == [("包菜", "1.3")] and waiting(parts) == []
    prices.night(24)
    assert figures(parts) == [("包菜", "1.3")] and waiting(parts) == []


def test_what_staff_corrected_by_hand_stays(parts: Parts, prices: Site, tmp_path: Path) -> None:
    prices.rows = [quote("包菜", "1.3"), quote("莴笋", "2")]
    prices.night()
    file = tmp_path / "p.csv"
    for_both = "".join(f"2026-11-24,桃源县农贸市场,,{name},,,,,1.7,元/斤,{TITLE}\n" for name in ("包菜", "莴笋"))
    file.write_text(HEAD + for_both, encoding="utf-8")
    import_path(parts.store, StandingClock(moment=NOW + HOUR), "prices", file)
    prices.rows = [quote("包菜", "1.9")]
    prices.night(2)
    taken_back(parts, 3, since=-1)
    assert figures(parts) == [("包菜", "1.7"), ("莴笋", "1.7")]


def test_each_of_several_wrong_figures_is_taken_back(parts: Parts, prices: Site) -> None:
    for hours, figure in enumerate(("1.3", "1.5", "1.7")):
        prices.rows = [quote("包菜", figure)]
        prices.night(hours)
    taken_back(parts, 3, since=0.5)
    assert figures(parts) == [("包菜", "1.3")]
    assert waiting(parts) == [("包菜", "1.5", "已撤回"), ("包菜", "1.7", "已撤回")]


def test_a_correction_read_off_a_page_that_came_before_is_taken_back_too(parts: Parts, prices: Site) -> None:
    for hours, figure in enumerate(("1.3", "1.5", "1.3")):
        prices.rows = [quote("包菜", figure)]
        prices.night(hours)
    taken_back(parts, 3, since=1.5)
    assert figures(parts) == [("包菜", "1.5")]


def test_a_quote_that_gets_the_number_of_one_that_is_gone_has_none_of_its_readers(
    parts: Parts, prices: Site, talk: Conversation
) -> None:
    prices.rows = [quote("包菜", "1.3")]
    prices.night()
    Farmer(talk).says("包菜多少钱")
    taken_back(parts, 1, since=-1)
    for hours, figure in ((2, "2"), (3, "2.1")):
        prices.rows = [quote("莴笋", figure)]
        prices.night(hours)
    assert len(owed(parts)) == 1 and figures(parts) == [("莴笋", "2.1")]


def test_a_dry_run_says_the_same_and_changes_nothing(parts: Parts, prices: Site, talk: Conversation) -> None:
    prices.rows = [quote("包菜", "1.3")]
    prices.night()
    Farmer(talk).says("包菜多少钱")
    tried = taken_back(parts, 1, since=-1, dry_run=True)
    assert figures(parts) == [("包菜", "1.3")] and waiting(parts) == [] and owed(parts) == []
    assert taken_back(parts, 1, since=-1) == tried == Recalled(1, 0, 0, 1, 1)


def test_the_nights_are_marked_and_count_as_good_no_longer(parts: Parts, prices: Site) -> None:
    prices.rows = [quote("包菜", "1.3")]
    prices.night()
    taken_back(parts, 1, since=-1)
    with parts.store.reading() as session:
        assert [(run.state, run.reason) for run in session.scalars(select(SourceRun))] == [
            (RECALLED, "已撤回：网站被改")
        ]


def test_an_unknown_source_is_named(parts: Parts) -> None:
    with pytest.raises(UnknownSource, match="nowhere"):
        taken_back(parts, 0, since=0, name="nowhere")


@pytest.mark.parametrize(
    ("kind", "row", "asked", "shown"),
    [
        ("notices", NOTICE, "油菜补贴发放", "每亩发一百元"),
        ("articles", ARTICLE, "魔芋怎么种", "半阴的地里"),
        ("jobs", JOB, "茶庵铺哪里招人", "茶园除草工"),
    ],
)
def test_texts_are_shown_no_longer_and_stay_down(
    parts: Parts, talk: Conversation, kind: str, row: dict[str, str], asked: str, shown: str
) -> None:
    farmer, other = Farmer(talk), Farmer(talk, "oOther")
    with site(parts.store, kind) as running:
        running.rows = [row]
        running.night()
        assert shown in farmer.says(asked)
        found = taken_back(parts, 1, since=-1)
        assert (found.taken_down, found.people) == (1, 1)
        assert f"「{row['title']}」已撤回" in farmer.says("你好")
        assert shown not in other.says(asked)
        running.night(24)
        assert shown not in other.says(asked)
        with parts.store.reading() as session:
            assert [run.held for run in session.scalars(select(SourceRun).order_by(SourceRun.id))] == [0, 1]
        assert taken_back(parts, 25, since=-1).taken_down == 0
