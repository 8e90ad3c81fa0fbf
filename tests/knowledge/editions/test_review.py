"""Who may sign what, and what a signature does."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from knowledge import search
from knowledge.db import Store
from knowledge.editions import drafts, fields, review, steps
from knowledge.editions.access import access_edition
from knowledge.models.article import Article
from knowledge.models.audit import AuditEntry
from knowledge.models.edition import DRAFT, PUBLISHED, REVIEW, Edition, Signature
from knowledge.models.notice import Notice
from knowledge.refusal import Refused
from knowledge.staff.access import NotHere
from tests.conftest import NOW, TODAY
from tests.knowledge.editions.conftest import BODY, TYPED, Write
from tests.knowledge.editions.signing import People, finds, published, sign, submit


def test_a_draft_answers_nobody_until_somebody_else_has_signed(store: Store, staff: People, write: Write) -> None:
    number = write()
    assert TYPED["title"] not in finds(store)
    submit(store, staff, number)
    assert TYPED["title"] not in finds(store)
    assert sign(store, staff, number, "township_a").state == PUBLISHED
    assert finds(store)[0] == TYPED["title"]
    with store.reading() as session:
        row = session.scalars(select(Article).where(Article.title == TYPED["title"])).one()
        assert (row.status, row.reviewer, row.reviewed_on, row.body) == ("published", "township_a", TODAY, BODY)
        deeds = session.scalars(select(AuditEntry.action).where(AuditEntry.subject_id == str(number))).all()
    assert deeds == ["写稿", "送审", "签字：复核", "发布"]


def test_a_notice_is_published_the_same_way(store: Store, staff: People, write: Write) -> None:
    number = write(kind=fields.NOTICE)
    published(store, staff, number)
    with store.reading() as session:
        row = session.scalars(select(Notice).where(Notice.publisher == "漆河镇政府")).one()
        assert row.status == "published"
        assert search.find(session, "冬季修水渠", kinds=("notice",))[0].passage.row_id == row.id


@pytest.mark.parametrize("by", ["writer", "village_a"])
def test_neither_the_writer_nor_a_lesser_role_signs(store: Store, staff: People, write: Write, by: str) -> None:
    number = write(region="430725105201")
    submit(store, staff, number)
    with pytest.raises(Refused):
        sign(store, staff, number, by)


def test_who_changed_another_s_draft_is_a_writer_too(store: Store, staff: People, write: Write) -> None:
    number = write()
    with store.writing() as session:
        edition = access_edition(session, staff["township_a"], number)
        drafts.save(session, staff["township_a"], number, 1, edition.fields, None, NOW)
    submit(store, staff, number)
    with pytest.raises(Refused, match="自己写的"):
        sign(store, staff, number, "township_a")


def test_another_township_sees_nothing(store: Store, staff: People, write: Write) -> None:
    number = write()
    submit(store, staff, number)
    with pytest.raises(NotHere):
        sign(store, staff, number, "township_b")
    with store.reading() as session:
        assert not review.waiting_for(session, staff["township_b"])
        assert [edition.id for edition, _ in review.waiting_for(session, staff["township_a"])] == [number]
        assert not review.waiting_for(session, staff["writer"])


def test_three_steps_want_three_people(store: Store, staff: People, write: Write) -> None:
    with store.writing() as session:
        steps.choose(session, staff["county"], "three", NOW)
    number = write(region="430725105201")
    submit(store, staff, number)
    assert sign(store, staff, number, "village_a").state == REVIEW
    with pytest.raises(Refused, match="已经签过"):
        sign(store, staff, number, "village_a")
    assert sign(store, staff, number, "township_a").state == REVIEW
    with pytest.raises(Refused, match="已经签过"):
        sign(store, staff, number, "township_a")
    assert sign(store, staff, number, "county").state == PUBLISHED


def test_other_steps_begin_with_the_first_one(store: Store, staff: People, write: Write) -> None:
    with store.writing() as session:
        steps.choose(session, staff["county"], "three", NOW)
    number = write(region="430725105201")
    submit(store, staff, number)
    sign(store, staff, number, "village_a")
    with store.writing() as session:
        steps.choose(session, staff["county"], "one", NOW)
    assert sign(store, staff, number, "township_a").state == PUBLISHED
    with pytest.raises(NotHere), store.writing() as session:
        steps.choose(session, staff["township_a"], "three", NOW)


def test_nothing_is_signed_that_was_not_seen(store: Store, staff: People, write: Write) -> None:
    number = write()
    seen = submit(store, staff, number)
    with store.writing() as session:
        review.withdraw(session, staff["writer"], number, NOW)
        review.submit(session, staff["writer"], number, NOW)
    with pytest.raises(Refused, match="变过了"), store.writing() as session:
        review.sign(session, staff["township_a"], number, seen, NOW)


def test_returned_with_a_reason_it_is_a_draft_without_signatures(store: Store, staff: People, write: Write) -> None:
    number = write()
    submit(store, staff, number)
    with pytest.raises(Refused, match="原因"), store.writing() as session:
        review.send_back(session, staff["township_a"], number, " ", NOW)
    with store.writing() as session:
        review.send_back(session, staff["township_a"], number, "缺用量", NOW)
        review.remark(session, staff["writer"], number, "已补", NOW)
    with store.reading() as session:
        edition = session.get_one(Edition, number)
        assert edition.state == DRAFT
        said = [(one.text, one.returns) for one in review.remarks(session, edition)]
        assert said == [("缺用量", True), ("已补", False)]
        assert not session.scalars(select(Signature).where(Signature.edition_id == number)).all()


def test_of_two_who_sign_at_once_one_signs(store: Store, staff: People, write: Write) -> None:
    number = write()
    seen = submit(store, staff, number)

    def signed(by: str) -> bool:
        try:
            with store.writing() as session:
                review.sign(session, staff[by], number, seen, NOW)
        except Refused:
            return False
        return True

    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(signed, ("township_a", "county"))) == [False, True]
