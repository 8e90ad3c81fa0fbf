"""Review: steps as data, each signed by another member of staff, never by who wrote; the last signature publishes."""

from collections import defaultdict
from datetime import date, datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from knowledge.clock import local
from knowledge.editions import likeness, publishing
from knowledge.editions.access import SUBJECT, access_edition, writers
from knowledge.editions.drafts import READY
from knowledge.editions.steps import Step, steps
from knowledge.models.base import DEFAULT_ACCOUNT
from knowledge.models.edition import DRAFT, REVIEW, Edition, Remark, Signature
from knowledge.models.region import significant
from knowledge.refusal import Refused
from knowledge.staff import access, audit
from knowledge.staff.access import Actor
from knowledge.text import storable

_ONLY_COUNTY = "这一篇是全县的，只有县里别的人能签；县里还只有您一个帐号的，请技术员再添加一个。"
MOST_WAITING, MOST_CHARACTERS = 200, 1000


def submit(session: Session, actor: Actor, number: int, now: datetime) -> Edition:
    """Sends a draft to review; raises Unfit for what could not be published anyway."""
    edition = access_edition(session, actor, number, locks=True)
    if edition.state != DRAFT:
        raise Refused("这一版已经送审了。")
    publishing.refuse_unfit(session, edition.kind, edition.fields, _last_hour(edition, now))
    likeness.refuse_same(session, edition.kind, edition.fields, edition.row_id)
    edition.state, edition.revision = REVIEW, edition.revision + 1
    audit.append(session, actor, "送审", SUBJECT, edition.id, now, title=edition.fields["title"])
    return edition


def sign(session: Session, actor: Actor, number: int, revision: int, now: datetime) -> Edition:
    """Signs the next step of what the actor has seen; the last one publishes it, or sets it waiting for its hour.

    Raises Refused for who may not sign it, and where it is no longer what he saw.
    """
    edition = access_edition(session, actor, number, locks=True)
    if edition.revision != revision:
        raise Refused("您打开以后这一版变过了，请看过现在的再签。")
    if reason := why_not(session, actor, edition):
        raise Refused(reason)
    step = next_steps(session, [edition])[edition.id]
    session.add(
        Signature(
            edition_id=edition.id, position=step.position, step_name=step.name,
            staff_id=actor.id, staff_name=actor.name, signed_at=now,
        )
    )  # fmt: skip
    edition.revision += 1
    session.flush()
    audit.append(session, actor, f"签字：{step.name}", SUBJECT, edition.id, now, title=edition.fields["title"])
    if step == steps(session)[-1]:
        _finish(session, edition, actor, now)
    return edition


def send_back(session: Session, actor: Actor, number: int, reason: str, now: datetime) -> Edition:
    """Returns the edition to its writer with a reason; who may sign may return."""
    edition = access_edition(session, actor, number, locks=True)
    if not reason.strip():
        raise Refused("退回要写明原因。")
    if fault := why_not(session, actor, edition):
        raise Refused(fault)
    _as_draft(session, edition)
    _remarked(session, actor, edition, reason, now, returns=True)
    audit.append(session, actor, "退回", SUBJECT, edition.id, now, reason=storable(reason).strip())
    return edition


def withdraw(session: Session, actor: Actor, number: int, now: datetime) -> Edition:
    """A writer takes his edition back out of review, also while it waits for its hour."""
    edition = access_edition(session, actor, number, locks=True)
    if not may_withdraw(session, actor, edition):
        raise Refused("在审的才能撤回，而且只有写的人和县里能撤；审的人请用「退回」。")
    _as_draft(session, edition)
    audit.append(session, actor, "撤回送审", SUBJECT, edition.id, now, title=edition.fields["title"])
    return edition


def may_withdraw(session: Session, actor: Actor, edition: Edition) -> bool:
    """Whether the edition is under review, and the actor wrote in it or is of the county."""
    is_his = actor.is_county or actor.id in writers(session, [edition])[edition.id]
    return is_his and edition.state in (REVIEW, READY)


def remark(session: Session, actor: Actor, number: int, text: str, now: datetime) -> None:
    """Says something of an edition, for everybody who sees it."""
    edition = access_edition(session, actor, number)
    if not text.strip():
        raise Refused("意见是空的。")
    _remarked(session, actor, edition, text, now, returns=False)
    audit.append(session, actor, "写意见", SUBJECT, edition.id, now)


