"""A worker killed in the middle of a job: the job is found again, and its effect happens once."""

import pytest

from tests.bot.installation import Installation, openid, until
from tests.bot.wechat_stand_in import HANG, StandIn

SEND = "/cgi-bin/message/custom/send"
LATE, LATER, UNKNOWN, ANSWER = "柑橘黄龙病怎么办", "水稻纹枯病怎么防治", "榴莲苗怎么嫁接", "县里不种榴莲。"
# A late answer is computed, and never gets stored.
_ENDLESS = (
    "CREATE VIEW endless AS WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT n FROM c",
    "CREATE TRIGGER stuck BEFORE UPDATE OF state ON inbound WHEN NEW.state = 'done'"
    " BEGIN SELECT count(*) FROM endless; END",
)
_FREE = ("DROP TRIGGER stuck", "DROP VIEW endless")


def ask_late(installation: Installation, text: str, number: int) -> None:
    """A message that cannot be decided now is left to the worker."""
    installation.sql("ALTER TABLE search_term RENAME TO away")
    assert installation.push(text, number) == ""
    installation.sql("ALTER TABLE away RENAME TO search_term")


@pytest.mark.timeout(300)
def test_a_late_answer_is_repeated_and_sent_once(on_either: Installation, real_platform: StandIn) -> None:
    on_either.start_web()
    ask_late(on_either, LATE, 2)
    on_either.sql(*_ENDLESS)
    killed = on_either.start_worker()
    until(lambda: ("pending", 1) in on_either.inbound(), "the worker's first try")
    on_either.kill(killed)
    assert not real_platform.sent
    on_either.sql(*_FREE)
    on_either.start_worker()
    until(lambda: real_platform.sent, "the late answer")
    ask_late(on_either, LATER, 3)
    until(lambda: len(real_platform.sent) > 1, "the next late answer")
    assert [who for who, _ in real_platform.sent] == [openid(2), openid(3)]
    right = on_either.push(LATE, 2)
    assert right == on_either.push(LATE, 1) and right.split("\n")[0] in real_platform.sent[0][1]
    assert on_either.inbound() == [("done", 2), ("done", 1), ("done", 0)]


@pytest.mark.timeout(300)
def test_a_text_under_way_is_not_sent_again_and_holds_up_nobody(
    on_either: Installation, real_platform: StandIn
) -> None:
    on_either.start_web()
    for number in (1, 2):
        assert on_either.push(UNKNOWN, number)
    on_either.staff_answers(ANSWER)
    real_platform.faults[SEND] = [HANG]
    killed = on_either.start_worker()
    until(lambda: real_platform.sent, "the first text's sending")
    on_either.kill(killed)
    real_platform.patience.set()
    on_either.start_worker()
    until(lambda: len(real_platform.sent) > 1, "the second text's sending")
    ask_late(on_either, LATER, 3)
    until(lambda: len(real_platform.sent) > 2, "what came afterwards")
    assert [who for who, _ in real_platform.sent] == [openid(1), openid(2), openid(3)]
