"""The desk's pages: what a scraped row says is text, a refusal keeps what was typed, looking changes nothing."""

import pytest
from sqlalchemy import select

from knowledge import checksum, settings
from knowledge.db import Store
from knowledge.models.decision import Decision
from knowledge.models.price import HeldQuote, Quote, Series
from knowledge.models.source import UnknownName
from tests.moderation.rows import PHONE, job
from tests.prices_that_wait import REASON, believed, held_row, market
from tests.web.console.conftest import NOW, TOWNSHIP_A, TOWNSHIP_B, Entry

PLACE = "漆河测试市场"
EVIL = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'


@pytest.fixture
def waits(staffed: Store) -> int:
    market(staffed, PLACE, TOWNSHIP_A)
    believed(staffed, PLACE)
    return held_row(staffed, PLACE, TOWNSHIP_A)


def rows(store: Store) -> list[tuple[str, str]]:
    with store.reading() as session:
        return [(one.gist, one.fields["average"]) for one in session.scalars(select(HeldQuote).order_by(HeldQuote.id))]


def test_a_row_stands_beside_its_curve_and_is_released_with_a_reason(waits: int, staffed: Store, enter: Entry) -> None:
    browser = enter("township_a")
    page = browser.see("/console/held")
    assert REASON in page and "白菜 10 元/斤" in page and 'stroke="#c0392b"' in page
    fields = {"row": str(waits), "verdict": "release", "gist": "比前几次差太多"}
    refused = browser.send("/console/held/decide", fields, "/console/held")
    assert "请写上理由" in refused and f'value="{waits}" checked' in refused
    assert "已放行 1 行" in browser.send("/console/held/decide", {**fields, "reason": "问过"}, "/console/held")
    assert rows(staffed) == []


def test_nobody_decides_rows_of_others_or_none(waits: int, staffed: Store, enter: Entry) -> None:
    browser = enter("township_b")
    assert "没有等核实的价格" in browser.see("/console/held")
    token = browser.token("/console/password")
    for path in ("/console/held/decide", f"/console/held/{waits}"):
        fields = {"row": str(waits), "verdict": "reject", "reason": "不对", "csrf_token": token}
        assert browser.client.post(path, data=fields).status_code == 404
    assert "一行也没有选" in enter("county").send(
        "/console/held/decide", {"verdict": "reject", "reason": "x"}, "/console/held"
    )
    assert len(rows(staffed)) == 1


def test_the_right_figure_is_typed_and_what_was_typed_is_kept(waits: int, staffed: Store, enter: Entry) -> None:
    browser, path = enter("county"), f"/console/held/{waits}"
    refused = browser.send(path, {"low": "3", "average": "1.2", "high": "", "reason": "小数点错了"})
    assert "不能发布" in refused and 'value="1.2"' in refused and 'value="小数点错了"' in refused
    unreasoned = browser.send(path, {"low": "", "average": "1.2", "high": "", "reason": " "})
    assert 'id="reason-wrong"' in unreasoned and 'id="average-wrong"' not in unreasoned
    assert "已按改好的数发布" in browser.send(path, {"low": "", "average": "1.2", "high": "", "reason": "小数点错了"})
    assert rows(staffed) == [("已驳回", "10")]
    assert "小数点错了" in browser.see("/console/held?gist=已驳回")


def test_what_a_site_wrote_is_text(staffed: Store, enter: Entry) -> None:
    held_row(staffed, PLACE, TOWNSHIP_A, commodity=EVIL, reason=f"品种「{EVIL}」不认识")
    with staffed.writing() as session:
        example = session.scalars(select(HeldQuote)).one().fields
        session.add(UnknownName(kind="commodity", written=EVIL, source=EVIL, first_seen=NOW, example=example))
        number = session.scalars(select(HeldQuote.id)).one()
    browser = enter("county")
    for path in ("/console/held", f"/console/held/{number}", "/console/names", f"/console/quotes?commodity={EVIL}"):
        page = browser.see(path)
        assert "<script>alert" not in page and "<img" not in page and "&lt;script&gt;" in page, path


def test_looking_changes_nothing(waits: int, staffed: Store, enter: Entry) -> None:
    browser = enter("county")
    with staffed.reading() as session:
        quote = session.scalars(select(Quote.id).join(Series).where(Series.source == "测试来源")).first()
    before = list(checksum.checksum(staffed, everything=True))
    for path in (
        "/console/held", f"/console/held/{waits}", "/console/quotes?commodity=白菜", f"/console/quotes/{quote}",
        "/console/sources", "/console/sources/xinfadi", "/console/names", "/console/names?kind=市场&wanted=桃源",
    ):  # fmt: skip
        browser.see(path)
    assert list(checksum.checksum(staffed, everything=True)) == before


