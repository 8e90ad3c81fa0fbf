"""A phone that staff banned once is banned in the whole county, however a post spells it."""

import threading
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from knowledge.clock import Clock
from knowledge.db import Store
from knowledge.imports.run import import_path
from knowledge.models.audit import AuditEntry
from knowledge.models.job import Job
from knowledge.models.moderated import BannedPhone
from knowledge.models.outbox import Owed
from knowledge.models.person import Person
from knowledge.models.trade import TradePost
from knowledge.moderation import banning, bans, desk
from knowledge.moderation.holding import BANNED, with_reason, without
from knowledge.refusal import Refused
from knowledge.staff.access import NotHere
from tests.conftest import NOW
from tests.knowledge.test_desk_held import LI, TOWNSHIP_A, TOWNSHIP_B, WANG
from tests.moderation.rows import PHONE, job, trade
from tests.moderation.test_desk import CHEAP, JOBS, SCAM, TRADES

OTHER = "13900005678"


def state(store: Store, table: type[Job] | type[TradePost], number: int) -> tuple[str, str]:
    with store.reading() as session:
        row = session.get_one(table, number)
        return row.status, row.held_for


def banned(store: Store, number: int, reason: str = "收押金") -> int:
    with store.writing() as session:
        return banning.ban(session, LI, desk.JOB, number, reason, NOW)


def test_a_ban_takes_down_what_is_public_and_holds_what_waits_in_every_township(store: Store) -> None:
    number, spelled = job(store, TOWNSHIP_A), job(store, TOWNSHIP_B, "approved", phone="幺三九 零零零零 幺二三四")
    hidden = job(store, None, "approved", phone=OTHER, description="或打139、0000、1234")
    sold, other = trade(store, TOWNSHIP_B, "approved"), job(store, TOWNSHIP_B, "approved", phone=OTHER, description="")
    over = job(store, TOWNSHIP_B, "approved", days=0)
    assert banned(store, number) == 3
    why = f"{BANNED}（尾号 1234，收押金）"
    assert state(store, Job, number) == ("draft", why)
    assert [state(store, Job, each)[0] for each in (spelled, hidden, other, over)] == [
        "rejected", "rejected", "approved", "approved",
    ]  # fmt: skip
    assert state(store, TradePost, sold) == ("rejected", why)
    with store.reading() as session:
        (made,) = desk.decisions(session, desk.TRADE, sold)
        assert (made.verdict, made.reason, made.staff_name) == ("下架", "电话已封号：收押金", "李四")


def test_the_sender_is_told_and_the_number_is_kept_nowhere_but_as_a_hash(store: Store) -> None:
    number, public = job(store, TOWNSHIP_A), job(store, TOWNSHIP_B, "approved", title="采茶工")
    with store.writing() as session:
        person = Person(channel="test", id_hash="h", id_cipher=b"", first_seen=NOW)
        session.add(person)
        session.flush()
        row = session.get_one(Job, public)
        row.person_id = person.id  # type: ignore[attr-defined]
        banning.ban(session, LI, desk.JOB, number, "收押金", NOW)
        session.flush()
        assert session.scalars(select(Owed.text)).one() == "您发的「采茶工」没有通过：电话已封号：收押金"
        kept = session.scalars(select(BannedPhone)).one()
        assert (kept.last_digits, kept.staff_name) == ("1234", "李四") and PHONE not in str(vars(kept))
        entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "封号")).one()
        assert (entry.subject_id, entry.detail) == ("尾号 1234", {"理由": "收押金"})


def test_no_post_with_a_banned_phone_is_approved_until_the_county_lifts_the_ban(store: Store) -> None:
    number, later = job(store, TOWNSHIP_A, held_for="像是刷单（点赞）"), job(store, TOWNSHIP_B)
    banned(store, number)
    for each in (number, later):
        with pytest.raises(Refused, match="封号"), store.writing() as session:
            desk.approve(session, WANG, desk.JOB, each, "好", NOW)
    with store.reading() as session:
        ban = session.scalars(select(BannedPhone.id)).one()
    with pytest.raises(NotHere), store.writing() as session:
        banning.lift(session, LI, ban, "打错了", NOW)
    with pytest.raises(Refused, match="理由"), store.writing() as session:
        banning.lift(session, WANG, ban, "", NOW)
    with store.writing() as session:
        banning.lift(session, WANG, ban, "打错了", NOW)
    assert state(store, Job, number) == ("draft", "像是刷单（点赞）")
    with store.writing() as session:
        desk.approve(session, WANG, desk.JOB, number, "好", NOW)
        with pytest.raises(NotHere):
            banning.lift(session, WANG, ban, "再来", NOW)


