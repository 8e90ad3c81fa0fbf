"""Who may open what: every route of the console stands here, or the build fails."""

import time
from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import select

from knowledge import catalogue, settings
from knowledge.db import Store
from knowledge.editions import fields
from knowledge.imports import uploads
from knowledge.models.article import Article
from knowledge.models.edition import Edition
from knowledge.models.hot_issue import HotIssue
from knowledge.models.moderated import BannedPhone
from knowledge.models.price import Quote, Series
from knowledge.models.report import Unit
from knowledge.models.source import SourceRun
from knowledge.models.staff import Staff
from knowledge.staff import accounts
from knowledge.staff.access import Actor, actor_of
from tests.knowledge.reports.filed import filed
from tests.moderation.rows import job
from tests.prices_that_wait import believed, held_row, market
from tests.web.console.askers import asked
from tests.web.console.conftest import NOW, TOWNSHIP_A, VILLAGE_A

EVERYBODY = frozenset({"county", "township_a", "township_b", "village_a"})
COUNTY, TOWNSHIPS = frozenset({"county"}), frozenset({"county", "township_a", "township_b"})
# Rows of township A are its own's, its villages' above all, and the county's.
OF_A = frozenset({"county", "township_a", "village_a"})
# What is of the township as a whole is none of its villages'.
OVER_A = frozenset({"county", "township_a"})

# Who may, and what fills the address: a function that makes a row in township A and returns its number.
Row = tuple[frozenset[str], Callable[[Store], dict[str, object]] | None]


def _staff_of_a(store: Store) -> dict[str, object]:
    name = f"another {time.monotonic_ns()}"
    with store.writing() as session:
        made = Staff(name=name, role="village", region_code=VILLAGE_A, password_hash="", made_at=NOW)
        session.add(made)
        session.flush()
        return {"number": made.id}


def _upload_of_a(store: Store) -> dict[str, object]:
    with store.reading() as session:
        sender = accounts.by_name(session, "township_a")
    assert sender
    line = '{"title": "t", "body": "b", "publisher": "p", "region": "", "category": "c", "date": "2026-11-20"}'
    data_dir = settings.current().data_dir
    return {"token": uploads.keep(data_dir, actor_of(sender), "notices", "n.jsonl", line.encode(), NOW).token}


def _edition_of_a(store: Store) -> dict[str, object]:
    return {"number": _written(store)[0]}


def _second_edition_of_a(store: Store) -> dict[str, object]:
    number, row_id = _written(store)
    with store.writing() as session:
        first = session.get_one(Edition, number)
        first.state = "superseded"
        second = Edition(kind="article", row_id=row_id, number=2, fields=first.fields, region_code=TOWNSHIP_A)
        second.made_at = second.changed_at = NOW
        session.add(second)
        session.flush()
        return {"number": second.id}


def _piece_of_a(store: Store) -> dict[str, object]:
    return {"kind": "article", "row_id": _written(store)[1]}


def _written(store: Store) -> tuple[int, int]:
    typed = {"title": f"稿 {time.monotonic_ns()}", "category": "其他", "source": "测试", "date": "2026-11-20"}
    with store.writing() as session:
        writer = Actor(0, "某", "township", TOWNSHIP_A)
        said = fields.checked(
            "article", {**typed, "region": TOWNSHIP_A, "body": "正文。"}, writer, catalogue.current(session)
        )
        row = Article(**fields.columns("article", said), status="draft")
        session.add(row)
        session.flush()
        made = Edition(kind="article", row_id=row.id, number=1, fields=said, region_code=TOWNSHIP_A)
        made.made_at = made.changed_at = NOW
        session.add(made)
        session.flush()
        return made.id, row.id


def _held_of_a(store: Store) -> dict[str, object]:
    return {"number": held_row(store, "漆河测试市场", TOWNSHIP_A)}


def _quote_of_a(store: Store) -> dict[str, object]:
    market(store, "漆河测试市场", TOWNSHIP_A)
    believed(store, "漆河测试市场", 1)
    with store.reading() as session:
        of = select(Quote.id).join(Series).where(Series.source == "测试来源")
        return {"number": session.scalars(of).first()}


def _run(store: Store) -> dict[str, object]:
    with store.writing() as session:
        made = SourceRun(source="xinfadi", night=NOW.date(), first_day=NOW.date(), started_at=NOW, state="done")
        session.add(made)
        session.flush()
        return {"number": made.id}


def _job_of_a(store: Store) -> dict[str, object]:
    return {"kind": "job", "number": job(store, TOWNSHIP_A)}


def _ban(store: Store) -> dict[str, object]:
    with store.writing() as session:
        made = BannedPhone(phone_hash=str(time.monotonic_ns()), last_digits="1234", reason="收押金", banned_at=NOW)
        made.staff_name = "某"
        session.add(made)
        session.flush()
        return {"number": made.id}


def _question_of_a(store: Store) -> dict[str, object]:
    return {"number": asked(store, "火龙果树流胶咋搞", place=VILLAGE_A)}


def _report_of_a(store: Store) -> dict[str, object]:
    return {"number": filed(store, region=VILLAGE_A)}


def _unit_of_a(store: Store) -> dict[str, object]:
    with store.writing() as session:
        made = Unit(name=f"单位 {time.monotonic_ns()}", region_code=TOWNSHIP_A)
        session.add(made)
        session.flush()
        return {"number": made.id}


def _hot_issue(store: Store) -> dict[str, object]:
    with store.writing() as session:
        made = HotIssue(body="正文", made_at=NOW + timedelta(microseconds=time.monotonic_ns() % 10**9))
        session.add(made)
        session.flush()
        return {"number": made.id}


