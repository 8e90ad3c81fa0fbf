"""The pages of bans and of what readers say against a post."""

from sqlalchemy import select

from knowledge.db import Store
from knowledge.models.job import Job
from knowledge.models.moderated import BannedPhone
from knowledge.models.person import Person
from knowledge.moderation.accused import accuse
from tests.moderation.rows import PHONE, job
from tests.web.console.conftest import NOW, TOWNSHIP_A, TOWNSHIP_B, Entry

EVIL = "<script>alert(1)</script>"


def test_a_phone_is_banned_on_a_post_s_page_and_the_county_lifts_it(staffed: Store, enter: Entry) -> None:
    number, public = job(staffed, TOWNSHIP_A), job(staffed, TOWNSHIP_B, "approved")
    browser, path = enter("township_a"), f"/console/posts/job/{number}"
    refused = browser.send(f"{path}/ban", {"reason": ""}, path)
    assert "请写上理由" in refused
    assert "下架 1 条" in browser.send(f"{path}/ban", {"reason": f"收押金{EVIL}"}, path)
    assert "已经封号" in browser.send(f"{path}/decide", {"verdict": "approve", "reason": "好"}, path)
    assert "电话已封号（尾号 1234" in browser.see(path)
    county = enter("county")
    page = county.see("/console/bans")
    assert "尾号 1234" in page and PHONE not in page and EVIL not in page and "&lt;script&gt;" in page
    with staffed.reading() as session:
        ban = session.scalars(select(BannedPhone.id)).one()
        assert session.get_one(Job, public).status == "rejected"
    assert "请写上理由" in county.send(f"/console/bans/{ban}/lift", {"reason": ""}, "/console/bans")
    assert "已解除封号" in county.send(f"/console/bans/{ban}/lift", {"reason": "认错了"}, "/console/bans")
    assert "没有封号的电话" in county.see("/console/bans")


def test_what_readers_say_stands_on_the_post_s_page_as_text(staffed: Store, enter: Entry) -> None:
    number = job(staffed, TOWNSHIP_A, "approved")
    with staffed.writing() as session:
        for name in ("a", "b"):
            person = Person(channel="test", id_hash=name, id_cipher=b"", first_seen=NOW)
            session.add(person)
            session.flush()
            accuse(session, "job", number, person.id, f"骗人的{EVIL}" if name == "a" else "", NOW)
    browser, path = enter("township_a"), f"/console/posts/job/{number}"
    assert "两人举报" in browser.see("/console/posts")
    page = browser.see(path)
    assert "农户举报它" in page and "没写理由" in page and EVIL not in page and "&lt;script&gt;" in page
    assert "现在就能查到" in browser.send(f"{path}/decide", {"verdict": "approve", "reason": "去看过"}, path)
    assert "（已处理）" in browser.see(path)
