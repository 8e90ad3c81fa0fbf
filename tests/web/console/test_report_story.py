"""A report from the farmer's phone over two members of staff back to the phone, in a real browser."""

from bot.conversation import Conversation, Parts
from knowledge.db import Store
from knowledge.staff import accounts
from tests.conftest import Farmer
from tests.web.console.conftest import NOW, PASSWORD
from tests.web.console.site import chromium, entered, served


def test_a_report_is_made_answered_reviewed_and_told(sqlite_parts: Parts, staffed: Store) -> None:
    with staffed.writing() as session:
        accounts.add(session, None, "county_2", "county", "430725000000", PASSWORD, NOW)
    farmer = Farmer(Conversation(sqlite_parts), "oReporter")
    assert "漆河镇" in farmer.says("漆河镇群英村路灯坏了没人修")
    number = farmer.says("1").partition("编号")[2][:11]
    with served(sqlite_parts) as address, chromium() as browser:
        writer, reviewer = entered(browser, address, "township_a", narrow=True), entered(browser, address, "county_2")
        writer.goto(f"{address}/console/reports")
        assert number in writer.inner_text("main") and writer.evaluate("document.documentElement.scrollWidth") <= 360
        writer.click("h2 a:has-text('路灯坏了没人修')")
        assert writer.evaluate("document.documentElement.scrollWidth") <= 360
        writer.fill("[name=text]", "零件到了，11月26日修好。")
        writer.click("button:has-text('交审核')")
        assert "答复等审核" in writer.inner_text("main")
        assert "零件到了" not in farmer.says("你好")
        reviewer.goto(f"{address}/console/")
        reviewer.click("a:has-text('件诉求的答复等审核')")
        reviewer.click("h2 a:has-text('路灯坏了没人修')")
        reviewer.click("button:has-text('同意，发出去')")
        assert "1 人会收到" in reviewer.inner_text("main")
        reviewer.goto(f"{address}/console/reports/table")
        reviewer.click("td[data-label=已答复] a")
        assert number in reviewer.inner_text("main")
    said = farmer.says("你好")
    assert said.count("零件到了") == 1 and number in said and "漆河镇人民政府" in said
    assert "零件到了" not in farmer.says("你好")
    assert "已答复" in farmer.says(number)
