"""A visitor who follows every link: no number of a person anywhere, nothing heavy, nothing broken, nothing run."""

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from knowledge import catalogue
from knowledge.db import Store
from knowledge.imports import articles as article_files
from knowledge.imports import notices as notice_files
from knowledge.models.article import Article
from knowledge.models.contact import Contact
from knowledge.models.job import Job
from knowledge.models.notice import Notice
from knowledge.models.trade import TradePost
from knowledge.posts import hidden

PHONES = ("13900001234", "一三八零零零零五六七八", "１３７ ０００１ ０００２", "0736-6612345")
PLANTED = {number for phone in PHONES for number in hidden.numbers(phone)}
MOST_BYTES = 50_000
# What one person alone would see, or what is another room's.
_NOT_FOLLOWED = re.compile(r"/(?:choose|phone|public-static|console)")
_LINK = re.compile(
    r'(?:href|src|content)="((?:https?://127\.0\.0\.1:8000)?/[^"]*)"|<loc>([^<]+)</loc>|<id>([^<]+)</id>'
)
# Every place and every goods without a price looks like the next.
MOST_OF_EACH = 12


@pytest.fixture
def planted(sqlite_store: Store) -> Store:
    """Numbers in every field that anybody can write."""
    with sqlite_store.writing() as session:
        told = "，".join(PHONES)
        session.execute(
            update(Job).values(phone=PHONES[0], contact=f"老王{PHONES[1]}", description=told, title=f"摘茶{told}")
        )
        session.execute(update(Job).values(place=f"漆河镇{PHONES[2]}", source=told))
        session.execute(update(Job).where(Job.id == 1).values(employer=told))
        session.execute(
            update(TradePost).values(phone=PHONES[3], place=f"漆河镇{told}", quantity=told, unit="", price_unit="")
        )
        session.execute(update(TradePost).where(TradePost.id < 3).values(contact=told))
        for notice in session.scalars(select(Notice).limit(40)):
            notice.body, notice.publisher = f"问张某{PHONES[0]}", notice.publisher + PHONES[0]
            notice_files.publish(session, notice)
        for article in session.scalars(select(Article).limit(40)):
            article.body, article.source = (
                f"问李某{PHONES[0]}。\n\n## 怎么办{PHONES[0]}\n\n打{PHONES[0]}",
                f"第{article.id}篇，问{PHONES[0]}",
            )
            article_files.publish(session, article, catalogue.current(session))
        session.execute(update(Contact).where(Contact.key == "fire").values(phone=PHONES[0], purpose=f"找{PHONES[0]}"))
        session.add(
            Notice(
                title=f"通知{PHONES[0]}",
                body="",
                publisher="县",
                category="其他",
                date=session.scalars(select(Notice.date)).first(),
            )
        )
    return sqlite_store


def links(page: str) -> Iterator[str]:
    for found in _LINK.findall(page):
        target = urlsplit(unescape(next(filter(None, found))))
        yield target.path + (f"?{target.query}" if target.query else "")


def crawled(client: FlaskClient) -> dict[str, tuple[int, str, int]]:
    """Status, text and packed weight by address, for everything that `/` and the robots' files lead to."""
    seen: dict[str, tuple[int, str, int]] = {}
    waiting = ["/", "/robots.txt", "/sitemap.xml", "/n.xml", "/s?q=摘茶", "/s?q=白菜", "/s?q=张某", "/nowhere"]
    counts: dict[str, int] = {}
    while waiting:
        path = waiting.pop(0)
        shape = re.sub(r"[\w%.-]*\d[\w%.-]*", "#", path)
        if path in seen or _NOT_FOLLOWED.match(path) or counts.get(shape, 0) >= MOST_OF_EACH:
            continue
        counts[shape] = counts.get(shape, 0) + 1
        answer = client.get(path)
        text = answer.text if not (answer.mimetype or "").startswith("image/png") else ""
        packed = client.get(path, headers={"Accept-Encoding": "gzip"})
        seen[path] = (answer.status_code, text, len(packed.data))
        waiting += [urljoin(path, link) for link in links(text)]
    return seen


def test_no_page_shows_a_number_is_heavy_or_broken(client: FlaskClient, planted: Store) -> None:
    seen = crawled(client)
    kinds = {path.split("?")[0].strip("/").split("/")[0] for path in seen}
    assert {"", "j", "g", "a", "n", "v", "s", "c", "ask", "tel", "sitemap", "n.xml"} <= kinds and len(seen) > 120
    shown = {path: numbers for path, (_, text, _) in seen.items() if (numbers := told(text))}
    assert not shown
    assert not {path: weight for path, (_, _, weight) in seen.items() if weight > MOST_BYTES}
    assert {path for path, (status, _, _) in seen.items() if status not in (200, 301)} == {"/nowhere"}
    assert not any(
        "http" in part and "127.0.0.1" not in part
        for _, text, _ in seen.values()
        for part in re.findall(r'(?:src|href)="([^"]+)"', text)
    )


def told(text: str) -> set[str]:
    """The planted numbers in what a page says, its links' addresses included."""
    plain = unescape(re.sub(r"<[^>]*>", "\n", text)) + "\n" + "\n".join(re.findall(r'="([^"]*)"', text))
    return PLANTED & {number for line in plain.split("\n") for number in hidden.numbers(line)}


@pytest.mark.parametrize(
    "path", ["/nowhere", "/a/999999", "/n/999999", "/v/999", "/j/zzzzzzzzzz", "/g/zzzzzzzzzz", f"/a/{2**70}"]
)
def test_what_is_not_there_says_so_with_a_way_back(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404 and "没有" in answer.text and 'href="/' in answer.text


def test_no_page_needs_a_script(client: FlaskClient, planted: Store) -> None:
    for path, (_, text, _) in crawled(client).items():
        assert not re.search(r"<script(?![^>]* src=)|\son\w+=|javascript:|style=", text), path
