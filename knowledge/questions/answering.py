"""What staff do with a group: answer it, so that everyone who asked is told once; hand it on; set it aside."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import func, insert, or_, select
from sqlalchemy.orm import Session

from knowledge import articles_told, catalogue, clock, guard
from knowledge.clock import Clock
from knowledge.db import Store
from knowledge.models.article import Article, one_published
from knowledge.models.decision import Decision
from knowledge.models.outbox import Owed
from knowledge.models.question import ANSWERED, DISMISSED, OPEN, Asker, OpenQuestion
from knowledge.models.staff import Staff
from knowledge.refusal import Refused
from knowledge.staff import audit
from knowledge.staff.access import Actor
from knowledge.text import storable

KIND = "open_question"
SUBJECT = "待答问题"
# What goes before each answer on the phone.
BEFORE = "【您之前问的】"
INVITES = "（管不管用，请回复「有用」或「没用」）"
# With the question before it, it still is one message on the phone (2,047 bytes).
MOST_BYTES = 1700
_LONGEST_REASON = 200


def answer(store: Store, question_id: int, text: str, clock: Clock) -> int:
    """Answers a group from the command line; returns how many people are told. Raises Refused."""
    with store.writing(changes_answers=False) as session:
        return answer_with_text(session, None, question_id, text, clock.now())


def answer_with_text(session: Session, actor: Actor | None, question_id: int, text: str, now: datetime) -> int:
    """Answers a group and owes the answer to each person in it, whatever his words; returns how many people.

    Raises Refused for an unknown or closed group, and for an answer that is empty, longer than a message, or
    recommends a banned pesticide.
    """
    said = checked(session, text, clock.local(now).date())
    return _settle(session, actor, question_id, said, now)


def answer_with_article(session: Session, question_id: int, article_id: int, actor: Actor | None, now: datetime) -> int:
    """Answers a group by a published article, as the bot words it, with its source; returns how many people.

    Raises Refused for an unknown or closed group, an article that is not published, or one that may not be told.
    """
    today = clock.local(now).date()
    article = one_published(session, article_id, today)
    if article is None:
        raise Refused("这篇文章还没有发布，不能用来答复。")
    group = access_open(session, question_id)
    said = article_as_told(session, article, group.text, today)
    _refuse_banned(session, said, today)
    group.article_id = article.id
    session.flush()
    return _settle(session, actor, question_id, said, now, article=article.id)


def article_as_told(session: Session, article: Article, asked: str, today: date) -> str:
    """An article as an answer that one message holds."""
    return articles_told.told(session, article, asked, today, MOST_BYTES)


def begin_article(session: Session, actor: Actor, question_id: int, article_id: int, now: datetime) -> None:
    """Notes that an article is being written for a group: once it is published, it answers it. Raises Refused."""
    group = access_open(session, question_id)
    group.article_id = article_id
    audit.append(session, actor, "写文章来答", SUBJECT, group.id, now, article=article_id)


def answer_waiting(session: Session, article_id: int, actor: Actor | None, now: datetime) -> int:
    """Answers the open groups that an article was written for, now that it is published; returns how many people."""
    # The group may have become part of another while the article was written.
    root = func.coalesce(OpenQuestion.merged_into, OpenQuestion.id)
    waiting = select(root).distinct().where(OpenQuestion.article_id == article_id, OpenQuestion.state == OPEN)
    numbers = session.scalars(waiting).all()
    return sum(answer_with_article(session, number, article_id, actor, now) for number in numbers)


def checked(session: Session, text: str, today: date) -> str:
    """The answer as it goes out; raises Refused for one that may not."""
    said = storable(text).replace("\r\n", "\n").strip()
    if not said:
        raise Refused("答复是空的，没有发出。")
    size = len(said.encode())
    if size > MOST_BYTES:
        raise Refused(f"答复太长：一条微信装不下，约多 {-(-(size - MOST_BYTES) // 3)} 字。请缩短，或写成文章。")
    _refuse_banned(session, said, today)
    return said


def dismiss(session: Session, actor: Actor | None, question_id: int, reason: str, now: datetime) -> None:
    """Sets a group aside unanswered, with the reason; raises Refused for a closed group or no reason."""
    why = storable(reason).strip()
    if not why or len(why) > _LONGEST_REASON:
        raise Refused(f"请写不答的原因，最多 {_LONGEST_REASON} 字。")
    group = access_open(session, question_id)
    for part in parts_of(session, group):
        part.state, part.answered_at, part.answered_by = DISMISSED, now, actor.id if actor else None
    session.add(
        Decision(
            kind=KIND,
            row_id=group.id,
            verdict=DISMISSED,
            reason=why,
            staff_id=actor.id if actor else None,
            staff_name=actor.name if actor else "命令行",
            decided_at=now,
        )
    )
    audit.append(session, actor, "不答", SUBJECT, group.id, now, 原因=why)


def assign(session: Session, actor: Actor | None, question_id: int, name: str, now: datetime) -> None:
    """Hands a group to a member of staff by name; an empty name takes it back. Raises Refused."""
    group = access_open(session, question_id)
    wanted = name.strip()
    found = session.scalars(select(Staff).where(Staff.name == wanted, Staff.is_active)).one_or_none()
    if wanted and found is None:
        raise Refused(f"没有叫「{wanted}」的在用人员。")
    group.assigned_to = found.id if found else None
    audit.append(session, actor, "转交" if found else "收回转交", SUBJECT, group.id, now, 交给=wanted)


def access_open(session: Session, question_id: int) -> OpenQuestion:
    """The whole group, locked until the end of the transaction; raises Refused where it is not open."""
    number = session.scalar(select(OpenQuestion.merged_into).where(OpenQuestion.id == question_id)) or question_id
    statement = select(OpenQuestion).where(OpenQuestion.id == number).execution_options(populate_existing=True)
    group = session.scalars(statement.with_for_update()).one_or_none()
    if group is None or group.state != OPEN or group.merged_into is not None:
        raise Refused(f"没有编号 {question_id} 的待答问题：可能已经有人答了。")
    return group


def parts_of(session: Session, group: OpenQuestion) -> Sequence[OpenQuestion]:
    """The group and those merged into it, oldest first, locked like it."""
    statement = select(OpenQuestion).where(or_(OpenQuestion.id == group.id, OpenQuestion.merged_into == group.id))
    return session.scalars(statement.order_by(OpenQuestion.id).with_for_update()).all()


def _settle(session: Session, actor: Actor | None, question_id: int, said: str, now: datetime, **detail: object) -> int:
    group = access_open(session, question_id)
    parts = parts_of(session, group)
    for part in parts:
        part.state, part.answered_at, part.answered_by = ANSWERED, now, actor.id if actor else None
        part.answer = said
    session.flush()
    owed = [
        {
            "account_id": group.account_id,
            "person_id": person_id,
            "cause": cause_of(group.id),
            "text": as_told(asked, said),
            "created_at": now,
            "result": "",
        }
        for person_id, asked in _own_words(session, parts).items()
    ]
    if owed:
        session.execute(insert(Owed), owed)
    audit.append(session, actor, "答复", SUBJECT, group.id, now, 人数=len(owed), 答复=said, **detail)
    return len(owed)


def _own_words(session: Session, parts: Sequence[OpenQuestion]) -> dict[int, str]:
    """Each person who asked, with the first wording that was his own: another's may hold what is not for him."""
    texts = {part.id: part.text for part in parts}
    statement = (
        select(Asker.person_id, Asker.question_id)
        .where(Asker.question_id.in_(texts), Asker.person_id.is_not(None))
        .order_by(Asker.inbound_id)
    )
    words: dict[int, str] = {}
    for person_id, part in session.execute(statement):
        words.setdefault(int(person_id or 0), texts[part])
    return words


def as_told(asked: str, said: str) -> str:
    """An answer as the farmer reads it, with what he asked."""
    return f"问：{asked[:60]}\n答：{said}\n{INVITES}"


def decision_on(session: Session, question_id: int) -> Decision | None:
    """Why a group was set aside; None where it was not."""
    statement = select(Decision).where(Decision.kind == KIND, Decision.row_id == question_id)
    return session.scalars(statement.order_by(Decision.id.desc()).limit(1)).one_or_none()


def cause_of(question_id: int | str) -> str:
    """What makes the answer to a group unique for each person."""
    return f"answer:{question_id}"


def _refuse_banned(session: Session, said: str, today: date) -> None:
    banned = guard.recommended(said, catalogue.current(session), today)
    if banned:
        raise Refused(f"答复里推荐了禁用农药，没有发出：{guard.described(banned[0].ruling)}")
