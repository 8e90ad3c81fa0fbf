"""Writing, reviewing and finding at the console, as browsers send it."""

import re

import pytest
from sqlalchemy import func, select

from knowledge.db import Store
from knowledge.models.article import Article
from knowledge.models.edition import Edition
from tests.web.console.conftest import TOWNSHIP_A, TOWNSHIP_B, VILLAGE_A, Browser, Entry

XSS = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{7*7}}"
TYPED = {
    "title": "魔芋白绢病怎么办", "category": "病虫害", "crops": "魔芋", "problems": "白绢病", "region": TOWNSHIP_A,
    "source": "桃源县农业农村局", "date": "2026-11-20", "body": "## 怎么认\n\n叶子上有黄斑。\n\n## 怎么办\n\n先拔掉病株。",
    "revision": "0",
}  # fmt: skip
NEW = "/console/pieces/new/article"


def number_of(page: str) -> int:
    found = re.search(r"/console/editions/(\d+)/remark", page)
    assert found, page
    return int(found[1])


def written(browser: Browser, **typed: str) -> int:
    return number_of(browser.send(NEW, TYPED | typed))


def revision_on(page: str) -> str:
    found = re.search(r'name="revision"[^>]*value="(\d+)"', page)
    assert found
    return found[1]


def status(store: Store, title: str) -> list[str]:
    with store.reading() as session:
        return list(session.scalars(select(Article.status).where(Article.title == title)))


def test_written_by_one_signed_by_another_it_is_published(enter: Entry, staffed: Store) -> None:
    writer, signer = enter("township_a"), enter("county")
    number = written(writer)
    here = f"/console/editions/{number}"
    assert "等「复核」签字" in writer.send(f"{here}/submit", page=here)
    assert "自己写的不能自己审" in writer.see(here) and "全县的" not in writer.see(here)
    assert "township_a写的" in signer.see(here)
    assert TYPED["title"] in signer.see("/console/review")
    assert TYPED["title"] not in writer.see("/console/review").split("<h1>")[1]
    assert status(staffed, TYPED["title"]) == ["draft"]
    signer.send(f"{here}/sign", {"revision": revision_on(signer.see(here))}, here)
    assert status(staffed, TYPED["title"]) == ["published"]
    with staffed.reading() as session:
        row_id = session.get_one(Edition, number).row_id
    piece = f"/console/pieces/article/{row_id}"
    assert "county审核" in writer.see(piece)
    assert "这一篇" in writer.see(f"/console/pieces/asked?q=魔芋白绢病&row={row_id}")
    writer.send(f"{piece}/archive", page=piece)
    assert status(staffed, TYPED["title"]) == ["archived"]


def test_who_alone_is_the_county_is_told_that_it_takes_another(enter: Entry) -> None:
    county = enter("county")
    here = f"/console/editions/{written(county, region='430725000000')}"
    assert "这一篇是全县的" in county.send(f"{here}/submit", page=here)


def test_it_is_returned_with_a_reason_that_its_writer_sees(enter: Entry) -> None:
    writer, signer = enter("township_a"), enter("county")
    here = f"/console/editions/{written(writer)}"
    writer.send(f"{here}/submit", page=here)
    signer.send(f"{here}/return", {"text": f"缺用量{XSS}"}, here)
    page = writer.see(here)
    assert "缺用量" in page and "接着写" in page and "<script>alert" not in page
    assert "<b>1</b> 篇退回给我改" in writer.see("/console/")
    assert "缺用量" in writer.see("/console/review")
    assert "退回给我改" not in signer.see("/console/") + signer.see("/console/review")
    writer.send(f"{here}/submit", page=here)
    assert "退回给我改" not in writer.see("/console/")