def why_not(session: Session, actor: Actor, edition: Edition) -> str:
    """Why the actor may not sign the edition's next step; empty when he may."""
    if edition.state != REVIEW:
        return "这一版没有在等签字。"
    step = next_steps(session, [edition])[edition.id]
    signed = signatures(session, [edition])[edition.id]
    return _why_not(actor, edition, step, {each.staff_id for each in signed}, writers(session, [edition])[edition.id])


def waiting_for(session: Session, actor: Actor) -> list[tuple[Edition, Step]]:
    """The editions that the actor may sign now, longest waiting first, with the step."""
    in_review = (Edition.account_id == DEFAULT_ACCOUNT, Edition.state == REVIEW)
    statement = select(Edition).where(*in_review, actor.where(Edition.region_code))
    found = list(session.scalars(statement.order_by(Edition.changed_at, Edition.id).limit(MOST_WAITING)))
    wanted, signed, wrote = next_steps(session, found), signatures(session, found), writers(session, found)
    return [
        (edition, wanted[edition.id])
        for edition in found
        if not _why_not(
            actor, edition, wanted[edition.id], {each.staff_id for each in signed[edition.id]}, wrote[edition.id]
        )
    ]


def returned_to(session: Session, actor: Actor) -> list[tuple[Edition, Remark]]:
    """The drafts that the actor wrote in and that came back to him, newest first, each with the last reason."""
    statement = select(Edition, Remark).join(Remark, Remark.edition_id == Edition.id).order_by(Remark.id)
    mine = (Edition.account_id == DEFAULT_ACCOUNT, Edition.state == DRAFT, actor.where(Edition.region_code))
    latest = {edition.id: (edition, said) for edition, said in session.execute(statement.where(*mine, Remark.returns))}
    wrote = writers(session, [edition for edition, _ in latest.values()])
    return [pair for number, pair in reversed(latest.items()) if actor.id in wrote[number]]


def signatures(session: Session, editions: list[Edition]) -> dict[int, list[Signature]]:
    """The signatures under each edition, by its number, in order."""
    found: dict[int, list[Signature]] = defaultdict(list)
    numbers = [edition.id for edition in editions]
    for each in session.scalars(
        select(Signature).where(Signature.edition_id.in_(numbers)).order_by(Signature.position)
    ):
        found[each.edition_id].append(each)
    return found


def next_steps(session: Session, editions: list[Edition]) -> dict[int, Step]:
    """The step that each edition waits for; the last one again where all are signed."""
    wanted, signed = steps(session), signatures(session, editions)
    return {
        edition.id: next(
            (step for step in wanted if step.position not in {each.position for each in signed[edition.id]}), wanted[-1]
        )
        for edition in editions
    }


def remarks(session: Session, edition: Edition) -> list[Remark]:
    """What was said of the edition, oldest first."""
    return list(session.scalars(select(Remark).where(Remark.edition_id == edition.id).order_by(Remark.id)))


def _why_not(actor: Actor, edition: Edition, step: Step, signed: set[int | None], wrote: set[int]) -> str:
    if actor.id in wrote:
        return "自己写的不能自己审，要请别人签。" + (_ONLY_COUNTY if len(significant(edition.region_code)) < 9 else "")
    if actor.id in signed:
        return "您已经签过一步了，下一步要请别人签。"
    if not actor.is_at_least(step.role) or not actor.covers(edition.region_code):
        return f"「{step.name}」要{access.ROLE_NAMES[step.role]}级或以上的人签。"
    return ""


def _finish(session: Session, edition: Edition, actor: Actor, now: datetime) -> None:
    if edition.publish_at is not None and edition.publish_at > now:
        edition.state = READY
        return
    publishing.publish(session, edition, actor, now)


def _last_hour(edition: Edition, now: datetime) -> date:
    """The day on which it is to be published."""
    return local(max(now, edition.publish_at or now)).date()


def _as_draft(session: Session, edition: Edition) -> None:
    session.execute(delete(Signature).where(Signature.edition_id == edition.id))
    edition.state, edition.revision = DRAFT, edition.revision + 1


def _remarked(session: Session, actor: Actor, edition: Edition, text: str, now: datetime, *, returns: bool) -> None:
    said = storable(text).strip()[:MOST_CHARACTERS]
    session.add(
        Remark(edition_id=edition.id, staff_id=actor.id, staff_name=actor.name, text=said, returns=returns, said_at=now)
    )
