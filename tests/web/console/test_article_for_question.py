"""From a question that nobody could answer to an article that answers whoever asked."""

from bot.conversation import Conversation, Parts
from knowledge.db import Store
from knowledge.questions import open_groups
from knowledge.staff import accounts
from tests.conftest import Farmer
from tests.web.console.conftest import NOW, PASSWORD, Browser, Entry

ASKED = ("火龙果树流胶还掉皮咋搞", "火龙果树流胶掉皮怎么办")
BODY = "## 怎么办\n火龙果流胶掉皮，先看根和茎基，烂的削掉，晾干伤口，开沟排水，三天不浇水。"


def written(browser: Browser, number: int) -> str:
    """The path of the edition that an article for the question is begun with."""
    page = f"/console/pieces/new/article?question={number}"
    form = browser.see(page)
    assert "火龙果" in form.split('name="crops"')[1].split(">")[0]
    fields = {
        "title": "火龙果流胶掉皮怎么办", "category": "病虫害", "crops": "火龙果", "problems": "", "source": "县植保站",
        "region": "430725000000", "date": "2026-11-24", "body": BODY,
    }  # fmt: skip
    answer = browser.client.post(page, data={**fields, "csrf_token": browser.token(page)})
    assert answer.status_code == 302, browser.see(page)
    return str(answer.location)


def test_who_asked_is_told_when_the_article_is_published(enter: Entry, sqlite_parts: Parts, staffed: Store) -> None:
    talk = Conversation(sqlite_parts)
    first, second = Farmer(talk, "oFirst"), Farmer(talk, "oSecond")
    first.says(ASKED[0])
    second.says(ASKED[0])
    with staffed.reading() as session:
        number = next(row[0] for row in open_groups(session, 50) if "火龙果" in row[2])
    with staffed.writing() as session:
        accounts.add(session, None, "county_2", "county", "430725000000", PASSWORD, NOW)
    writer, reviewer = enter("county"), enter("county_2")
    edition = written(writer, number)
    assert "已经在写" in writer.see(f"/console/questions/{number}")
    writer.send(f"{edition}/submit", page=edition)
    assert "火龙果" not in first.says("你好")
    revision = reviewer.see(edition).split('name="revision" value="')[1].split('"')[0]
    assert "已经发布" in reviewer.send(f"{edition}/sign", {"revision": revision}, page=edition)
    for farmer in (first, second):
        told = farmer.says("你好")
        assert "开沟排水" in told and "县植保站" in told and "county_2审核" in told
        assert "开沟排水" not in farmer.says("你好")
    assert "开沟排水" in Farmer(talk, "oThird").says(ASKED[1])


def test_a_question_of_another_township_is_no_reason_to_write(
    enter: Entry, sqlite_parts: Parts, staffed: Store
) -> None:
    Farmer(Conversation(sqlite_parts)).says(ASKED[0])
    with staffed.reading() as session:
        number = next(row[0] for row in open_groups(session, 50) if "火龙果" in row[2])
    assert enter("township_b").client.get(f"/console/pieces/new/article?question={number}").status_code == 404
