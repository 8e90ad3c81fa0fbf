"""A picture in the phone simulator follows its text, as on WeChat."""

from playwright.sync_api import expect

from bot.conversation import Parts
from tests.web.console.site import chromium, served


def test_the_curve_that_was_asked_for_is_seen(sqlite_parts: Parts) -> None:
    with served(sqlite_parts) as address, chromium() as browser:
        page = browser.new_context(viewport={"width": 360, "height": 740}).new_page()
        page.goto(f"{address}/phone?say=白菜走势图")
        expect(page.locator("img.picture")).to_have_js_property("naturalWidth", 680, timeout=60_000)
        assert "【白菜】" in page.inner_text("#chat") and page.locator("img.picture").count() == 1
