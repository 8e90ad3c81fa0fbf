"""An article's hour and its last day, by the installation's own clock."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from bot import jobs
from bot.conversation import Conversation, Parts
from knowledge import catalogue, clock
from knowledge.editions import drafts, fields, publishing
from knowledge.models.article import Article
from knowledge.models.edition import Edition
from knowledge.staff.access import Actor
from tests.conftest import NOW, Farmer, StandingClock
from web import public

COUNTY = Actor(0, "某", "county", "430725000000")
TITLE, ASKED = "魔芋白绢病怎么办", "魔芋白绢病怎么办"
TYPED = {
    "title": TITLE, "category": "病虫害", "crops": "魔芋", "problems": "白绢病", "region": COUNTY.region_code,
    "source": "测试", "date": "2026-11-20", "valid_to": "2026-11-24", "body": "## 怎么办\n\n拔掉病株，撒生石灰。",
}  # fmt: skip
# The last minute of November 24 in China, and the first of the 25th.
LAST, NEXT = datetime(2026, 11, 24, 15, 59, 59, tzinfo=UTC), datetime(2026, 11, 24, 16, 0, tzinfo=UTC)


def write(parts: Parts, at: datetime | None = None, **typed: str) -> int:
    with parts.store.writing() as session:
        said = fields.checked("article", TYPED | typed, COUNTY, catalogue.current(session))
        edition = drafts.begin(session, None, "article", said, at, NOW)  # type: ignore[arg-type]
        if at is None:
            publishing.publish(session, edition, None, NOW)
        else:
            edition.state = drafts.READY
        return edition.row_id


def service(parts: Parts) -> Any:
    return SimpleNamespace(conversation=SimpleNamespace(parts=parts))


@pytest.fixture
def at(sqlite_parts: Parts, monkeypatch: pytest.MonkeyPatch) -> Any:
    def set_to(moment: datetime) -> Parts:
        watch = StandingClock(moment=moment)
        monkeypatch.setattr(clock, "current", lambda: watch)
        return replace(sqlite_parts, clock=watch)

    return set_to


def test_on_its_last_day_it_answers_and_on_the_next_nowhere(at: Any) -> None:
    number = write(at(NOW))
    pages = Flask("webhook")
    pages.register_blueprint(public.blueprint())
    browser = pages.test_client()
    for moment, there in ((LAST, True), (NEXT, False)):
        farmer = Farmer(Conversation(at(moment)), f"o{there}")
        assert ("撒生石灰" in farmer.says(ASKED)) == there
        assert ("已过期" in browser.get(f"/a/{number}").get_data(as_text=True)) != there
    farmer = Farmer(Conversation(at(LAST)), "oOn")
    farmer.says(ASKED)
    farmer.conversation = Conversation(at(NEXT))
    assert "撒生石灰" not in farmer.says("怎么办")


def test_it_is_taken_out_of_the_index_on_the_next_day_once(at: Any) -> None:
    number, days = write(at(NOW)), set[date]()
    assert jobs.end_articles(service(at(LAST)), days) == 0
    assert jobs.end_articles(service(at(NEXT)), days) == 1
    parts = at(NEXT)
    with parts.store.reading() as session:
        assert session.get_one(Article, number).status == "archived"
        assert session.scalars(select(Edition.state).where(Edition.row_id == number)).all() == ["archived"]
    assert jobs.end_articles(service(parts), days) == 0


def test_the_worker_publishes_what_was_set_for_an_hour(at: Any) -> None:
    number = write(at(NOW), NOW + timedelta(hours=1), valid_to="")
    assert jobs.publish_due(service(at(NOW + timedelta(minutes=59)))) == 0
    assert "撒生石灰" not in Farmer(Conversation(at(NOW)), "oEarly").says(ASKED)
    parts = at(NOW + timedelta(hours=1))
    assert jobs.publish_due(service(parts)) == 1
    with parts.store.reading() as session:
        assert session.get_one(Article, number).status == "published"
    assert "撒生石灰" in Farmer(Conversation(parts), "oLate").says(ASKED)