ROUTES: dict[str, Row] = {
    "console.start": (EVERYBODY, None),
    "console.logout": (EVERYBODY, None),
    "console.password": (EVERYBODY, None),
    "console.second_factor": (EVERYBODY, None),
    "console.staff": (TOWNSHIPS, None),
    "console.new_password": (frozenset({"township_a"}), _staff_of_a),
    "console.end_staff": (frozenset({"township_a"}), _staff_of_a),
    "console.log": (COUNTY, None),
    "console.figures": (COUNTY, None),
    "console.figures_file": (COUNTY, None),
    "console.imports": (EVERYBODY, None),
    "console.import_now": (frozenset({"township_a"}), _upload_of_a),
    "console.import_template": (COUNTY, lambda _store: {"kind": "prices"}),
    "console.pieces": (EVERYBODY, None),
    "console.asked": (EVERYBODY, None),
    "console.new_piece": (EVERYBODY, lambda _store: {"kind": "notice"}),
    "console.preview_piece": (EVERYBODY, lambda _store: {"kind": "article"}),
    "console.piece": (OVER_A, _piece_of_a),
    "console.rewrite_piece": (OVER_A, _piece_of_a),
    "console.archive_piece": (OVER_A, _piece_of_a),
    "console.edition": (OVER_A, _edition_of_a),
    "console.write_edition": (OVER_A, _edition_of_a),
    "console.compare_editions": (OVER_A, _second_edition_of_a),
    "console.restore_edition": (OVER_A, _edition_of_a),
    "console.drop_edition": (OVER_A, _edition_of_a),
    "console.submit_edition": (OVER_A, _edition_of_a),
    "console.sign_edition": (OVER_A, _edition_of_a),
    "console.return_edition": (OVER_A, _edition_of_a),
    "console.remark_edition": (OVER_A, _edition_of_a),
    "console.withdraw_edition": (OVER_A, _edition_of_a),
    "console.review": (EVERYBODY, None),
    "console.review_steps": (COUNTY, None),
    "console.posts": (TOWNSHIPS, None),
    "console.outcomes_table": (COUNTY, None),
    "console.outcomes_file": (COUNTY, None),
    "console.post": (frozenset({"county", "township_a"}), _job_of_a),
    "console.post_phone": (frozenset({"county", "township_a"}), _job_of_a),
    "console.decide_post": (frozenset({"county", "township_a"}), _job_of_a),
    "console.ban_phone": (frozenset({"county", "township_a"}), _job_of_a),
    "console.bans": (COUNTY, None),
    "console.lift_ban": (COUNTY, _ban),
    "console.names": (COUNTY, None),
    "console.add_name": (COUNTY, None),
    "console.remove_name": (COUNTY, None),
    "console.settle_name": (COUNTY, None),
    "console.words": (COUNTY, None),
    "console.add_word": (COUNTY, None),
    "console.remove_word": (COUNTY, None),
    "console.sources": (COUNTY, None),
    "console.source": (COUNTY, lambda _: {"name": "xinfadi"}),
    "console.fetch_source": (COUNTY, lambda _: {"name": "xinfadi"}),
    "console.recall_run": (COUNTY, _run),
    "console.quotes": (TOWNSHIPS, None),
    "console.quote": (frozenset({"county", "township_a"}), _quote_of_a),
    "console.held": (TOWNSHIPS, None),
    "console.decide_held": (TOWNSHIPS, None),
    "console.held_one": (frozenset({"county", "township_a"}), _held_of_a),
    "console.reports": (EVERYBODY, None),
    "console.new_report": (TOWNSHIPS, None),
    "console.report": (OF_A, _report_of_a),
    "console.reporter": (OVER_A, _report_of_a),
    "console.reply_report": (OF_A, _report_of_a),
    "console.inform_report": (OF_A, _report_of_a),
    "console.assign_report": (OVER_A, _report_of_a),
    "console.classify_report": (OVER_A, _report_of_a),
    "console.extend_report": (OVER_A, _report_of_a),
    "console.review_report": (OVER_A, _report_of_a),
    "console.join_report": (OVER_A, _report_of_a),
    "console.report_table": (EVERYBODY, None),
    "console.report_rows": (EVERYBODY, lambda _: {"name": "late"}),
    "console.report_table_file": (EVERYBODY, None),
    "console.units": (EVERYBODY, None),
    "console.put_unit": (COUNTY, None),
    "console.remove_unit": (COUNTY, _unit_of_a),
    "console.set_report_clock": (COUNTY, lambda _: {"key": "hard"}),
    "console.holidays": (COUNTY, None),
    "console.put_holiday": (COUNTY, None),
    "console.remove_holiday": (COUNTY, None),
    "console.hot_issues": (COUNTY, None),
    "console.hot_issue": (COUNTY, _hot_issue),
    "console.draft_hot_issue": (COUNTY, None),
    "console.release_hot_issue": (COUNTY, _hot_issue),
    "console.questions": (EVERYBODY, None),
    "console.my_questions": (EVERYBODY, None),
    "console.question": (OF_A, _question_of_a),
    "console.preview_answer": (OF_A, _question_of_a),
    "console.answer_question": (OF_A, _question_of_a),
    "console.answer_by_article": (OF_A, _question_of_a),
    "console.dismiss_question": (OF_A, _question_of_a),
    "console.assign_question": (OF_A, _question_of_a),
    "console.merge_question": (OF_A, _question_of_a),
    "console.split_question": (OF_A, _question_of_a),
    "console.label_question": (OF_A, _question_of_a),
}
# For whoever is not logged in yet.
OPEN = frozenset({"console.static", "console.login", "console.code"})
