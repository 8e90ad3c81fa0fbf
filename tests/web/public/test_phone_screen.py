"""The farmers' pages in a real browser: on small and large screens, light and dark, for all eyes and thumbs."""

import shutil
import threading
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Page, Request, sync_playwright
from werkzeug.serving import make_server

from knowledge.db import Store
from tests.conftest import free_port, missing
from tests.web.public.conftest import number_of
from web import api, public

WIDTHS = (320, 360, 430, 1366)
MOST_BYTES = 50_000
# Besides what a law asks for, what a thumb needs: WCAG 2.2's size of targets is off unless named.
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture
def address(sqlite_store: Store) -> Iterator[str]:
    app = Flask("webhook")
    app.register_blueprint(public.blueprint())
    app.register_blueprint(api.blueprint(a_minute=100_000))
    server = make_server("127.0.0.1", free_port(), app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = shutil.which("chromium")
    if path is None:
        missing("chromium")
    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield opened
        opened.close()


def paths(store: Store) -> list[str]:
    """An address of each kind of page."""
    return ["/", f"/c/{number_of(store, '白菜')}?days=365", "/place?q=漆河", "/a/1", "/reports", "/nothing", "/api/v1/"]


def faults(page: Page) -> list[str]:
    """What axe finds wrong with the page, and whether it must be moved sideways."""
    found = Axe().run(page, options=RULES).response["violations"]
    told = [f"{one['id']}: {node['html'][:90]}" for one in found for node in one["nodes"]]
    return [*told, *(["moves sideways"] if is_wide(page) else [])]


def is_wide(page: Page) -> bool:
    """Whether the page must be moved sideways to be read."""
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


@pytest.mark.timeout(300)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_is_fit_for_every_screen(address: str, sqlite_store: Store, browser: Browser, scheme: str) -> None:
    context = browser.new_context(color_scheme=scheme)  # type: ignore[arg-type]
    page, found = context.new_page(), {}
    for path in paths(sqlite_store):
        page.goto(address + path)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 740})
            found[path, width] = faults(page)
    context.close()
    assert not {where: told for where, told in found.items() if told}


def test_large_letters_fit_the_smallest_screen(address: str, sqlite_store: Store, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 740})
    page = context.new_page()
    page.goto(f"{address}/choose?size=large")
    for path in paths(sqlite_store):
        page.goto(address + path)
        assert not is_wide(page), path
    context.close()


def test_no_page_asks_elsewhere_nor_weighs_much(address: str, sqlite_store: Store, browser: Browser) -> None:
    for path in paths(sqlite_store):
        context = browser.new_context(viewport={"width": 360, "height": 740})
        page, asked = context.new_page(), list[Request]()
        page.on("requestfinished", lambda request, asked=asked: asked.append(request))
        page.goto(address + path, wait_until="networkidle")
        assert all(request.url.startswith(address) for request in asked)
        weight = sum(
            sum(request.sizes()[part] for part in ("responseBodySize", "responseHeadersSize")) for request in asked
        )
        assert 0 < weight <= MOST_BYTES, (path, weight)
        context.close()


def test_prices_are_found_without_scripts_and_pictures(address: str, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    context.route("**/*.png*", lambda route: route.abort())
    page = context.new_page()
    page.goto(address)
    page.fill("input[name=q]", "黄芽白")
    page.click("button:has-text('找')")
    page.click("a:has-text('白菜') >> nth=0")
    assert "元/斤" in page.inner_text("main") and page.locator("svg.curve polyline").count() >= 2
    page.click("a:has-text('一年')")
    page.click("a:has-text('大字')")
    assert page.url.endswith("days=365") and page.locator("html.large").count() == 1
    page.click("header a:has-text('▾')")
    page.click("a:has-text('漆河镇')")
    assert page.url.endswith("days=365") and "漆河镇" in page.inner_text("header")
    context.close()


def test_a_page_on_paper_is_without_what_only_a_screen_needs(address: str, browser: Browser) -> None:
    page = browser.new_page()
    page.emulate_media(media="print")
    page.goto(address)
    assert not page.locator("nav.menu").is_visible() and not page.locator("form.search").is_visible()
    assert page.locator("main .cells").first.is_visible()
    page.close()
