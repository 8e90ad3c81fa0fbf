"""Staff say what a name in a source means; what waited for it flows."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge import aliases, catalogue, units
from knowledge.imports.names import Names
from knowledge.imports.report import Report
from knowledge.imports.terms import Terms
from knowledge.models.source import UnknownName
from knowledge.night import names, waiting
from knowledge.refusal import Refused


def unknown(session: Session) -> Sequence[UnknownName]:
    """The names on the list, oldest first."""
    return session.scalars(select(UnknownName).where(UnknownName.means.is_(None)).order_by(UnknownName.id)).all()


def means(session: Session, kind: str, written: str, meant: str, terms: Terms) -> Report:
    """The name means what is known by another; returns what came of the rows that waited. Raises Refused."""
    listed = _listed(session, kind, written)
    if kind == names.UNIT:
        try:
            units.price_unit(meant)
        except units.UnknownUnit as fault:
            raise Refused(str(fault)) from None
    else:
        aliases.add(session, names.IN_WORDS[kind], meant, written)
    return _settled(session, listed, meant, terms)


def is_new(session: Session, kind: str, written: str, terms: Terms) -> Report:
    """The name is a commodity or market of its own; returns what came of the rows that waited. Raises Refused."""
    listed = _listed(session, kind, written)
    if kind == names.UNIT:
        raise Refused("单位不能新建，只能说它是哪一个已有的单位。")
    created = Names(session, Report())
    if kind == names.COMMODITY:
        created.commodity(written)
    else:
        created.market(written, listed.example["region"])
    return _settled(session, listed, written, terms)


def _listed(session: Session, kind: str, written: str) -> UnknownName:
    found = session.scalars(select(UnknownName).where(UnknownName.kind == kind, UnknownName.written == written)).first()
    if found is None or found.means is not None:
        raise Refused(f"「{written}」不在不认识的{names.IN_WORDS[kind]}里，可能别人已经处理了。")
    return found


def _settled(session: Session, listed: UnknownName, meant: str, terms: Terms) -> Report:
    listed.means = meant
    session.flush()
    catalogue.touch(session)
    session.flush()
    return waiting.flow(session, listed.kind, listed.written, terms)