def test_what_is_typed_is_text_wherever_it_is_shown(enter: Entry) -> None:
    browser = enter("township_a")
    number = written(browser, title=XSS[:80], body=XSS, source=XSS[:80], category=XSS[:80], crops="a<b>c")
    second = browser.send(
        f"/console/editions/{number}/write", TYPED | {"title": XSS[:70], "revision": "1", "body": XSS * 2}
    )
    assert "{{7*7}}" in second
    for page in (
        second,
        browser.see("/console/pieces"),
        browser.see(f"/console/editions/{number}"),
        browser.see(f"/console/editions/{number}/write"),
        browser.send(f"/console/editions/{number}/submit", page=f"/console/editions/{number}"),
        enter("county").see("/console/review"),
        browser.send("/console/pieces/preview/article", TYPED | {"body": XSS, "title": XSS}, NEW),
        browser.see(f"/console/pieces/asked?q={XSS}"),
        browser.send(NEW, TYPED | {"title": XSS, "date": XSS}),
    ):
        assert "<script>alert" not in page and "<img src=x" not in page


def test_fields_that_no_form_has_change_nothing(enter: Entry, staffed: Store) -> None:
    extra = {
        "status": "published",
        "state": "published",
        "reviewer": "王局长",
        "made_by": "",
        "id": "1",
        "region_code": TOWNSHIP_B,
    }
    number = written(enter("township_a"), **extra)
    with staffed.reading() as session:
        edition = session.get_one(Edition, number)
        row = session.get_one(Article, edition.row_id)
        assert (row.status, row.reviewer, row.region_code) == ("draft", "", TOWNSHIP_A)
        assert edition.state == "draft" and edition.made_by and not set(extra) & set(edition.fields)


@pytest.mark.parametrize("region", ["", TOWNSHIP_B, VILLAGE_A[:-1] + "9"])
def test_nobody_writes_for_divisions_that_are_not_his(enter: Entry, staffed: Store, region: str) -> None:
    page = enter("township_a").send(NEW, TYPED | {"region": region})
    assert "请选您管的地方" in page and "叶子上有黄斑" in page
    assert not status(staffed, TYPED["title"])


def test_of_two_who_save_the_second_keeps_his_words_and_sees_the_other_s(enter: Entry, staffed: Store) -> None:
    first, second = enter("township_a"), enter("county")
    number = written(first)
    here = f"/console/editions/{number}/write"
    first.send(here, TYPED | {"body": "甲写的话。", "revision": "1"})
    page = second.send(here, TYPED | {"body": "乙写的话。", "revision": "1"})
    assert "别人改过" in page and "<del>甲写的话。</del>" in page and "乙写的话。</textarea>" in page
    second.send(here, TYPED | {"body": "合好的话。", "revision": revision_on(page)})
    with staffed.reading() as session:
        assert session.get_one(Edition, number).fields["body"] == "合好的话。"


def test_who_else_is_writing_is_told(enter: Entry) -> None:
    first, second = enter("township_a"), enter("county")
    number = written(first)
    typed = TYPED | {"edition": str(number)}
    first.send("/console/pieces/preview/article", typed, NEW)
    assert "township_a也正在写这一篇" in second.see(f"/console/editions/{number}/write")
    assert ">township_a也正在写这一篇" in second.send("/console/pieces/preview/article", typed, NEW)
    assert "township_a也正在写" not in first.see(f"/console/editions/{number}/write")
    stranger = enter("township_b")
    token = stranger.token(NEW)
    assert (
        stranger.client.post("/console/pieces/preview/article", data=typed | {"csrf_token": token}).status_code == 404
    )


def test_what_is_there_already_is_shown_before_it_is_saved(enter: Entry, staffed: Store) -> None:
    with staffed.reading() as session:
        row = session.scalars(select(Article).order_by(Article.id)).first()
        assert row is not None
    browser = enter("township_a")
    typed = TYPED | {"title": f"{row.title}。", "body": row.body}
    page = browser.send(NEW, typed)
    assert "可能已经有了" in page and row.title in page and not status(staffed, typed["title"])
    browser.send(NEW, typed | {"anyway": "y"})
    assert status(staffed, typed["title"]) == ["draft"]


def test_the_preview_is_what_is_sent_and_saves_nothing(enter: Entry, staffed: Store) -> None:
    browser = enter("township_a")
    with staffed.reading() as session:
        before = session.scalar(select(func.count()).select_from(Edition))
    page = browser.send(
        NEW, TYPED | {"show": "1", "body": "## 怎么办\n\n" + "开沟排水，拔掉病株。" * 200 + "打13900001234"}
    )
    assert "【魔芋白绢病怎么办】怎么办" in page and "回复「更多」看后面" in page
    assert "139****1234" in page.split('id="preview"')[1] and "13900001234" not in page.split('id="preview"')[1]
    with staffed.reading() as session:
        assert session.scalar(select(func.count()).select_from(Edition)) == before


