"""Staff bring documents in: a trial first, then the import, inside their own divisions alone."""

import io
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from knowledge.db import Store
from knowledge.imports import uploads
from knowledge.models.article import Article
from knowledge.models.audit import AuditEntry
from knowledge.models.job import Job
from knowledge.models.notice import Notice
from knowledge.night.tidy import tidy
from knowledge.sources import pasted
from knowledge.staff.access import Actor
from tests.conftest import StandingClock
from tests.knowledge.fetch.stand_in import running
from tests.knowledge.office import docx, p
from tests.knowledge.test_import_others import JOB, JOBS, NOTICE
from tests.knowledge.test_uploads import actor_of
from tests.sources.test_pasted import site
from tests.web.console.conftest import NOW, TOWNSHIP_A, TOWNSHIP_B, VILLAGE_A, Entry
from tests.web.console.importing import DOCUMENT, PAGE, button, count, imported, notice, tried


def test_a_trial_shows_what_would_happen_and_changes_nothing(enter: Entry, staffed: Store) -> None:
    before = count(staffed, Article), count(staffed, AuditEntry)
    village = enter("village_a")
    logged = count(staffed, AuditEntry) - before[1]
    page = tried(village, "articles", "软腐病.docx", DOCUMENT)
    assert "还没有导入" in page and "作物 萝卜" in page and "病虫害 软腐病" in page
    assert '<div class="bubble">拔掉病株，撒石灰。</div>' in page
    assert (count(staffed, Article), count(staffed, AuditEntry)) == (before[0], before[1] + logged)


def test_the_button_brings_a_draft_of_the_senders_own_division_and_the_log_says_so(
    enter: Entry, staffed: Store, tmp_path: Path
) -> None:
    assert "新增 1" in imported(enter("village_a"), "articles", "软腐病.docx", DOCUMENT)
    with staffed.reading() as session:
        found = session.scalars(select(Article).where(Article.source == "软腐病.docx")).one()
        entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert (found.status, found.region_code) == ("draft", VILLAGE_A)
    assert "萝卜软腐病怎么防" in enter("village_a").see("/console/pieces?state=draft")
    assert entry and (entry.staff_name, entry.action, entry.subject) == ("village_a", "导入", "技术文章")
    assert entry.detail == {"file": "软腐病.docx", "new": 1, "changed": 0, "held": 0}
    assert not list((tmp_path / "uploads").iterdir())


@pytest.mark.parametrize(
    ("name", "region", "lands"),
    [("township_a", "", TOWNSHIP_A), ("township_a", VILLAGE_A, VILLAGE_A), ("county", "", "430725000000"),
     ("township_a", "陬市镇", None), ("township_a", TOWNSHIP_B, None), ("township_a", "桃源县", None),
     ("village_a", TOWNSHIP_A, None), ("township_a", "没有这里", None), ("county", "430700000000", None)],
)  # fmt: skip
def test_rows_land_inside_the_senders_divisions_or_nowhere(
    enter: Entry, staffed: Store, name: str, region: str, lands: str | None
) -> None:
    before = count(staffed, Notice)
    page = tried(enter(name), "notices", "n.jsonl", notice(region=region))
    if lands is None:
        assert f"第 1 行「region」：「{region}」不是您管的地方" in page and '<button class="main">导入' not in page
        assert count(staffed, Notice) == before
        return
    enter(name).send(button(page), page=PAGE)
    with staffed.reading() as session:
        found = session.scalars(select(Notice).where(Notice.title == NOTICE["title"])).one()
    assert (found.region_code, found.status) == (lands, "draft")


def test_nobody_changes_what_is_anothers_by_the_same_title_and_source(enter: Entry, staffed: Store) -> None:
    imported(enter("township_b"), "articles", "a.docx", DOCUMENT)
    other = docx(p("萝卜软腐病怎么防", "h1"), p("别的话。"))
    page = tried(enter("township_a"), "articles", "a.docx", other)
    assert "别处已有同标题、同来源的一条" in page
    imported(enter("township_b"), "notices", "n.jsonl", notice())
    assert "别处已有同标题" in tried(enter("township_a"), "notices", "n.jsonl", notice(body="别的话"))


def test_what_is_published_stays_so_when_it_comes_again_unchanged(enter: Entry, staffed: Store) -> None:
    imported(enter("township_a"), "notices", "n.jsonl", notice())
    with staffed.writing() as session:
        session.scalars(select(Notice).where(Notice.title == NOTICE["title"])).one().status = "published"
    assert "没有新东西" in tried(enter("township_a"), "notices", "n.jsonl", notice())


