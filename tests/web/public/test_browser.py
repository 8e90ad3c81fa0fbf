"""Jobs, goods, reading and asking in a real browser: without scripts and pictures, for all eyes, and never run."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import JSON, String, cast, select, update

from bot.conversation import Parts
from knowledge import catalogue
from knowledge.imports import articles as article_files
from knowledge.imports import notices as notice_files
from knowledge.models import load_all
from knowledge.models.article import Article
from knowledge.models.base import Base
from knowledge.models.notice import Notice
from tests.web.console.site import chromium, served
from tests.web.public.rows import PHONE, goods, job, samples_gone
from tests.web.public.test_phone_screen import faults

PAYLOADS = (
    "<script>window.__ran=1</script>", "<img src=x onerror=window.__ran=1>", "<svg onload=window.__ran=1>",
    "\"'><body onload=window.__ran=1>", "{{7*7}}{%raw%}", "<a href=javascript:window.__ran=1>看</a>",
    "<math><mtext><style><img src=x onerror=window.__ran=1></style></mtext></math>", "&lt;script&gt;window.__ran=1&lt;/script&gt;",
    "</title><script>window.__ran=1</script>", "' autofocus onfocus=window.__ran=1 x='", "javascript:window.__ran=1",
    "<iframe srcdoc='<script>parent.__ran=1</script>'></iframe>", "]]><script>window.__ran=1</script>", "\u202e<base href=//x.example>",
)  # fmt: skip
COLUMNS = {
    "article": ("title", "body", "source", "category", "reviewer"),
    "notice": ("title", "body", "publisher", "document_no", "category"),
    "job": ("title", "employer", "place", "contact", "phone", "description", "source", "wage_unit"),
    "trade_post": ("place", "contact", "phone", "quantity", "unit", "price", "price_unit"),
    "contact": ("name", "phone", "purpose"),
    "region": ("name",),
}


@pytest.fixture
def address(sqlite_parts: Parts) -> Iterator[str]:
    with served(sqlite_parts) as found:
        yield found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


def bare_page(browser: Browser) -> Page:
    """A cheap phone that runs no script and loads no picture."""
    page = browser.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=False).new_page()
    page.route("**/*", lambda route: route.abort() if route.request.resource_type == "image" else route.continue_())
    return page


def test_a_number_is_had_without_script_and_pictures(address: str, sqlite_parts: Parts, browser: Browser) -> None:
    samples_gone(sqlite_parts.store)
    job(sqlite_parts.store, title="摘橘子")
    page = bare_page(browser)
    page.goto(f"{address}/j")
    page.fill("input[name=q]", "摘橘子")
    page.click("form.search button")
    page.click("text=摘橘子 >> nth=-1")
    assert PHONE not in page.content() and "139****1234" in page.content()
    page.click("text=看电话")
    assert PHONE not in page.content()
    page.click("text=看这个电话")
    assert page.locator(f"a[href='tel:{PHONE}']").count() == 1
    page.click("text=回到刚才那一条")
    assert PHONE not in page.content()


def test_a_question_is_answered_without_script_and_pictures(address: str, browser: Browser) -> None:
    page = bare_page(browser)
    page.goto(address)
    page.click("text=提问")
    for words in ("白菜多少钱", "那萝卜呢"):
        page.fill("#text", words)
        page.click("form.ask button")
    assert page.url == f"{address}/ask#last"
    assert ["【白菜】" in page.content(), "【萝卜】" in page.content()] == [True, True]


def test_large_letters_go_along_from_page_to_page(address: str, browser: Browser) -> None:
    page = bare_page(browser)
    page.goto(f"{address}/a/1")
    page.click("text=大字")
    assert page.url == f"{address}/a/1" and page.locator("html.large").count() == 1
    page.click("text=通知")
    assert page.locator("html.large").count() == 1


def test_reading_aloud_is_offered_where_the_browser_can(address: str, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(f"{address}/a/1")
    assert page.is_visible("text=读给我听")
    page.click("text=读给我听")
    assert page.is_visible("text=停下")
    without = bare_page(browser)
    without.goto(f"{address}/a/1")
    assert not without.is_visible("text=读给我听")


@pytest.mark.timeout(300)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_these_pages_are_fit_for_every_screen(address: str, sqlite_parts: Parts, browser: Browser, scheme: str) -> None:
    one, sold = job(sqlite_parts.store), goods(sqlite_parts.store)
    page = browser.new_context(color_scheme=scheme).new_page()  # type: ignore[arg-type]
    paths = ["/j", f"/j/{one}", f"/tel/j/{one}", "/g", f"/g/{sold}", "/a", "/a/1", "/n", "/n/1", "/v/430725105", "/v/430725105/qr", "/s?q=白菜", "/ask", "/j/over"]  # fmt: skip
    found = {}
    for path in paths:
        page.goto(address + path)
        for width in (320, 1366):
            page.set_viewport_size({"width": width, "height": 740})
            found[path, width] = faults(page)
    assert not {where: told for where, told in found.items() if told}


def poison(parts: Parts) -> None:
    """A payload in every text that comes from outside, and its words in the index."""
    load_all()
    with parts.store.writing() as session:
        for place, (name, columns) in enumerate(COLUMNS.items()):
            table = Base.metadata.tables[name]
            for at, column in enumerate(columns):
                assert isinstance(table.c[column].type, String) and not isinstance(table.c[column].type, JSON)
                for row in session.execute(select(table.primary_key.columns[0]).limit(60)).scalars().all():
                    hostile = PAYLOADS[(place + at + hash(row)) % len(PAYLOADS)]
                    changed = update(table).where(table.primary_key.columns[0] == row)
                    session.execute(changed.values({column: cast(table.c[column], String) + hostile}))
        for notice in session.scalars(select(Notice).limit(30)):
            notice_files.publish(session, notice)
        for article in session.scalars(select(Article).limit(30)):
            article_files.publish(session, article, catalogue.current(session))
        catalogue.touch(session)


@pytest.mark.timeout(300)
def test_hostile_words_in_any_field_are_only_words(address: str, sqlite_parts: Parts, browser: Browser) -> None:
    poison(sqlite_parts)
    page, ran = browser.new_page(), list[str]()
    page.on("dialog", lambda dialog: (ran.append(dialog.message), dialog.dismiss()))
    page.on("console", lambda said: ran.append(said.text) if "Content Security Policy" in said.text else None)
    waiting = [
        "/j",
        "/g",
        "/g?kind=demand",
        "/a",
        "/n",
        "/v",
        "/v/430725105",
        "/place",
        *(f"/{name}?q={'%s'}" for name in "sjga"),
    ]
    waiting = [
        each.replace("%s", re.sub(r"[#&%+]", "", payload))
        for each in waiting
        for payload in (PAYLOADS if "%s" in each else PAYLOADS[:1])
    ]
    seen = set[str]()
    while waiting and len(seen) < 140:
        where = waiting.pop(0)
        if where in seen:
            continue
        seen.add(where)
        page.goto(address + where)
        assert not page.evaluate("window.__ran"), where
        links = page.eval_on_selector_all("main a[href]", "all => all.map(one => one.getAttribute('href'))")
        assert not [link for link in links if not re.match(r"[/?#]|tel:", link)], where
        waiting += [link for link in links if re.match(r"/(?:[jgan]/|tel/)", link)]
    page.goto(f"{address}/ask")
    for payload in PAYLOADS[:4]:
        page.fill("#text", payload)
        page.click("form.ask button")
    assert not page.evaluate("window.__ran") and not ran and len(seen) > 80
