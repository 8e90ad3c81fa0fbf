"""Word documents come in as articles, by themselves or beside Markdown."""

from pathlib import Path

import pytest
from sqlalchemy import select

from knowledge import search
from knowledge.clock import Clock
from knowledge.db import Store
from knowledge.imports.report import ImportRefused
from knowledge.imports.run import import_path
from knowledge.models.article import Article
from tests.conftest import TODAY, StandingClock
from tests.knowledge.office import PICTURE, docx, p, table
from tests.knowledge.test_import_others import ARTICLE

BODY = (p("萝卜软腐病怎么防", "h1"), p("先看叶子。"), p("怎么办", "h2"), p("拔掉病株，撒石灰。"), PICTURE)


def kept(store: Store, source: str) -> list[Article]:
    with store.reading() as session:
        return list(session.scalars(select(Article).where(Article.source == source)))


def test_a_document_is_an_article_of_what_its_own_words_say(store: Store, watch: Clock, tmp_path: Path) -> None:
    path = tmp_path / "软腐病.docx"
    path.write_bytes(docx(*BODY))
    report = import_path(store, watch, "articles", path)
    (found,) = kept(store, "软腐病.docx")
    assert (found.title, found.crops, found.problems, found.category) == (
        "萝卜软腐病怎么防",
        ["萝卜"],
        ["软腐病"],
        "种植",
    )
    assert (found.date.isoformat(), found.status) == ("2026-11-20", "published")
    assert "1 张图片没有带进来" in report.as_text() and "作物 萝卜" in report.as_text()
    with store.reading() as session:
        hits = [hit.passage for hit in search.find(session, "萝卜软腐病拔掉病株")]
    assert ("萝卜软腐病怎么防", "怎么办", "拔掉病株，撒石灰。") in [(hit.title, hit.heading, hit.text) for hit in hits]


def test_a_second_run_changes_nothing_even_on_another_day(store: Store, watch: Clock, tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(docx(*BODY, modified=""))
    import_path(store, watch, "articles", path)
    assert kept(store, "a.docx")[0].date == TODAY
    later = StandingClock(moment=watch.now().replace(day=27))
    again = import_path(store, later, "articles", path)
    assert (again.new, again.changed, again.same) == (0, 0, 1)


def test_a_document_from_a_machine_whose_clock_is_ahead_is_of_today(
    sqlite_store: Store, watch: Clock, tmp_path: Path
) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(docx(*BODY, modified="2031-01-01T00:00:00Z"))
    assert import_path(sqlite_store, watch, "articles", path).held == 0
    assert kept(sqlite_store, "a.docx")[0].date == TODAY


def test_without_a_heading_the_files_name_is_the_title_and_nothing_is_made_up(
    sqlite_store: Store, watch: Clock, tmp_path: Path
) -> None:
    path = tmp_path / "会议记录.docx"
    path.write_bytes(docx(p("今天开会，讲了三件事。"), p("散会。")))
    import_path(sqlite_store, watch, "articles", path)
    (found,) = kept(sqlite_store, "会议记录.docx")
    assert (found.title, found.crops, found.problems, found.category) == ("会议记录", [], [], "")


def test_a_folder_holds_both_and_locks_of_open_documents_are_passed_over(
    store: Store, watch: Clock, tmp_path: Path
) -> None:
    (tmp_path / "a.md").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "B.DOCX").write_bytes(docx(*BODY))
    (tmp_path / "~$B.docx").write_bytes(b"lock")
    assert import_path(store, watch, "articles", tmp_path).new == 2


def test_one_bad_file_in_a_folder_stops_all_of_it(store: Store, watch: Clock, tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(docx(*BODY))
    for name, body, reason in (
        ("b.docx", docx(p("字" * 9_000_000)), r"b\.docx：文档压缩超过 100 倍"),
        ("b.doc", b"\xd0\xcf\x11\xe0", r"b\.doc：旧的 \.doc"),
        ("b.docx", docx(), r"b\.docx：里面没有文字"),
    ):
        (tmp_path / name).write_bytes(body)
        with pytest.raises(ImportRefused, match=reason):
            import_path(store, watch, "articles", tmp_path)
        (tmp_path / name).unlink()
    assert not kept(store, "a.docx")


def test_a_banned_pesticide_in_a_document_holds_it(store: Store, watch: Clock, tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(docx(*BODY, table(("药", "量"), ("用甲胺磷喷雾", "1000倍"))))
    report = import_path(store, watch, "articles", path)
    assert (report.new, report.held, kept(store, "a.docx")[0].status) == (0, 1, "draft")


def test_a_table_reads_on_a_phone_without_its_lines(sqlite_store: Store, watch: Clock, tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(docx(p("琉璃瓦用量", "h1"), table(("时候", "用量"), ("十二月", "五十斤"))))
    import_path(sqlite_store, watch, "articles", path)
    with sqlite_store.reading() as session:
        assert search.find(session, "琉璃瓦用量")[0].passage.text == "时候　用量\n十二月　五十斤"


def test_words_that_look_like_tags_stay_words(sqlite_store: Store, watch: Clock, tmp_path: Path) -> None:
    payload = '<script>alert(1)</script><img src=x onerror="alert(1)">'
    path = tmp_path / "a.docx"
    path.write_bytes(docx(p(payload, "h1"), p(payload)))
    import_path(sqlite_store, watch, "articles", path)
    (found,) = kept(sqlite_store, "a.docx")
    assert (found.title, found.body) == (payload, payload)