def test_tables_are_the_countys_and_public_at_once(enter: Entry, staffed: Store) -> None:
    assert "Not a valid choice" not in (page := tried(enter("township_a"), "jobs", "j.csv", JOBS + JOB))
    assert "还没有导入" not in page and "先看看会怎样" in page
    assert "新增 1" in imported(enter("county"), "jobs", "j.csv", JOBS + JOB)
    with staffed.reading() as session:
        assert session.scalars(select(Job.status).where(Job.is_demo.is_(False))).all() == ["approved"]


def test_a_right_that_is_gone_since_the_trial_is_gone(enter: Entry, staffed: Store, tmp_path: Path) -> None:
    village = enter("village_a")
    with staffed.reading() as session:
        me = session.scalars(select(AuditEntry.staff_id).order_by(AuditEntry.id.desc())).first()
    actor = Actor(me or 0, "village_a", "village", VILLAGE_A)
    waiting = uploads.keep(tmp_path, actor, "jobs", "j.csv", (JOBS + JOB).encode(), NOW)
    sent = village.client.post(f"{PAGE}/{waiting.token}", data={"csrf_token": village.token(PAGE)})
    assert sent.status_code == 404


def test_faults_are_told_by_row_and_column_and_nothing_is_kept(enter: Entry, staffed: Store, tmp_path: Path) -> None:
    bad = JOBS + JOB + JOB.replace("元/天", "元/趟").replace(",20,", ",二十,")
    page = tried(enter("county"), "jobs", "招工.csv", bad)
    assert "招工.csv 第 3 行「wage_unit」" in page and "招工.csv 第 3 行「headcount」" in page
    assert not list((tmp_path / "uploads").iterdir())


def test_who_brought_a_text_in_does_not_sign_it(enter: Entry, staffed: Store) -> None:
    township, county = enter("township_a"), enter("county")
    imported(township, "articles", "软腐病.docx", DOCUMENT)
    with staffed.reading() as session:
        number = session.scalar(select(func.max(Article.id)))
    fields = {"csrf_token": county.token(PAGE)}
    begun = county.client.post(f"/console/pieces/article/{number}/write", data=fields).location
    edition = begun.removesuffix("/write")
    assert "送审了" in county.send(f"{edition}/submit", page=edition)
    assert "自己写的不能自己审" in township.see(edition)


def test_neither_nothing_nor_both_are_taken_and_what_was_typed_stays(enter: Entry) -> None:
    village = enter("village_a")
    assert "只要一样" in village.send(PAGE, {"kind": "articles"})
    fields = {
        "kind": "notices", "address": "https://example.org/a", "file": (io.BytesIO(b"x"), "n.jsonl"),
        "csrf_token": village.token(PAGE),
    }  # fmt: skip
    page = village.client.post(PAGE, data=fields, content_type="multipart/form-data").text
    assert "只要一样" in page and 'value="https://example.org/a"' in page


def test_a_web_page_comes_in_by_its_address(enter: Entry, staffed: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    village = enter("village_a")
    with running(site()) as stand_in:
        monkeypatch.setattr(pasted, "Gate", lambda: stand_in.gate)
        page = village.send(PAGE, {"kind": "articles", "address": f"{stand_in.base}/a"})
        assert f"{stand_in.base}/a" in page and "病虫害 软腐病" in page
        village.send(button(page), page=PAGE)
    with staffed.reading() as session:
        found = session.scalars(select(Article).where(Article.source == "127.0.0.1")).one()
    assert (found.status, found.region_code) == ("draft", VILLAGE_A)


def test_a_template_is_an_excel_file(enter: Entry) -> None:
    county = enter("county")
    assert "招工空表格" in county.see(PAGE) and "空表格" not in enter("township_a").see(PAGE)
    answer = county.client.get(f"{PAGE}/jobs.xlsx")
    assert answer.data.startswith(b"PK") and "attachment" in answer.headers["Content-Disposition"]


def test_the_night_sweeps_uploads_too(app: Flask, staffed: Store, tmp_path: Path) -> None:
    kept = uploads.keep(tmp_path, actor_of(1), "articles", "a.md", b"x", NOW)
    tidy(staffed, StandingClock(moment=NOW + timedelta(days=2)))
    assert not kept.path.exists()
