"""Prices that wait, as staff see and decide them: each those of the markets in his divisions."""

from collections.abc import Callable, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from knowledge.desk import deciding
from knowledge.imports.gist import UNKNOWN
from knowledge.imports.held import REJECTED
from knowledge.imports.report import ImportRefused, Report
from knowledge.imports.terms import Terms
from knowledge.models.price import HeldQuote
from knowledge.models.staff import TOWNSHIP
from knowledge.night import names, waiting
from knowledge.refusal import Refused
from knowledge.staff.access import Actor, NotHere, require

A_PAGE = 50
_KIND = "held_quote"


def gists(session: Session, actor: Actor) -> list[tuple[str, int]]:
    """What waits, by what is wrong with it, most first; what was rejected stands last."""
    statement = select(HeldQuote.gist, func.count()).where(actor.where(HeldQuote.region_code)).group_by(HeldQuote.gist)
    found = [(row[0], row[1]) for row in session.execute(statement)]
    return sorted(found, key=lambda each: (each[0] == REJECTED, -each[1], each[0]))


def page(session: Session, actor: Actor, gist: str, before: int | None) -> list[HeldQuote]:
    """The newest rows of one fault, or those just older than number `before`."""
    statement = select(HeldQuote).where(HeldQuote.gist == gist, actor.where(HeldQuote.region_code))
    older = statement.where(HeldQuote.id < before) if before else statement
    return list(session.scalars(older.order_by(HeldQuote.id.desc()).limit(A_PAGE)))


def access_held(session: Session, actor: Actor, ids: Sequence[int], *, to_decide: bool = False) -> list[HeldQuote]:
    """Rows of these numbers, nobody else's to decide meanwhile; raises NotHere where one is not there or not his."""
    require(actor, TOWNSHIP)
    statement = select(HeldQuote).where(HeldQuote.id.in_(ids)).order_by(HeldQuote.id)
    found = {one.id: one for one in session.scalars(statement.with_for_update() if to_decide else statement)}
    if not ids or set(found) != set(ids) or not all(actor.covers(one.region_code) for one in found.values()):
        raise NotHere
    return [found[number] for number in dict.fromkeys(ids)]


def release(session: Session, actor: Actor, ids: Sequence[int], reason: str, terms: Terms) -> Report:
    """Publishes rows of one fault as they are; raises NotHere and Refused."""
    rows = _of_one_fault(session, actor, ids)
    known = names.known(session, new_markets=False)
    for one in rows:
        _decide(session, actor, one, deciding.RELEASED, reason, terms)
        if one.gist == UNKNOWN and (missing := known.unknown(one.fields)):
            raise Refused(f"{missing}：先说明这个名称是什么，等的价格会自己走。")
    return _published(lambda: waiting.let_in(session, [one.id for one in rows], terms))


def mend(
    session: Session, actor: Actor, number: int, figures: tuple[str, str, str], reason: str, terms: Terms
) -> Report:
    """Publishes a row with the right low, average and high instead of its own; raises NotHere and Refused."""
    (one,) = access_held(session, actor, [number], to_decide=True)
    low, average, high = figures
    _decide(session, actor, one, deciding.MENDED, reason, terms, 改成=f"{low or '-'}～{high or '-'} 均{average}")
    known = names.known(session, new_markets=False)
    if missing := known.unknown(one.fields) if one.gist == UNKNOWN else "":
        raise Refused(f"{missing}：先说明这个名称是什么。")
    return _published(lambda: waiting.mend(session, one, low, average, high, terms))


def reject(session: Session, actor: Actor, ids: Sequence[int], reason: str, terms: Terms) -> int:
    """Keeps rows of one fault from ever being published by the night; returns how many. Raises NotHere and Refused."""
    rows = _of_one_fault(session, actor, ids)
    for one in rows:
        _decide(session, actor, one, deciding.REJECTED, reason, terms)
    waiting.reject(rows)
    return len(rows)


def in_words(fields: dict[str, str]) -> str:
    """A row in one line, as its source wrote it."""
    kind = " ".join(filter(None, (fields["commodity"], fields["variety"], fields["grade"])))
    range_ = f"（{fields['low'] or '-'}～{fields['high'] or '-'}）" if fields["low"] or fields["high"] else ""
    return f"{fields['date']} {fields['market']} {kind} {fields['average']} {fields['unit']}{range_}"


def _of_one_fault(session: Session, actor: Actor, ids: Sequence[int]) -> list[HeldQuote]:
    if not ids:
        raise Refused("一行也没有选，请先在前面打勾。")
    rows = access_held(session, actor, ids, to_decide=True)
    if len({one.gist for one in rows}) > 1:
        raise Refused("一次只能处理同一种原因的，请分开做。")
    return rows


def _decide(
    session: Session, actor: Actor, one: HeldQuote, verdict: str, reason: str, terms: Terms, **more: str
) -> None:
    detail = {"内容": in_words(one.fields), "原因": one.reason, "来源": one.fields["source"], **more}
    deciding.decided(session, actor, _KIND, one.id, verdict, reason, terms.now, **detail)


def _published(write: Callable[[], Report]) -> Report:
    """What came of it; raises Refused where a figure cannot be one whatever staff believe."""
    try:
        report = write()
    except ImportRefused as fault:
        raise deciding.mendable(fault) from None
    if report.held:
        raise Refused(f"{report.held_rows[0]}：这样的数不能发布，请改正或者驳回。")
    return report