def test_a_ban_wants_a_reason_a_phone_and_a_post_of_one_s_own(store: Store) -> None:
    mine, theirs = job(store, TOWNSHIP_A), job(store, TOWNSHIP_B)
    silent = job(store, TOWNSHIP_A, phone="", description="")
    for number, reason, match in ((mine, " ", "理由"), (silent, "骗", "没有电话")):
        with pytest.raises(Refused, match=match):
            banned(store, number, reason)
    with pytest.raises(NotHere):
        banned(store, theirs)
    banned(store, mine)
    with pytest.raises(Refused, match="已经封了"):
        banned(store, mine)


@pytest.mark.parametrize("is_draft", [True, False])
def test_what_comes_in_with_a_banned_phone_waits(store: Store, watch: Clock, tmp_path: Path, is_draft: bool) -> None:
    banned(store, job(store, TOWNSHIP_A))
    for kind, text in (("jobs", JOBS + SCAM.replace(",9,,,", ",9,老王,139-0000-1234,")), ("trades", TRADES + CHEAP)):
        path = tmp_path / f"{kind}.csv"
        path.write_text(text, encoding="utf-8")
        import_path(store, watch, kind, path, draft=is_draft)
    with store.reading() as session:
        made = session.scalars(select(Job).where(Job.source == "测试来源", Job.title == "普工")).one()
        sold = session.scalars(select(TradePost).where(TradePost.contact == "包回收老王")).one()
        assert made.status == sold.status == "draft"
        assert made.held_for.startswith(BANNED) and sold.held_for.startswith(BANNED)
        assert ("要人先交钱" in made.held_for) == is_draft


@pytest.mark.parametrize(
    "spelled", [PHONE, "139 0000 1234", "一三九〇〇〇〇一二三四", "+86-139-0000-1234", "微信13900001234"]
)
def test_every_spelling_is_the_number(store: Store, spelled: str) -> None:
    banned(store, job(store, TOWNSHIP_A))
    with store.reading() as session:
        assert bans.is_banned(session, spelled)
        assert not bans.is_banned(session, OTHER) and not bans.is_banned(session, "")


def test_a_number_of_seven_digits_can_be_banned(store: Store) -> None:
    banned(store, job(store, TOWNSHIP_A, phone="123 4567", description=""))
    with store.reading() as session:
        assert bans.is_banned(session, "1234567") and not bans.is_banned(session, "1234568")


def test_a_reason_stands_first_and_once() -> None:
    once = with_reason("像是刷单（点赞）", f"{BANNED}（尾号 1）")
    assert once == f"{BANNED}（尾号 1）；像是刷单（点赞）" == with_reason(once, f"{BANNED}（尾号 1）")
    assert without(once, BANNED) == "像是刷单（点赞）" and without("", BANNED) == ""


def test_a_ban_waits_for_posts_that_are_just_coming_in(store: Store) -> None:
    number = job(store, TOWNSHIP_A)
    with store.writing() as session:
        assert not bans.is_banned(session, PHONE)
        other = threading.Thread(target=banned, args=(store, number))
        other.start()
        # Time enough for a ban that does not wait.
        other.join(0.5)
        made = Job(
            title="采茶工", employer="某", place="某", wage_low="", wage_high="", wage_unit="元/天", contact="", phone=PHONE,
            posted_at=NOW, expires_at=NOW + timedelta(9), description="", source="",
        )  # fmt: skip
        session.add(made)
        session.flush()
        late = made.id
    other.join()
    assert state(store, Job, late)[0] == "rejected"
