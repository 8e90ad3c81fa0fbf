"""A new store: what it holds, what it refuses, and that its samples never reach real farmers."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot import service
from bot.conversation import Conversation, Parts
from bot.message import Message
from knowledge import catalogue, db, migrate, search
from knowledge.clock import Clock
from knowledge.db import Store, open_store
from knowledge.imports.articles import recommends_banned
from knowledge.models.article import Article
from knowledge.models.job import Job
from knowledge.models.notice import Notice
from knowledge.models.price import Quote, Series
from knowledge.models.trade import TradePost
from knowledge.settings import Settings
from knowledge.starter import fill
from tests.conftest import HOME

SAMPLES = (Series, Job, TradePost, Notice)


@pytest.fixture
def empty(tmp_path: Path) -> Store:
    store = open_store(f"sqlite:///{tmp_path / 'new.sqlite'}")
    migrate.upgrade(store)
    return store


def rows(store: Store, table: type) -> int:
    with store.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_without_starter_a_store_has_catalogues_and_nothing_else(empty: Store, watch: Clock) -> None:
    fill.fill(empty, watch, HOME, starter=False, demo=True)
    assert [rows(empty, table) for table in (*SAMPLES, Article, Quote)] == [0] * 6
    with empty.reading() as session:
        names = catalogue.current(session)
    assert names.commodity("洋芋").name == "土豆"  # type: ignore[union-attr]
    assert names.places.find("桃源县/漆河镇")


def test_an_unknown_home_is_refused_and_nothing_is_filled(empty: Store, watch: Clock) -> None:
    with pytest.raises(ValueError, match="HOME_REGION"):
        fill.fill(empty, watch, "999999000000", starter=True, demo=True)
    assert not fill.is_filled(empty)


def test_filling_twice_changes_nothing(sqlite_store: Store, watch: Clock) -> None:
    before = rows(sqlite_store, Quote)
    fill.fill(sqlite_store, watch, HOME, starter=True, demo=True)
    assert rows(sqlite_store, Quote) == before


def test_samples_go_once_the_store_serves_real_farmers(
    sqlite_store: Store, watch: Clock, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(service, "_train", lambda *_: None)
    service.prepare(replace(Settings(), data_dir=tmp_path, wechat_token="token", wechat_secret="s" * 32))
    for table in SAMPLES:
        with db.current().reading() as session:
            assert not session.scalar(select(func.count()).where(table.is_demo)), table


def test_another_home_than_the_filled_one_is_said_to_have_no_effect(
    sqlite_store: Store, tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "_train", lambda *_: None)
    service.prepare(Settings(data_dir=tmp_path, home_region="430721000000"))
    assert "HOME_REGION=430721000000 has no effect" in caplog.text and HOME in caplog.text


def test_every_sample_says_that_it_is_one(sqlite_store: Store) -> None:
    with sqlite_store.reading() as session:
        assert set(session.scalars(select(Series.source).where(Series.is_demo))) == {"演示数据"}
        assert all("演示" in job.title + job.description + job.source for job in session.scalars(select(Job)))
        assert all("演示" in notice.title for notice in session.scalars(select(Notice).where(Notice.is_demo)))
        assert all("演示" in post.contact + post.place for post in session.scalars(select(TradePost)))


def test_laws_are_found_and_stay_when_the_samples_go(sqlite_store: Store) -> None:
    fill.remove_samples(sqlite_store)
    with sqlite_store.reading() as session:
        laws = session.scalars(select(Notice)).all()
        found = search.find(session, "农民工工资条例", kinds=("notice",))
        assert session.get_one(Notice, found[0].passage.row_id).document_no == "国务院令第724号"
    assert len(laws) >= 12
    for law in laws:
        assert not law.is_demo and "演示" not in law.title + law.body + law.publisher
        assert law.status == "published" and law.region_code is None


def test_a_farmer_who_asks_for_a_law_gets_it(sqlite_parts: Parts) -> None:
    for text in ("农民工工资条例", "国家对农民工工资有什么规定"):
        message = Message("test", "a", ("a", text), "text", text, sqlite_parts.clock.now())
        sent = Conversation(sqlite_parts).reply_to(message)
        assert sent and "国务院令第724号" in sent.text and "演示" not in sent.text


def test_starter_articles_are_honest_and_safe(sqlite_store: Store, watch: Clock) -> None:
    with sqlite_store.reading() as session:
        names = catalogue.current(session)
        articles = session.scalars(select(Article)).all()
    assert len(articles) >= 25
    for article in articles:
        assert "未经审核" in article.source and not article.reviewer
        unknown = [crop for crop in article.crops if names.commodity(crop) is None]
        unknown += [problem for problem in article.problems if problem not in names.problems]
        assert not unknown, article.title
        fields = {"title": article.title, "body": article.body, "crops": article.crops}
        assert not recommends_banned(fields, names, watch.today()), article.title


def test_the_catalogue_reads_a_name_one_way(sqlite_store: Store) -> None:
    with sqlite_store.reading() as session:
        names = catalogue.current(session)
    for name, number in names.commodity_ids.items():
        assert names.commodity(name).id == number  # type: ignore[union-attr]