def test_a_banned_pesticide_stops_it_with_the_announcement(enter: Entry) -> None:
    browser = enter("township_a")
    here = f"/console/editions/{written(browser, body='每亩用甲胺磷100毫升喷雾。')}"
    page = browser.send(f"{here}/submit", page=here)
    assert "农业部公告第322号" in page and "接着写" in page


def test_pieces_are_found_by_title_state_and_place(enter: Entry) -> None:
    browser = enter("county")
    written(browser, title="白菜越冬", region=TOWNSHIP_A)
    for asked, there in (
        ("q=白菜越冬", True), ("q=越冬&state=draft", True), ("q=越冬&state=published", False), ("q=%25", False),
        (f"q=越冬&region={TOWNSHIP_A}", True), (f"q=越冬&region={TOWNSHIP_B}", False), ("kind=notice&q=越冬", False),
    ):  # fmt: skip
        assert (">白菜越冬<" in browser.see(f"/console/pieces?{asked}")) == there, asked
    assert ">白菜越冬<" not in enter("township_b").see("/console/pieces")


@pytest.mark.parametrize(
    "path", ["editions/{}", "editions/{}/write", "editions/{}/compare", "pieces/article/{}", "pieces/other/1"]
)
def test_no_number_breaks_a_page(enter: Entry, path: str) -> None:
    browser = enter("county")
    assert browser.client.get(f"/console/{path.format(10**30)}").status_code == 404
    assert "没有找到" not in browser.see(f"/console/pieces?before={10**30}")
    assert "没有找到" in browser.see(f"/console/pieces?q={'a ' * 2000}")


def test_odd_values_are_refused_in_words(enter: Entry) -> None:
    browser = enter("county")
    here = f"/console/editions/{written(browser)}"
    for at in ("0001-01-01T00:00", "2026-13-01T00:00", "明天"):
        assert "不是时间" in browser.send(NEW, TYPED | {"title": "另一篇", "publish_at": at})
    assert "别人改过" in browser.send(f"{here}/write", TYPED | {"revision": "abc"})
    assert "\0" not in browser.send(f"{here}/remark", {"text": "a\0b"}, here)
    browser.see("/console/pieces?q=%00&region=%00")
    browser.see("/console/pieces/asked?q=%00")


def test_the_county_chooses_three_steps(enter: Entry) -> None:
    county = enter("county")
    county.send("/console/review/steps", {"plan": "three"})
    here = f"/console/editions/{written(enter('township_a'), region=VILLAGE_A)}"
    enter("township_a").send(f"{here}/submit", page=here)
    assert "等「村自审」签字" in enter("village_a").see(here)


def test_two_editions_are_compared_and_the_older_is_taken_up_again(enter: Entry, staffed: Store) -> None:
    writer, signer = enter("township_a"), enter("county")
    numbers = []
    number = written(writer)
    for body in (TYPED["body"], "## 怎么办\n\n翻土晒田。"):
        here = f"/console/editions/{number}"
        writer.send(f"{here}/write", TYPED | {"body": body, "revision": revision_on(writer.see(f"{here}/write"))})
        writer.send(f"{here}/submit", page=here)
        signer.send(f"{here}/sign", {"revision": revision_on(signer.see(here))}, here)
        numbers.append(number)
        with staffed.reading() as session:
            piece = f"/console/pieces/article/{session.get_one(Edition, number).row_id}"
        if len(numbers) == 1:
            writer.send(f"{piece}/write", page=piece)
            number += 1
    page = writer.see(f"/console/editions/{numbers[1]}/compare")
    assert "<ins>翻土晒田。</ins>" in page and "先拔掉病株。" in page
    again = writer.send(f"/console/editions/{numbers[0]}/restore", page=f"/console/editions/{numbers[0]}")
    assert "照这一版开了新草稿" in again
