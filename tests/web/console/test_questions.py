"""The queue of open questions and what staff do with one."""

import html
import re
from datetime import date

import pytest
from sqlalchemy import select

from actions import fit
from knowledge.db import Store
from knowledge.models.article import Article
from knowledge.models.audit import AuditEntry
from knowledge.models.labelled import LabelledMessage
from knowledge.models.outbox import Owed
from knowledge.models.question import OpenQuestion
from knowledge.models.staff import Staff
from knowledge.questions import answering, queue
from tests.web.console.askers import asked
from tests.web.console.conftest import TOWNSHIP_A, TOWNSHIP_B, VILLAGE_A, Entry

ASKED, QUEUE = "火龙果树流胶咋搞", "/console/questions"


def titles(page: str) -> list[str]:
    return re.findall(r'<h2><a href="/console/questions/\d+">(.+?)</a></h2>', page)


def group(store: Store, number: int) -> OpenQuestion:
    with store.reading() as session:
        return session.get_one(OpenQuestion, number)


def test_the_urgent_come_first_then_the_most_asked_then_the_oldest(enter: Entry, staffed: Store) -> None:
    for text in ("甲问题", "乙问题", "丙问题", "丙问题", "大堤管涌了", "猪死了五头", "娃儿喝了农药"):
        asked(staffed, text)
    wanted = ["娃儿喝了农药", "猪死了五头", "大堤管涌了", "丙问题", "甲问题", "乙问题"]
    assert titles(enter("county").see(QUEUE)) == wanted


def test_a_group_is_seen_where_somebody_asks_from(enter: Entry, staffed: Store) -> None:
    asked(staffed, "甲问题", TOWNSHIP_A)
    asked(staffed, "甲问题", TOWNSHIP_B)
    asked(staffed, "乙问题", TOWNSHIP_B)
    asked(staffed, "丙问题", VILLAGE_A)
    asked(staffed, "丁问题")
    seen = {name: set(titles(enter(name).see(QUEUE))) for name in ("county", "township_a", "township_b", "village_a")}
    assert seen == {
        "county": {"甲问题", "乙问题", "丙问题", "丁问题"}, "township_a": {"甲问题", "丙问题"},
        "township_b": {"甲问题", "乙问题"}, "village_a": {"丙问题"},
    }  # fmt: skip
    assert titles(enter("county").see(f"{QUEUE}?place={TOWNSHIP_A}")) == ["甲问题", "丙问题"]


def test_test_people_count_nowhere(enter: Entry, staffed: Store) -> None:
    asked(staffed, "甲问题", TOWNSHIP_B, test=True)
    page = enter("county").see(QUEUE)
    assert "测试号问的" in page and "陬市" not in page.split("甲问题")[1].split("</article>")[0]


def test_a_page_holds_fifty_and_the_next_goes_on_behind_it(enter: Entry, staffed: Store) -> None:
    for number in range(queue.A_PAGE + 3):
        asked(staffed, f"第{number:02}个问题")
    county = enter("county")
    first = county.see(QUEUE)
    following = re.findall(r'href="([^"]+)">后面的', first)[0].replace("&amp;", "&")
    assert [*titles(first), *titles(county.see(following))] == [f"第{number:02}个问题" for number in range(53)]


def test_a_farmers_words_are_only_text(enter: Entry, staffed: Store) -> None:
    number = asked(staffed, "<script>alert(1)</script><b>虫</b>")
    county = enter("county")
    for path in (QUEUE, f"{QUEUE}/{number}"):
        page = county.see(path)
        assert "<script>alert" not in page and "<b>虫" not in page and "&lt;script&gt;" in page
    county.send(f"{QUEUE}/{number}/answer", {"text": "<img src=x onerror=alert(1)>"}, f"{QUEUE}/{number}")
    assert "<img" not in county.see(f"{QUEUE}/{number}")


def test_an_answer_is_owed_kept_under_a_name_and_logged(enter: Entry, staffed: Store) -> None:
    number = asked(staffed, ASKED)
    page = enter("county").send(f"{QUEUE}/{number}/answer", {"text": "先查根。"}, f"{QUEUE}/{number}")
    assert "1 人会收到" in page and "等 1 人" in page and "先查根。" in page
    with staffed.reading() as session:
        county = session.scalars(select(Staff).where(Staff.name == "county")).one()
        assert session.scalars(select(Owed.text)).one() == answering.as_told(ASKED, "先查根。")
        assert "答复" in session.scalars(select(AuditEntry.action)).all()
    assert group(staffed, number).answered_by == county.id


@pytest.mark.parametrize(("text", "why"), [("", "空"), ("用甲胺磷喷雾", "禁用"), ("字" * 700, "太长")])
def test_an_answer_that_may_not_go_out_stays_in_the_form(enter: Entry, staffed: Store, text: str, why: str) -> None:
    number = asked(staffed, ASKED)
    page = enter("county").send(f"{QUEUE}/{number}/answer", {"text": text}, f"{QUEUE}/{number}")
    assert why in page and text in page and group(staffed, number).state == "open"


