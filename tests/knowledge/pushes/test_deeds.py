"""What people set and end by message: their own alone, no more than there may be, gone with the person."""

from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.conversation import Conversation, Parts
from knowledge import deeds, erasure
from knowledge.alerts import kept
from knowledge.db import Store
from knowledge.deeds import Deed, Doer
from knowledge.models.commodity import Commodity
from knowledge.models.person import Person
from knowledge.models.price_alert import ENDED, PriceAlert
from knowledge.models.push import Consent, PushTry
from knowledge.models.subscription import Subscription
from tests.bot.pushing import openid, owe, person, says
from tests.conftest import NOW, Farmer
from tests.knowledge.alerts.quoting import alert, quoted
from tests.knowledge.alerts.quoting import person as somebody


def done(store: Store, who: int | None, kind: str, **fields: str) -> None:
    """The deed as this person's message causes it."""
    with store.writing() as session:
        deeds.do(session, [Deed.of(kind, fields)], Doer(0, who, NOW))


def live(store: Store) -> int:
    with store.reading() as session:
        return session.scalar(select(func.count()).where(PriceAlert.state != ENDED)) or 0


def test_nobody_ends_what_is_another_s(store: Store, tmp_path: Path) -> None:
    quoted(store, tmp_path, "1.2")
    mine, other = somebody(store, "oMine"), somebody(store, "oOther")
    number = alert(store, other)
    done(store, other, "subscription", subject="jobs", hour="7")
    with store.reading() as session:
        ordered = session.scalars(select(Subscription.id)).one()
    for fields in ({"alerts": str(number)}, {"subscriptions": str(ordered)}, {"all": "1"}):
        done(store, mine, "ending", **fields)
    assert live(store) == 1
    with store.reading() as session:
        assert session.scalars(select(Subscription.ended_at)).one() is None


def test_twenty_alerts_are_the_most(farmer: Farmer, sqlite_store: Store) -> None:
    with sqlite_store.reading() as session:
        goods = session.scalars(select(Commodity.name).where(Commodity.category == "蔬菜", ~Commodity.weak)).all()
    answers = [farmer.says(f"{name}涨到90块告诉我") for name in goods if name not in ("蔬菜", "辣椒")][:40]
    assert live(sqlite_store) == kept.MOST
    assert any("最多这么多" in answer for answer in answers)


def test_a_twenty_first_alert_that_comes_at_the_same_moment_is_not_kept(store: Store) -> None:
    who = somebody(store)
    with store.reading() as session:
        goods = session.scalars(select(Commodity.id).order_by(Commodity.id).limit(kept.MOST + 1)).all()
    for number in goods:
        fields = {"direction": "below", "threshold": "160", "bound": "160", "unit": "元/斤", "words": "低于8毛叫我"}
        done(store, who, "price_alert", commodity=str(number), **fields)
    assert live(store) == kept.MOST


def test_what_is_caused_by_nobody_changes_nothing(store: Store) -> None:
    done(store, None, "subscription", subject="jobs", hour="7")
    done(store, None, "price_alert", commodity="1")
    done(store, None, "ending", all="1")
    done(store, None, "consent", said="accept", template="T")
    with store.reading() as session:
        assert not any(session.scalar(select(func.count()).select_from(t)) for t in (Subscription, PriceAlert, Consent))


def test_who_is_forgotten_leaves_no_alert_subscription_try_or_consent(parts: Parts, tmp_path: Path) -> None:
    says(parts, "每天发我白菜价")
    says(parts, "白菜低于7毛叫我")
    owe(parts, 1, kind="alert")
    who = person(parts.store)
    done(parts.store, who, "consent", said="accept", template="T" * 43)
    with parts.store.writing() as session:
        session.add(PushTry(person_id=who, outbox_id=1, way="service", tried_at=NOW))
    hashed = parts.vault.hashed("person", "wechat", openid())
    erasure.erase(parts.store, hashed, str, NOW)
    with parts.store.reading() as session:
        for table in (Person, Subscription, PriceAlert, PushTry, Consent):
            assert not session.scalar(select(func.count()).select_from(table)), table


def test_two_alerts_in_one_message_are_two(parts: Parts) -> None:
    reply = Farmer(Conversation(parts)).says("白菜涨到两块叫我，萝卜跌到两毛叫我")
    assert reply.count("记下了") == 2 and live(parts.store) == 2


def test_the_same_message_again_sets_one_alert_with_one_reply(parts: Parts) -> None:
    talk = Farmer(Conversation(parts))
    message = talk.message("白菜涨到两块叫我")
    first, again = (talk.conversation.reply_to(message) for _ in range(2))
    assert first is not None and again is not None and first.text == again.text and live(parts.store) == 1


@pytest.mark.parametrize("kind", ["alert", "digest"])
def test_an_unknown_kind_of_deed_is_a_fault(store: Store, kind: str) -> None:
    with pytest.raises(KeyError):
        done(store, 1, kind)
