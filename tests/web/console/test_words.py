"""The console's page of words of the same meaning."""

from sqlalchemy import select

from knowledge.db import Store
from knowledge.models.audit import AuditEntry
from tests.web.console.conftest import Entry

PAGE = "/console/words"


def test_a_word_is_added_shown_refused_twice_and_taken_out(staffed: Store, enter: Entry) -> None:
    browser = enter("county")
    fields = {"known": "腹泻", "word": "打标枪"}
    assert "从下一条消息起就算数" in browser.send(f"{PAGE}/add", fields, PAGE)
    shown = browser.see(f"{PAGE}?wanted=打标枪")
    assert "打标枪<small" in shown and "自己加的" in shown and "屙稀" in shown
    again = browser.send(f"{PAGE}/add", fields, PAGE)
    assert "不用再加" in again and 'value="打标枪"' in again
    assert "不再当「腹泻」" in browser.send(f"{PAGE}/remove", fields, PAGE)
    assert "没有查到" in browser.see(f"{PAGE}?wanted=打标枪")
    with staffed.reading() as session:
        deeds = session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert [deed for deed in deeds if "同义词" in deed] == ["加同义词", "删同义词"]


def test_the_list_goes_on_where_the_page_ends(enter: Entry) -> None:
    browser = enter("county")
    assert "后面的" in browser.see(PAGE) and "没有查到" in browser.see(f"{PAGE}?after=100000")
    assert browser.client.get(f"{PAGE}?after={10**30}").status_code == 200
    assert browser.client.get(f"{PAGE}?after=-3").status_code == 200


def test_what_is_typed_is_only_ever_text(enter: Entry) -> None:
    refused = enter("county").send(f"{PAGE}/add", {"known": "<b>腹泻", "word": '"><script>'}, PAGE)
    assert "<script>" not in refused and "<b>腹泻" not in refused and "不能当同义词" in refused
