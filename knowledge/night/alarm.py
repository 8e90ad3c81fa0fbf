"""Telling named people what cannot wait: each cause once, and never in the way of what tells it."""

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlsplit

from sqlalchemy import delete, select

from knowledge.clock import Clock
from knowledge.db import Store
from knowledge.fetch import Gate, NotFetched
from knowledge.fetch.post import post_json
from knowledge.models.alarm import Alarm, AlarmSent
from knowledge.sources.base import Source

log = logging.getLogger(__name__)
ROBOT, TEXT = "robot", "text"
FORMS = (ROBOT, TEXT)
_LONGEST_NAME, _LONGEST = 30, 300
_ROBOTS = {"qyapi.weixin.qq.com", "oapi.dingtalk.com", "api.dingtalk.com"}


class WrongAlarm(ValueError):
    """Nobody can be told this way; the message says in Chinese why."""


class NotTaken(Exception):
    """The receiver answered and did not take the message; the message has its words."""


@dataclass(frozen=True)
class Bell:
    """What tells people; `gate` says where to it may speak."""

    store: Store
    clock: Clock
    gate: Gate = field(default_factory=Gate)

    def ring(self, source: Source, night: date, reason: str) -> None:
        """Tells everybody who has not been told of this source and night; a failure is logged and no more."""
        named = f"{night.month}月{night.day}日抓取，「{source.title}」（{source.name}）"
        self.tell(source.name, night, f"【田讯】{named}没有发布：{reason[:_LONGEST]}")

    def tell(self, cause: str, night: date, text: str) -> bool:
        """Tells everybody who has not been told of the cause and day; whether nobody is left. A failure is logged."""
        try:
            waiting = self._untold(cause, night)
        except Exception:
            log.exception("alarm: who is to be told of %s is not known", cause)
            return False
        # Each of them, also where one could not be told.
        told = [self._tell(alarm, cause, night, text) for alarm in waiting]
        return all(told)

    def send(self, alarm: Alarm, text: str) -> None:
        """Sends one text; raises NotFetched or NotTaken."""
        _check_taken(post_json(self.gate, alarm.webhook, _shaped(alarm.form, text)))

    def _untold(self, cause: str, night: date) -> Sequence[Alarm]:
        told = select(AlarmSent.alarm_id).where(AlarmSent.source == cause, AlarmSent.night == night)
        with self.store.reading() as session:
            return session.scalars(select(Alarm).where(Alarm.id.not_in(told)).order_by(Alarm.id)).all()

    def _tell(self, alarm: Alarm, cause: str, night: date, text: str) -> bool:
        try:
            self.send(alarm, text)
            with self.store.writing(changes_answers=False) as session:
                session.add(AlarmSent(alarm_id=alarm.id, source=cause, night=night))
            return True
        except (NotFetched, NotTaken) as fault:
            log.error("alarm: %s was not told of %s: %s", alarm.name, cause, fault)
        except Exception as fault:
            # Its words might hold the address, which is a key.
            log.error("alarm: %s was not told of %s: %s", alarm.name, cause, type(fault).__name__)
        return False


def add(store: Store, clock: Clock, name: str, webhook: str, form: str = "") -> Alarm:
    """Keeps whom to tell, in the place of one of the same name; raises WrongAlarm."""
    if not name.strip() or len(name) > _LONGEST_NAME:
        raise WrongAlarm(f"名字应是 1 到 {_LONGEST_NAME} 个字")
    try:
        host = Gate().site(webhook).host
    except NotFetched:
        raise WrongAlarm("webhook 应是完整的网址，以 https:// 开头，不带端口") from None
    with store.writing(changes_answers=False) as session:
        alarm = session.scalars(select(Alarm).where(Alarm.name == name)).first() or Alarm(name=name)
        alarm.webhook, alarm.form, alarm.added_at = webhook, form or form_of(host), clock.now()
        session.add(alarm)
    return alarm


def form_of(host: str) -> str:
    """What a webhook of this host takes, unless it is told."""
    return ROBOT if host in _ROBOTS else TEXT


def remove(store: Store, name: str) -> bool:
    """Tells somebody no more; False where there is nobody of this name."""
    with store.writing(changes_answers=False) as session:
        return bool(session.execute(delete(Alarm).where(Alarm.name == name)).rowcount)  # type: ignore[attr-defined]


def listed(store: Store) -> list[tuple[str, str]]:
    """Who is told and at which host, without the rest of the address."""
    with store.reading() as session:
        rows = session.scalars(select(Alarm).order_by(Alarm.id)).all()
        return [(row.name, urlsplit(row.webhook).hostname or "") for row in rows]


def _shaped(form: str, text: str) -> str:
    said = {"msgtype": "text", "text": {"content": text}} if form == ROBOT else {"text": text}
    return json.dumps(said, ensure_ascii=False)


def _check_taken(body: bytes) -> None:
    """Robots answer 200 to what they refuse, with a code that is not 0."""
    try:
        said = json.loads(body)
    except ValueError:
        return
    if isinstance(said, dict) and said.get("errcode"):
        raise NotTaken(f"{said['errcode']} {str(said.get('errmsg', ''))[:100]}")
