"""What farmers say of answers: 「有用」 and 「没用」; a useless answer to an open question opens it again, once."""

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy.orm import Session

from knowledge.db import Line
from knowledge.models.article import Article
from knowledge.models.base import DEFAULT_ACCOUNT, Base
from knowledge.models.decision import Verdict
from knowledge.models.inbound import Inbound, ReplyBasis
from knowledge.models.outbox import Owed
from knowledge.models.question import OPEN, OpenQuestion
from knowledge.prepared import Prepared
from knowledge.questions.answering import KIND, cause_of
from knowledge.questions.asking import GROUP, Asked, join, keep, opened
from knowledge.text import normalise

ARTICLE = "article"
# The intent of words on a useless article, which nobody has read yet.
USELESS = "useless"
HEARD_WITHIN = timedelta(minutes=30)

_verdict = Base.metadata.tables[Verdict.__tablename__]
_AGAIN = Prepared(
    update(_verdict)
    .where(
        _verdict.c.person_id == bindparam("person"), _verdict.c.kind == bindparam("of"),
        _verdict.c.row_id == bindparam("row"),
    )
    .values(is_useful=bindparam("useful"), said_at=bindparam("now", type_=_verdict.c.said_at.type))
    .returning(_verdict.c.id)
)  # fmt: skip
_FIRST = Prepared(insert(_verdict), ("account_id", "person_id", "kind", "row_id", "is_useful", "said_at"))


@dataclass(frozen=True)
class Told:
    """What a person was answered with last: a row of `kind`, and the question or title that it goes by."""

    kind: str
    row_id: int
    about: str
    intent: str = ""
    subject: str = ""
    # Whether its answer was once useless already: it is not opened a third time.
    is_second: bool = False


@dataclass(frozen=True)
class Judged:
    """What a person says of it, with his words."""

    told: Told
    is_useful: bool
    words: str = ""

    @property
    def opens(self) -> bool:
        """Whether staff get something to look at."""
        if self.is_useful:
            return False
        return bool(self.words) if self.told.kind == ARTICLE or self.told.is_second else True


def last_told(session: Session, person_id: int, now: datetime) -> Told | None:
    """What the person was told in the last 30 minutes that can be of use; the newest, None for nothing."""
    since = now - HEARD_WITHIN
    # One whose arrival WeChat did not confirm may have been read all the same.
    at = func.coalesce(Owed.delivered_at, Owed.attempted_at, type_=Owed.delivered_at.type)
    owed = (
        select(Owed.cause, at)
        .where(Owed.person_id == person_id, Owed.cause.startswith(cause_of("")), at >= since)
        .order_by(at.desc(), Owed.id.desc())
        .limit(1)
    )
    shown = (
        select(Article.id, Article.title, Inbound.replied_at)
        .join(ReplyBasis, (ReplyBasis.row_id == Article.id) & (ReplyBasis.kind == ARTICLE))
        .join(Inbound, Inbound.id == ReplyBasis.inbound_id)
        .where(Inbound.person_id == person_id, Inbound.replied_at >= since)
        .order_by(Inbound.id.desc())
        .limit(1)
    )
    answer, article = session.execute(owed).first(), session.execute(shown).first()
    if answer and (article is None or answer[1] >= (article[2] or since)):
        one = session.get_one(OpenQuestion, int(answer[0].removeprefix(cause_of(""))))
        return Told(KIND, one.id, one.text, one.intent, one.subject, _is_second(session, one))
    return Told(ARTICLE, article[0], article[1]) if article else None


def _is_second(session: Session, group: OpenQuestion) -> bool:
    """Whether the question has been opened again before, and that is settled or this one."""
    again = select(OpenQuestion.id).where(OpenQuestion.reopens == group.id, OpenQuestion.state != OPEN).limit(1)
    return group.reopens is not None or session.scalar(again) is not None


def judge(line: Line, inbound_id: int, person_id: int, judged: Judged, now: datetime) -> None:
    """Keeps what a person says of an answer; the last word counts. Part of the message's own transaction."""
    told = judged.told
    row = {"person": person_id, "of": told.kind, "row": told.row_id, "useful": judged.is_useful, "now": now}
    if _AGAIN.run(line, row) is None:
        first = {
            "account_id": DEFAULT_ACCOUNT, "person_id": person_id, "kind": told.kind, "row_id": told.row_id,
            "is_useful": judged.is_useful, "said_at": now,
        }  # fmt: skip
        with suppress(line.refusal), line.attempt():
            _FIRST.run(line, first)
    if not judged.opens:
        return
    words = f"{told.about[:60]}（说没用{'：' if judged.words else ''}{judged.words}）"
    if told.kind == ARTICLE or told.is_second:
        keep(line, inbound_id, person_id, Asked(USELESS, words), now)
    else:
        _reopen(line, inbound_id, person_id, told, words, now)


def _reopen(line: Line, inbound_id: int, person_id: int, told: Told, words: str, now: datetime) -> None:
    """Opens the question again, once: others who find the answer useless join in, with their own words."""
    key, asked = f"reopened:{told.row_id}", Asked(told.intent, words, told.subject)
    before = GROUP.run(line, {"wanted": key})
    if before is None:
        part, _ = opened(line, key, asked, now, reopens=told.row_id)
        join(line, part, part, inbound_id, person_id, now)
    elif before[1] == OPEN:
        root = before[2] or before[0]
        digest = hashlib.sha256(normalise(words).text.encode()).hexdigest()
        part, _ = opened(line, f"{key}:{digest}", asked, now, merged_into=root)
        join(line, part, root, inbound_id, person_id, now)
