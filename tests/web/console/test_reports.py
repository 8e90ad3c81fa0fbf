"""Reports at the console: the queue by clock, the deeds on one, who may see whom, and the month's table."""

import io
import re
from datetime import timedelta

import openpyxl
import pytest
from flask import Flask
from sqlalchemy import select, update

from knowledge.db import Store
from knowledge.models.audit import AuditEntry
from knowledge.models.report import Report, Unit
from knowledge.reports import clock
from knowledge.staff import accounts
from tests.knowledge.reports.filed import filed, report, told
from tests.web.console.conftest import NOW, PASSWORD, TOWNSHIP_A, TOWNSHIP_B, VILLAGE_A, Entry
from web import public

QUEUE = "/console/reports"
WORDS = "路灯坏了，打我电话13800001234"


def titles(page: str) -> list[str]:
    return re.findall(r'<h2><a href="/console/reports/\d+">(.+?)</a></h2>', page)


@pytest.fixture
def reviewed(staffed: Store) -> Store:
    """The store with a second member of the county's staff."""
    with staffed.writing() as session:
        accounts.add(session, None, "county_2", "county", "430725000000", PASSWORD, NOW)
    return staffed


def test_each_level_sees_its_own_area(enter: Entry, staffed: Store) -> None:
    for words, region in (("甲事", TOWNSHIP_A), ("乙事", VILLAGE_A), ("丙事", TOWNSHIP_B), ("丁事", None)):
        filed(staffed, words, region)
    seen = {name: set(titles(enter(name).see(QUEUE))) for name in ("county", "township_a", "township_b", "village_a")}
    assert seen == {
        "county": {"甲事", "乙事", "丙事", "丁事"}, "township_a": {"甲事", "乙事"}, "township_b": {"丙事"},
        "village_a": {"乙事"},
    }  # fmt: skip


def test_what_is_due_first_stands_first_in_red_or_amber(
    enter: Entry, staffed: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    for words, age in (("甲事", 0), ("乙事", 5), ("丙事", 20)):
        filed(staffed, words, now=NOW - timedelta(days=age))
    clock.remind_all(staffed, NOW)
    page = enter("county").see(QUEUE)
    assert titles(page) == ["丙事", "乙事", "甲事"]
    colours = re.findall(r'class="card report ([a-z]*)"', page)
    assert colours == ["red", "amber", ""]
    assert titles(enter("county").see(f"{QUEUE}?which=late")) == ["丙事"]
    start = enter("county").see("/console/")
    assert "<b>1</b> 件诉求超期" in start and "<b>1</b> 件诉求时间过半" in start


def test_a_report_goes_from_its_unit_over_review_to_the_farmer(enter: Entry, reviewed: Store) -> None:
    number = filed(reviewed, who="甲")
    page = f"{QUEUE}/{number}"
    writer, reviewer = enter("county"), enter("county_2")
    assert "审核的人同意后" in writer.send(f"{page}/reply", {"text": "路灯修好了。"}, page)
    assert "自己写的答复要由别人审核" in writer.see(page)
    assert "要由别人审核" in writer.send(f"{page}/review", {"verdict": "approve"}, page)
    assert titles(reviewer.see(f"{QUEUE}?which=review")) and told(reviewed, "甲") == []
    assert "1 人会收到" in reviewer.send(f"{page}/review", {"verdict": "approve"}, page)
    assert len(told(reviewed, "甲")) == 1 and titles(reviewer.see(f"{QUEUE}?which=done"))


def test_a_reply_that_may_not_go_out_stays_in_the_form(enter: Entry, staffed: Store) -> None:
    page = f"{QUEUE}/{filed(staffed)}"
    said = enter("county").send(f"{page}/reply", {"text": "用甲胺磷喷雾"}, page)
    assert "禁用" in said and "用甲胺磷喷雾" in said


def test_staff_assign_extend_classify_and_tell(enter: Entry, staffed: Store) -> None:
    number, county = filed(staffed, who="甲"), enter("county")
    page = f"{QUEUE}/{number}"
    with staffed.reading() as session:
        unit = session.scalars(select(Unit).where(Unit.name == "桃源县水利局")).one()
    assert "期限不变" in county.send(f"{page}/assign", {"unit": str(unit.id)}, page)
    assert "请写上理由" in county.send(f"{page}/extend", {"days": "9", "reason": ""}, page)
    assert "已延期" in county.send(f"{page}/extend", {"days": "9", "reason": "等零件"}, page)
    assert "1 人会收到" in county.send(f"{page}/inform", {"words": "明天来修"}, page)
    assert "已改类别" in county.send(f"{page}/classify", {"kind": "hard", "reason": "几家一起办"}, page)
    extended, informed, classified = told(staffed, "甲")
    assert "要到12月7日前才能答复，原因：等零件" in extended and "进展：明天来修" in informed
    assert "（2027年放假安排未公布，只按周末算）才能答复，原因：几家一起办" in classified
    assert report(staffed, number).unit_id == unit.id


def test_likely_duplicates_are_offered_and_joined(enter: Entry, staffed: Store) -> None:
    first, second = filed(staffed, "村里路灯坏了没人修"), filed(staffed, "村里的路灯坏了，没有人修")
    county, page = enter("county"), f"{QUEUE}/{first}"
    assert "可能是同一件事" in county.see(page)
    assert "已合并" in county.send(f"{page}/join", {"other": str(second)}, page)
    assert "共 2 人反映" in county.see(QUEUE) and "这条并到了" in county.see(f"{QUEUE}/{second}")


def test_nobody_joins_what_he_may_not_see(enter: Entry, staffed: Store) -> None:
    mine, other, browser = filed(staffed), filed(staffed, region=TOWNSHIP_B), enter("township_a")
    assert "没有这条诉求" in browser.send(f"{QUEUE}/{mine}/join", {"other": str(other)}, f"{QUEUE}/{mine}")
    assert report(staffed, other).joined_to is None


def test_a_reporter_is_seen_by_a_button_alone_and_that_is_logged(enter: Entry, staffed: Store) -> None:
    number, township = filed(staffed, WORDS), enter("township_a")
    page = f"{QUEUE}/{number}"
    for path in (QUEUE, page):
        assert "138****1234" in township.see(path) and "13800001234" not in township.see(path)
    assert "13800001234" in township.send(f"{page}/reporter", {}, page)
    with staffed.reading() as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "看反映人")).one()
    assert entry.staff_name == "township_a" and entry.subject_id == str(number)


