"""Posts are seen by whose division they are of, and public only after a decision."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from knowledge.clock import Clock
from knowledge.db import Store
from knowledge.imports.run import import_path
from knowledge.models.audit import AuditEntry
from knowledge.models.decision import Decision
from knowledge.models.job import Job
from knowledge.models.outbox import Owed
from knowledge.models.person import Person
from knowledge.models.trade import TradePost
from knowledge.moderation import desk
from knowledge.refusal import Refused
from knowledge.staff.access import NotHere
from tests.conftest import NOW
from tests.knowledge.test_desk_held import LI, TOWNSHIP_A, TOWNSHIP_B, WANG
from tests.moderation.rows import PHONE, job, trade

JOBS = "title,employer,place,wage_low,wage_high,wage_unit,headcount,contact,phone,posted,expires,description,source\n"
SCAM = "普工,某厂,漆河镇,150,150,元/天,9,,,2026-11-23,2026-12-20,先交押 金300元,测试来源\n"
TRADES = "kind,commodity,quantity,unit,price,price_unit,place,contact,phone,posted,expires\n"
CHEAP = "供,大白菜,100,斤,99,元/斤,漆河镇,包回收老王,13900001234,2026-11-23,2026-12-01\n"


def queued(store: Store, actor: object, kind: str = desk.JOB, status: str = desk.DRAFT) -> list[int]:
    with store.reading() as session:
        return [one.id for one in desk.queue(session, actor, kind, status, None, NOW)]  # type: ignore[arg-type]


def test_everybody_sees_the_posts_of_his_own_division_and_none_that_expired(store: Store) -> None:
    mine, theirs, nobodys = job(store, TOWNSHIP_A), job(store, TOWNSHIP_B), job(store, None)
    expired = job(store, TOWNSHIP_A, days=0)
    assert queued(store, WANG) == [nobodys, theirs, mine] and queued(store, LI) == [mine]
    with store.reading() as session:
        assert desk.counts(session, LI, NOW) == {"job": 1, "trade_post": 0}
        for kind, number in (("job", theirs), ("job", nobodys), ("job", 99999), ("staff", mine)):
            with pytest.raises(NotHere):
                desk.access_post(session, LI, kind, number)
    with pytest.raises(Refused, match="过期"), store.writing() as session:
        desk.approve(session, WANG, "job", expired, "好", NOW)


def test_a_decision_with_its_reason_makes_a_post_public_or_not(store: Store) -> None:
    good, bad = trade(store, TOWNSHIP_A), trade(store, TOWNSHIP_A)
    with pytest.raises(Refused, match="理由"), store.writing() as session:
        desk.approve(session, LI, desk.TRADE, good, " ", NOW)
    with store.writing() as session:
        desk.approve(session, LI, desk.TRADE, good, "认得他", NOW)
        desk.reject(session, LI, desk.TRADE, bad, "电话打不通", NOW)
    with pytest.raises(Refused, match="处理过"), store.writing() as session:
        desk.approve(session, LI, desk.TRADE, good, "再来", NOW)
    with store.reading() as session:
        assert [session.get_one(TradePost, number).status for number in (good, bad)] == ["approved", "rejected"]
        said = [(one.verdict, one.reason) for one in session.scalars(select(Decision).order_by(Decision.id))]
        assert said == [("通过", "认得他"), ("驳回", "电话打不通")]
        assert len(session.scalars(select(AuditEntry).where(AuditEntry.subject == "买卖信息")).all()) == 2
    with store.writing() as session:
        assert desk.end(session, LI, desk.TRADE, good, NOW) == "已卖完"
    with pytest.raises(Refused, match="没有发布"), store.writing() as session:
        desk.end(session, LI, desk.TRADE, good, NOW)


@pytest.mark.parametrize("make", [job, trade])
def test_a_public_post_is_taken_out_of_sight_when_it_is_over(store: Store, make: Callable[..., int]) -> None:
    kind = desk.JOB if make is job else desk.TRADE
    number = make(store, TOWNSHIP_A, "approved")
    with store.writing() as session:
        words = desk.end(session, LI, kind, number, NOW)
    assert words == {"job": "已招满", "trade_post": "已卖完"}[kind]
    assert number not in queued(store, LI, kind, desk.APPROVED)


def test_phones_are_masked_until_somebody_looks_which_is_written_down(store: Store) -> None:
    number = job(store, TOWNSHIP_A, held_for=f"要人先交钱（{PHONE}）")
    with store.reading() as session:
        (one,) = desk.queue(session, LI, desk.JOB, desk.DRAFT, None, NOW)
        assert PHONE not in str(one) and "139****1234" in str(one.lines)
    with store.writing() as session:
        assert PHONE in str(desk.show_phone(session, LI, desk.JOB, number, NOW).lines)
    with store.reading() as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "看电话")).one()
        assert (entry.staff_name, entry.subject_id) == ("李四", str(number)) and PHONE not in str(entry.detail)


def test_what_else_came_from_the_phone_is_counted_in_both_kinds(store: Store) -> None:
    number = job(store, TOWNSHIP_A)
    job(store, TOWNSHIP_B, "rejected"), trade(store, None, "approved"), trade(store, None, "rejected")
    with store.reading() as session:
        past = desk.past(session, session.get_one(Job, number))
        assert past == desk.Past({"rejected": 2, "approved": 1}, 3)
    silent = job(store, TOWNSHIP_A, phone="")
    job(store, TOWNSHIP_A, phone="")
    with store.reading() as session:
        assert desk.past(session, session.get_one(Job, silent)).total == 0


def test_whoever_wrote_it_himself_is_told_why(store: Store) -> None:
    number = job(store, TOWNSHIP_A, title="采茶工")
    with store.writing() as session:
        person = Person(channel="test", id_hash="h", id_cipher=b"", first_seen=NOW)
        session.add(person)
        session.flush()
        row = session.get_one(Job, number)
        row.person_id = person.id  # type: ignore[attr-defined]
        desk.reject(session, LI, desk.JOB, number, "没写清楚", NOW)
        session.flush()
        assert session.scalars(select(Owed.text)).one() == "您发的「采茶工」没有通过：没写清楚"


def test_a_draft_file_is_held_by_the_rules_and_what_staff_decided_stands_until_it_says_something_else(
    store: Store, watch: Clock, tmp_path: Path
) -> None:
    path = tmp_path / "jobs.csv"

    def bring(text: str) -> tuple[str, str]:
        path.write_text(JOBS + text, encoding="utf-8")
        import_path(store, watch, "jobs", path, draft=True)
        with store.reading() as session:
            one = session.scalars(select(Job).where(Job.source == "测试来源")).one()
            return one.status, one.held_for

    assert bring(SCAM) == ("draft", "要人先交钱（押金）")
    with store.writing() as session:
        number = session.scalars(select(Job.id).where(Job.source == "测试来源")).one()
        desk.reject(session, WANG, desk.JOB, number, "骗人的", NOW)
    assert bring(SCAM)[0] == "rejected"
    assert bring(SCAM.replace("先交押 金300元", "不收任何费用")) == ("draft", "")
    assert bring(SCAM.replace("150,150", "5000,9000"))[1].startswith("要人先交钱（押金）；工钱比别家高得多")


def test_a_draft_of_trade_is_measured_by_the_price_of_the_day(store: Store, watch: Clock, tmp_path: Path) -> None:
    path = tmp_path / "trades.csv"
    path.write_text(TRADES + CHEAP, encoding="utf-8")
    import_path(store, watch, "trades", path, draft=True)
    with store.reading() as session:
        one = session.scalars(select(TradePost).where(TradePost.contact == "包回收老王")).one()
        assert one.status == "draft" and "价钱和行情差得多" in one.held_for and "许诺回收" in one.held_for
    path.write_text(TRADES + CHEAP.replace("包回收老王", "老李"), encoding="utf-8")
    import_path(store, watch, "trades", path)
    with store.reading() as session:
        one = session.scalars(select(TradePost).where(TradePost.contact == "老李")).one()
        assert (one.status, one.held_for) == ("approved", "") and one.expires_at > NOW + timedelta(1)
