"""What staff and farmers live through, in a real browser: from the writing to the answer."""

from bot.conversation import Conversation, Parts
from knowledge.db import Store
from knowledge.questions import grouping
from knowledge.staff import accounts
from tests.conftest import Farmer
from tests.web.console.conftest import NOW, PASSWORD
from tests.web.console.site import chromium, entered, served

BODY = "魔芋软腐病先从叶柄基部烂起，有臭味。\n\n## 怎么办\n病株连土挖走，窝里撒生石灰，开沟排水，不串灌。"
WORDINGS = (
    "火龙果树流胶还掉皮咋搞",
    "火龙果树干流胶掉皮怎么办",
    "火龙果流胶、掉皮，怎么搞",
    "火龙果树流胶掉皮如何办",
    "火龙果流胶还掉皮么子办",
)


def test_an_article_is_written_signed_by_another_and_answers_a_farmer(sqlite_parts: Parts, staffed: Store) -> None:
    with staffed.writing() as session:
        accounts.add(session, None, "county_2", "county", "430725000000", PASSWORD, NOW)
    with served(sqlite_parts) as address, chromium() as browser:
        writer, reviewer = entered(browser, address, "county", narrow=True), entered(browser, address, "county_2")
        writer.goto(f"{address}/console/pieces/new/article")
        typed = {"title": "魔芋软腐病怎么防", "category": "病虫害", "crops": "魔芋", "source": "县植保站", "body": BODY}
        for name, text in typed.items():
            writer.fill(f"[name={name}]", text)
        # The preview follows what is typed, as the phone will show it.
        writer.wait_for_selector("#preview .bubble:has-text('撒生石灰')")
        assert writer.evaluate("document.documentElement.scrollWidth") <= 360
        writer.click("button:has-text('保存草稿')")
        edition = writer.url
        writer.click("button:has-text('送审')")
        reviewer.goto(f"{address}/console/")
        reviewer.click("a:has-text('篇等我签字')")
        reviewer.click("h2 a:has-text('魔芋软腐病怎么防')")
        assert reviewer.url == edition
        reviewer.click("button:has-text('签字')")
        assert "已经发布" in reviewer.inner_text("main")
        farmer = browser.new_context(viewport={"width": 360, "height": 740}).new_page()
        farmer.goto(f"{address}/phone?say=魔芋软腐病怎么办")
        farmer.wait_for_selector(".bubble:has-text('撒生石灰')")
        said = farmer.inner_text("body")
        assert "县植保站" in said and "county_2审核" in said


def test_five_who_ask_the_same_in_other_words_are_told_once_each(sqlite_parts: Parts, staffed: Store) -> None:
    talk = Conversation(sqlite_parts)
    farmers = [Farmer(talk, f"oFarmer{number}") for number in range(len(WORDINGS))]
    for farmer, words in zip(farmers, WORDINGS, strict=True):
        farmer.says(words)
    grouping.merge_new(sqlite_parts.store)
    with served(sqlite_parts) as address, chromium() as browser:
        staff = entered(browser, address, "county", narrow=True)
        staff.click("a:has-text('问题没人答')")
        assert "5 人问" in staff.inner_text("main")
        staff.click("h2 a, h3 a, .card a >> nth=0")
        staff.fill("[name=text]", "先削掉烂皮，晾干，开沟排水。")
        staff.click("button:has-text('发给 5 人')")
        assert "已答复" in staff.inner_text("main")
    for farmer in farmers:
        assert farmer.says("你好").count("开沟排水") == 1
        assert "开沟排水" not in farmer.says("你好")