def test_who_wants_no_name_has_none_for_the_unit_complained_of(enter: Entry, staffed: Store) -> None:
    number = filed(staffed, WORDS, anonymous=True)
    page = f"{QUEUE}/{number}"
    assert "要求匿名" in (said := enter("township_a").send(f"{page}/reporter", {}, page)) and "13800001234" not in said
    assert "13800001234" in enter("county").send(f"{page}/reporter", {}, page)
    of_the_county = filed(staffed, f"补贴没发，{WORDS}", anonymous=True)
    page = f"{QUEUE}/{of_the_county}"
    assert "13800001234" not in enter("county").send(f"{page}/reporter", {}, page)


def test_a_farmers_words_are_only_text(enter: Entry, staffed: Store) -> None:
    number, county = filed(staffed, "<script>alert(1)</script>路灯"), enter("county")
    for path in (QUEUE, f"{QUEUE}/{number}", f"{QUEUE}/table/received?unit={report(staffed, number).unit_id}"):
        assert "<script>alert" not in county.see(path) and "&lt;script&gt;" in county.see(path)


def test_every_figure_of_the_month_opens_to_its_rows(enter: Entry, staffed: Store) -> None:
    begin = NOW - timedelta(days=5)
    numbers = [filed(staffed, f"第{n}件事", now=begin) for n in range(5)]
    late = filed(staffed, "早就超期的事", now=NOW - timedelta(days=20))
    filed(staffed, "测试号的事", test=True)
    filed(staffed, "上个月的事", now=NOW - timedelta(days=30))
    with staffed.writing() as session:
        for number, hours, solved in zip(numbers, (10, 20, 60), (True, True, False), strict=False):
            answered = {"answered_at": begin + timedelta(hours=hours), "state": "answered", "next_at": None}
            session.execute(update(Report).where(Report.id == number).values(**answered, is_solved=solved))
    clock.remind_all(staffed, NOW)
    assert report(staffed, late).was_late
    county = enter("county")
    page = county.see(f"{QUEUE}/table?month=2026-11")
    cells = re.findall(r'<td class="number"[^>]*>(?:<a href="([^"]+)">)?([^<]*)', page)
    assert [text.strip() for _, text in cells] == ["6", "3", "50 %", "20.0 小时", "1", "2", "1", "67 %"]
    for href, text in cells:
        if href:
            rows = county.see(href.replace("&amp;", "&"))
            assert f"的 {text} 件" in rows and rows.count("card report") == int(text)
    assert "统计到 11月24日" in page
    book = openpyxl.load_workbook(io.BytesIO(county.client.get(f"{QUEUE}/table.xlsx?month=2026-11").data))
    lines = list(book["诉求"].values)
    assert lines[1][:5] == ("漆河镇人民政府", 6, 3, "50 %", 20.0) and "统计到" in str(lines[2][0])


def test_a_figure_that_there_is_not_is_nowhere(enter: Entry, staffed: Store) -> None:
    assert enter("county").client.get(f"{QUEUE}/table/none").status_code == 404