def test_a_public_price_is_found_and_put_right(waits: int, staffed: Store, enter: Entry) -> None:
    browser = enter("township_a")
    page = browser.see(f"/console/quotes?commodity=白菜&market={PLACE}")
    number = page.split('href="/console/quotes/')[1].split('"')[0]
    fields = {"low": "", "average": "1.3", "high": "", "reason": "抄错了"}
    assert "还没有人问过" in browser.send(f"/console/quotes/{number}", fields)
    assert "以前的数" in browser.see(f"/console/quotes/{number}")
    refused = browser.send(f"/console/quotes/{number}", {**fields, "average": "一块"})
    assert "不是数字" in refused and 'value="一块"' in refused
    assert "不是日期" in browser.see("/console/quotes?commodity=白菜&day=昨天")


def test_names_are_given_taken_and_refused_as_on_the_command_line(staffed: Store, enter: Entry) -> None:
    browser = enter("county")
    fields = {"kind": "品种", "name": "包菜", "alias": "莲花坨坨"}
    assert "从下一条消息起就算数" in browser.send("/console/names/add", fields, "/console/names")
    assert "莲花坨坨" in browser.see("/console/names?kind=品种&wanted=莲花坨")
    assert "不用再加" in browser.send("/console/names/add", fields, "/console/names")
    everyday = browser.send("/console/names/add", {**fields, "alias": "多少"}, "/console/names")
    assert "平常说的话" in everyday and 'value="多少"' in everyday
    assert "也叫「多少」" in browser.send(
        "/console/names/add", {**fields, "alias": "多少", "weak": "1"}, "/console/names"
    )
    assert "不再叫" in browser.send("/console/names/remove", fields, "/console/names")
    assert "没有查到" in browser.see("/console/names?kind=品种&wanted=莲花坨坨")


def test_an_unknown_name_is_said_once(staffed: Store, enter: Entry) -> None:
    number = held_row(staffed, "陬市测试市场", TOWNSHIP_B, "2", commodity="水晶菜", reason="品种「水晶菜」不认识")
    with staffed.writing() as session:
        example = session.get_one(HeldQuote, number).fields
        session.add(UnknownName(kind="commodity", written="水晶菜", source="s", first_seen=NOW, example=example))
    browser = enter("county")
    fields = {"sort": "commodity", "written": "水晶菜"}
    assert "就是哪个品种" in browser.send("/console/names/settle", fields, "/console/names")
    assert "没有叫「没有的菜」" in browser.send(
        "/console/names/settle", {**fields, "meant": "没有的菜"}, "/console/names"
    )
    assert "新增 1" in browser.send("/console/names/settle", {**fields, "meant": "白菜"}, "/console/names")
    assert rows(staffed) == []


def test_a_source_is_ordered_and_recalled_only_when_sure(
    staffed: Store, enter: Entry, tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.web.console.matrix import _run

    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    settings.current.cache_clear()
    number = _run(staffed)["number"]
    browser = enter("county")
    assert "已排队" in browser.send("/console/sources/xinfadi/fetch", page="/console/sources")
    path = f"/console/sources/recall/{number}"
    assert "会删去报价 0 条" in browser.send(path, page="/console/sources/xinfadi")
    assert "请写上理由" in browser.send(path, {"sure": "1", "reason": ""}, "/console/sources/xinfadi")
    assert "已撤回：" in browser.send(path, {"sure": "1", "reason": "单位错了"}, "/console/sources/xinfadi")
    with staffed.reading() as session:
        assert session.scalars(select(Decision)).all() == []


def test_a_post_is_read_its_phone_seen_and_decided(staffed: Store, enter: Entry) -> None:
    number = job(staffed, TOWNSHIP_A, title=EVIL, held_for="要人先交钱（押金）；带网址（http）")
    browser, path = enter("township_a"), f"/console/posts/job/{number}"
    for page in (browser.see("/console/posts"), browser.see(path)):
        assert (
            "139****1234" in page and PHONE not in page and "要人先交钱（押金）" in page and "<script>alert" not in page
        )
    assert "另有" not in page
    assert PHONE in browser.send(f"{path}/phone", page=path)
    refused = browser.send(f"{path}/decide", {"verdict": "reject", "reason": ""}, path)
    assert "请写上理由" in refused
    assert "请选通过还是不通过" in browser.send(f"{path}/decide", {"reason": "认得"}, path)
    assert "已通过" in browser.send(f"{path}/decide", {"verdict": "approve", "reason": "认得他"}, path)
    assert "已标为已招满" in browser.send(f"{path}/decide", {"verdict": "end"}, path)
    assert "township_a：通过，认得他" in browser.see(path) and "已招满" in browser.see(path)


def test_looking_at_posts_changes_nothing(staffed: Store, enter: Entry) -> None:
    number = job(staffed, TOWNSHIP_A)
    browser = enter("county")
    before = list(checksum.checksum(staffed, everything=True))
    for path in ("/console/posts", "/console/posts?kind=trade_post&status=approved", f"/console/posts/job/{number}"):
        browser.see(path)
    assert list(checksum.checksum(staffed, everything=True)) == before
    assert browser.client.get("/console/posts?kind=staff").status_code == 404