def test_the_preview_is_what_the_phone_shows(enter: Entry, staffed: Store) -> None:
    number = asked(staffed, ASKED)
    page = enter("county").send(f"{QUEUE}/{number}/preview", {"text": "先查根。"}, f"{QUEUE}/{number}")
    assert f"【您之前问的】\n问：{ASKED}\n答：先查根。" in page


def test_an_article_answers_with_its_source(enter: Entry, staffed: Store) -> None:
    number = asked(staffed, "油菜什么时候播最好")
    with staffed.reading() as session:
        article = session.scalars(select(Article).where(Article.title.contains("油菜什么时候播"))).one()
    browser = enter("county")
    page = browser.see(f"{QUEUE}/{number}")
    assert article.title in page
    (write,) = re.findall(r'href="([^"]+)">写一篇新文章来答', page)
    assert f'value="{group(staffed, number).text}"' in browser.see(html.unescape(write))
    enter("county").send(f"{QUEUE}/{number}/article", {"article": str(article.id)}, f"{QUEUE}/{number}")
    with staffed.reading() as session:
        told = session.scalars(select(Owed.text)).one()
    assert article.title in told and f"来源：{article.source}" in told
    assert group(staffed, number).article_id == article.id


def test_a_long_article_fits_into_one_message_with_its_source(staffed: Store) -> None:
    with staffed.reading() as session:
        article = session.scalars(select(Article)).first()
        assert article
        article.id, article.body = 99999, "字" * 2000
        said = answering.article_as_told(session, article, ASKED, date(2026, 11, 24))
    assert fit.size(f"{answering.BEFORE}\n{answering.as_told('问' * 60, said)}") <= fit.MOST_BYTES
    assert f"……\n来源：{article.source}" in said


def test_an_article_that_is_not_published_answers_nothing(enter: Entry, staffed: Store) -> None:
    number = asked(staffed, ASKED)
    page = enter("county").send(f"{QUEUE}/{number}/article", {"article": "99999"}, f"{QUEUE}/{number}")
    assert "还没有发布" in page and group(staffed, number).state == "open"


def test_what_is_handed_to_somebody_is_his_to_see(enter: Entry, staffed: Store) -> None:
    number = asked(staffed, ASKED, TOWNSHIP_A)
    enter("county").send(f"{QUEUE}/{number}/assign", {"name": "township_b"}, f"{QUEUE}/{number}")
    assert titles(enter("township_b").see(f"{QUEUE}/mine")) == [ASKED]
    assert titles(enter("township_a").see(f"{QUEUE}/mine")) == []
    assert "没有叫" in enter("county").send(f"{QUEUE}/{number}/assign", {"name": "谁"}, f"{QUEUE}/{number}")


def test_a_dismissal_wants_a_reason_and_keeps_it(enter: Entry, staffed: Store) -> None:
    number, county = asked(staffed, ASKED), enter("county")
    assert "请写不答的原因" in county.send(f"{QUEUE}/{number}/dismiss", {"reason": " "}, f"{QUEUE}/{number}")
    assert "原因：骂人的话" in county.send(f"{QUEUE}/{number}/dismiss", {"reason": "骂人的话"}, f"{QUEUE}/{number}")
    assert titles(county.see(QUEUE)) == [] and titles(county.see(f"{QUEUE}?state=settled")) == [ASKED]


def test_staff_merge_and_split(enter: Entry, staffed: Store) -> None:
    first, second, county = asked(staffed, "甲问题"), asked(staffed, "乙问题"), enter("county")
    page = f"{QUEUE}/{first}"
    assert "也问：乙问题" in county.send(f"{page}/merge", {"other": str(second)}, page) + county.see(QUEUE)
    county.send(f"{page}/split", {"part": str(second)}, page)
    assert titles(county.see(QUEUE)) == ["甲问题", "乙问题"]


def test_nobody_merges_or_splits_what_he_may_not_see(enter: Entry, staffed: Store) -> None:
    mine, other = asked(staffed, "甲问题", TOWNSHIP_A), asked(staffed, "乙问题", TOWNSHIP_B)
    browser, page = enter("township_a"), f"{QUEUE}/{mine}"
    for path, fields in ((f"{page}/merge", {"other": str(other)}), (f"{page}/split", {"part": str(other)})):
        browser.client.post(path, data={**fields, "csrf_token": browser.token(page)})
        assert group(staffed, other).merged_into is None


def test_a_wording_gets_its_right_intent_as_an_example(enter: Entry, staffed: Store) -> None:
    number, page = asked(staffed, "白菜几块一斤，打我电话13800001234"), ""
    page = f"{QUEUE}/{number}"
    said = enter("county").send(f"{page}/label", {"part": str(number), "intent": "ask_price"}, page)
    assert "这句话是「价格」" in said
    with staffed.reading() as session:
        kept = session.scalars(select(LabelledMessage)).one()
    assert (kept.text, kept.intent) == ("白菜几块一斤，打我电话138****1234", "ask_price")
    assert "请选这句话的意思" in enter("county").send(f"{page}/label", {"part": str(number), "intent": "x"}, page)