def test_county_staff_keep_units_and_terms(enter: Entry, staffed: Store) -> None:
    county, page = enter("county"), f"{QUEUE}/units"
    typed = {"name": "桃源县林业局", "region": "430725000000", "phone": "", "subjects": "山火、砍树"}
    assert "桃源县林业局" in county.send(f"{page}/put", typed, page)
    assert "已经有了" in county.send(f"{page}/put", typed, page)
    assert "要在本县以内" in county.send(f"{page}/put", {**typed, "name": "别处", "region": "430100000000"}, page)
    number = filed(staffed, "有人乱砍树")
    with staffed.reading() as session:
        unit = session.scalars(select(Unit).where(Unit.name == "桃源县林业局")).one()
    assert report(staffed, number).unit_id == unit.id
    assert "办过诉求" in county.send(f"{page}/{unit.id}/remove", {}, page)
    county.send(f"{page}/put", {**typed, "name": "没办过的", "subjects": "没有的事"}, page)
    with staffed.reading() as session:
        idle = session.scalars(select(Unit.id).where(Unit.name == "没办过的")).one()
    assert "没办过的" not in county.send(f"{page}/{idle}/remove", {}, page)
    assert "期限已改" in county.send(f"{QUEUE}/classes/complaint", {"figure": "7", "longest": "10"}, page)
    assert report(staffed, filed(staffed)).allowed == 7
    assert "期限要在" in county.send(f"{QUEUE}/classes/complaint", {"figure": "7", "longest": "5"}, page)


def test_county_staff_keep_the_holidays(enter: Entry, staffed: Store) -> None:
    number, county, page = filed(staffed), enter("county"), f"{QUEUE}/holidays"
    before = report(staffed, number).due_at
    typed = {"day": "2026-11-26", "kind": "off", "name": "县庆"}
    assert "1 件诉求的期限跟着改了" in county.send(f"{page}/put", typed, page)
    assert report(staffed, number).due_at == before + timedelta(days=1)
    assert "1 件诉求的期限跟着改了" in county.send(f"{page}/remove", {"day": "2026-11-26"}, page)
    assert "请选日期" in county.send(f"{page}/put", {**typed, "day": "x"}, page)
    assert "还没录入" in county.see(f"{page}?year=2027") and "国庆节" in county.see(page)


def test_an_answered_report_is_public_in_words_that_the_reviewer_chose(enter: Entry, reviewed: Store) -> None:
    app = Flask("webhook")
    app.register_blueprint(public.blueprint())
    shown, hidden = filed(reviewed, "我是王建国，路灯坏了，13800001234"), filed(reviewed, "不公开的事")
    for number, words in ((shown, None), (hidden, "")):
        page = f"{QUEUE}/{number}"
        enter("county").send(f"{page}/reply", {"text": "修好了，有事打13900001234。"}, page)
        offered = re.findall(r'name="public"[^>]*value="([^"]*)"', enter("county_2").see(page))[0]
        assert "还没有公开的答复" in app.test_client().get("/reports").text or number == hidden
        assert "王建国" not in offered and "13800001234" not in offered
        sent = {"verdict": "approve", "public": offered if words is None else words}
        enter("county_2").send(f"{page}/review", sent, page)
    page = app.test_client().get("/reports").text
    assert "我是某某，路灯坏了，138****1234" in page and "修好了，有事打139****1234" in page and "不公开" not in page


def test_a_cards_number_is_never_public(enter: Entry, reviewed: Store) -> None:
    page = f"{QUEUE}/{filed(reviewed)}"
    enter("county").send(f"{page}/reply", {"text": "修好了。"}, page)
    said = {"verdict": "approve", "public": "身份证430725199001011234的人反映"}
    assert "里面有身份证号" in enter("county_2").send(f"{page}/review", said, page)
    assert "修好了" in enter("county_2").see(page) and "等审核的答复" in enter("county_2").see(page)


def test_staff_take_down_what_comes_from_elsewhere(enter: Entry, staffed: Store) -> None:
    page, township = f"{QUEUE}/new", enter("township_a")
    typed = {"words": "网上有人说自来水有味", "origin": "论坛", "region": TOWNSHIP_A, "kind": "opinion"}
    said = township.send(page, typed)
    assert "已记下，编号261124-" in said and "论坛" in said and "桃源县水利局" in said
    with staffed.reading() as session:
        made = session.scalars(select(Report)).one()
    assert (made.person_id, made.due_at) == (None, NOW + timedelta(hours=48))
    for wrong, why in (({"words": ""}, "什么事"), ({"origin": ""}, "哪里来"), ({"region": TOWNSHIP_B}, "您管的地方")):
        assert why in township.send(page, {**typed, **wrong})
    assert "请选类别" in township.send(page, {**typed, "kind": "none"})
