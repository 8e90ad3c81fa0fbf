"""What staff see of alerts, subscriptions and what was sent."""

from io import BytesIO
from pathlib import Path

from openpyxl import load_workbook
from sqlalchemy import update

from bot.conversation import Parts
from knowledge.db import Store
from knowledge.models.outbox import LATE, Owed
from knowledge.models.person import Person
from knowledge.models.push import PushTry
from knowledge.statistics import pushed
from knowledge.statistics.pushed import Sent, Tries
from tests.bot.pushing import owe, person, says
from tests.conftest import NOW, TODAY
from tests.knowledge.alerts.quoting import alert, quoted
from tests.web.console.conftest import Entry


def lived_in(parts: Parts, tmp_path: Path) -> None:
    """A farmer with an alert and a subscription, to whom two texts were tried; and a test account with as much."""
    quoted(parts.store, tmp_path, "1.2")
    for number in range(2):
        says(parts, "每天发我白菜价", number)
        owe(parts, 3, number, kind="alert")
        who = person(parts.store, number)
        alert(parts.store, who)
        with parts.store.writing() as session:
            owed = [one.id for one in session.query(Owed).filter(Owed.person_id == who)]
            session.execute(update(Owed).where(Owed.id == owed[0]).values(delivered_at=NOW, result="sent"))
            session.execute(update(Owed).where(Owed.id == owed[1]).values(dropped_at=NOW, result=LATE))
            for result, errcode in (("sent", 0), ("closed", 45015)):
                tried = PushTry(person_id=who, outbox_id=owed[0], way="service", tried_at=NOW)
                tried.result, tried.errcode = result, errcode
                session.add(tried)
    with parts.store.writing() as session:
        session.execute(update(Person).where(Person.id == person(parts.store, 1)).values(is_test=True))


def test_pushes_are_counted_by_kind_and_refusal_without_test_accounts(parts: Parts, tmp_path: Path) -> None:
    lived_in(parts, tmp_path)
    with parts.store.reading() as session:
        found = pushed.of(session, TODAY, TODAY)
    assert (found.alerts, found.alert_people, found.subscriptions) == (1, 1, [("prices", 1)])
    assert found.sent == [Sent("价格提醒", 3, 1, 0, 1, 0)] and found.sent[0].waiting == 1
    assert found.tries == [
        Tries("客服消息", "发到了", 0, 1),
        Tries("客服消息", "超过 48 小时没说话", 45015, 1),
    ]


def test_the_page_and_its_file_show_them(enter: Entry, sqlite_parts: Parts, staffed: Store, tmp_path: Path) -> None:
    lived_in(sqlite_parts, tmp_path)
    browser = enter("county")
    page = browser.see("/console/figures")
    assert "现有 <b>1</b> 个价格提醒" in page and "价格 <b>1</b>" in page and "45015" in page
    file = load_workbook(BytesIO(browser.client.get("/console/figures.xlsx").data))
    assert [cell.value for cell in file["主动发的"][2]] == ["价格提醒", 3, 1, 0, 1, 0, 1]
    assert [cell.value for cell in file["发送结果"][3]] == ["客服消息", "超过 48 小时没说话", 45015, 1]
