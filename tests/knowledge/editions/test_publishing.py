"""What farmers are told, and when: published, set for an hour, taken down, written anew."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from knowledge import catalogue
from knowledge.db import Store
from knowledge.editions import drafts, fields, publishing, review
from knowledge.editions.access import piece_of
from knowledge.imports import articles
from knowledge.imports.terms import Terms
from knowledge.models.article import Article
from knowledge.models.audit import AuditEntry
from knowledge.models.edition import DRAFT, PUBLISHED, REVIEW, SUPERSEDED, Edition, Signature
from knowledge.refusal import Refused
from knowledge.staff.access import NotHere
from tests.conftest import NOW, TODAY
from tests.knowledge.editions.conftest import BODY, TYPED, Write
from tests.knowledge.editions.signing import People, finds, published, sign, submit


def test_farmers_get_the_old_text_until_the_new_one_is_published(store: Store, staff: People, write: Write) -> None:
    first = write()
    published(store, staff, first)
    with store.writing() as session:
        row_id = session.get_one(Edition, first).row_id
        second = drafts.renew(session, staff["writer"], "article", row_id, NOW)
        drafts.save(
            session, staff["writer"], second.id, 1, second.fields | {"body": "## 怎么办\n\n翻土晒田。"}, None, NOW
        )

    def said() -> str:
        with store.reading() as session:
            return session.get_one(Article, row_id).body

    assert said() == BODY
    published(store, staff, second.id)
    assert said() == "## 怎么办\n\n翻土晒田。"
    with store.writing() as session:
        assert [each.state for each in drafts.editions(session, "article", row_id)] == [PUBLISHED, SUPERSEDED]
        third = drafts.restore(session, staff["writer"], first, NOW)
        assert third.fields["body"] == BODY and third.state == DRAFT
        with pytest.raises(Refused):
            drafts.restore(session, staff["writer"], first, NOW)


def test_what_was_imported_becomes_the_first_edition(store: Store, staff: People) -> None:
    with store.writing() as session:
        row = session.scalars(select(Article).where(Article.status == "published").limit(1)).one()
        drafts.renew(session, staff["county"], "article", row.id, NOW)
        draft, imported = drafts.editions(session, "article", row.id)
        assert (draft.state, imported.state) == (DRAFT, PUBLISHED)
        assert imported.fields["body"] == row.body == draft.fields["body"]
        assert drafts.renew(session, staff["county_2"], "article", row.id, NOW).id == draft.id
        with pytest.raises(NotHere):
            drafts.renew(session, staff["township_a"], "article", row.id, NOW)


def test_taken_down_it_is_out_at_once(store: Store, staff: People, write: Write) -> None:
    number = write()
    published(store, staff, number)
    with store.writing() as session:
        publishing.take_down(session, staff["writer"], "article", session.get_one(Edition, number).row_id, NOW)
    assert TYPED["title"] not in finds(store)


def test_a_fault_in_the_middle_of_publishing_leaves_nothing(store: Store, staff: People, write: Write) -> None:
    number = write()
    submit(store, staff, number)
    for broken, mended in (
        ("ALTER TABLE search_term RENAME TO away", "ALTER TABLE away RENAME TO search_term"),
        ("ALTER TABLE passage RENAME TO away", "ALTER TABLE away RENAME TO passage"),
    ):
        with store.engine.begin() as connection:
            connection.execute(text(broken))
        with pytest.raises(DBAPIError):
            sign(store, staff, number, "township_a")
        with store.engine.begin() as connection:
            connection.execute(text(mended))
        with store.reading() as session:
            edition = session.get_one(Edition, number)
            assert (edition.state, edition.published_at) == (REVIEW, None)
            row = piece_of(session, edition)
            assert row.status == "draft" and not session.scalars(select(Signature)).all()
            assert not session.scalars(select(AuditEntry).where(AuditEntry.action == "发布")).all()
    assert sign(store, staff, number, "township_a").state == PUBLISHED


def test_what_is_set_for_an_hour_is_published_then_and_no_sooner(store: Store, staff: People, write: Write) -> None:
    number = write(at=NOW + timedelta(hours=2))
    submit(store, staff, number)
    assert sign(store, staff, number, "township_a").state == drafts.READY
    with store.writing() as session:
        assert publishing.publish_due(session, NOW + timedelta(minutes=119)) == 0
    assert TYPED["title"] not in finds(store)
    with store.writing() as session:
        assert publishing.publish_due(session, NOW + timedelta(hours=2)) == 1
        row = session.scalars(select(Article).where(Article.title == TYPED["title"])).one()
        assert (row.status, row.reviewer, row.reviewed_on) == ("published", "township_a", TODAY)
        assert publishing.publish_due(session, NOW + timedelta(hours=3)) == 0


def test_what_may_not_be_published_when_its_hour_comes_goes_back(store: Store, staff: People, write: Write) -> None:
    number = write(at=NOW + timedelta(days=9), valid_to="2026-12-04")
    submit(store, staff, number)
    sign(store, staff, number, "township_a")
    with store.writing() as session:
        publishing.publish_due(session, NOW + timedelta(days=20))
    with store.reading() as session:
        edition = session.get_one(Edition, number)
        assert edition.state == DRAFT and "有效期" in review.remarks(session, edition)[0].text


def test_of_two_who_save_the_second_sees_the_first(store: Store, staff: People, write: Write) -> None:
    number = write()
    with store.writing() as session:
        said = session.get_one(Edition, number).fields
        drafts.save(session, staff["writer"], number, 1, said | {"title": "甲改的"}, None, NOW)
    with pytest.raises(drafts.Overtaken) as overtaken, store.writing() as session:
        drafts.save(session, staff["township_a"], number, 1, said | {"title": "乙改的"}, None, NOW)
    assert overtaken.value.edition.fields["title"] == "甲改的"
    with store.reading() as session:
        assert session.get_one(Edition, number).fields["title"] == "甲改的"
        assert catalogue.current(session).home_region


@pytest.mark.parametrize("body", ["别处的新话。", "每亩用甲胺磷100毫升喷雾。"])
def test_what_staff_wrote_on_is_not_overwritten_by_night(store: Store, staff: People, write: Write, body: str) -> None:
    number = write()
    published(store, staff, number)
    said = TYPED | {"crops": [], "problems": [], "reviewer": "", "reviewed_on": None, "date": TODAY, "body": body}
    with store.writing() as session:
        by_night = Terms(NOW, TODAY, by_night=True)
        assert articles.write(session, [("1", said)], by_night, None).changed == 0
        row = session.scalars(select(Article).where(Article.title == TYPED["title"])).one()
        assert (row.body, row.status) == (BODY, "published")


def test_of_two_who_write_the_same_at_once_one_does(store: Store, write: Write) -> None:
    def began(_: int) -> bool:
        try:
            write()
        except Refused:
            return False
        return True

    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(began, range(2))) == [False, True]


def test_a_draft_that_was_put_away_does_not_come_back_over_what_is_published(
    store: Store, staff: People, write: Write
) -> None:
    number = write()
    published(store, staff, number)
    with store.writing() as session:
        row_id = session.get_one(Edition, number).row_id
        away = drafts.renew(session, staff["writer"], fields.ARTICLE, row_id, NOW)
        said = {**away.fields, "body": "写坏了的。"}
        drafts.save(session, staff["writer"], away.id, away.revision, said, None, NOW)
        drafts.drop(session, staff["writer"], away.id, NOW)
    with store.writing() as session:
        again = drafts.renew(session, staff["writer"], fields.ARTICLE, row_id, NOW)
        assert again.fields["body"] == BODY
