"""An article or a notice as the bot sends it: answers and the console's preview have the same words."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from actions import doubt, fit, passages, safety, wording
from actions.base import Question
from knowledge import articles_told, guard, search
from knowledge.catalogue import Catalogue
from knowledge.clock import local
from knowledge.models.article import Article
from knowledge.models.notice import Notice
from knowledge.models.passage import Part
from knowledge.text import normalise

# Text, and what 「更多」 brings.
Sent = tuple[str, str]


def article(
    written: Article,
    parts: Sequence[Part],
    shown: Part,
    today: date,
    station: str,
    *,
    ruled: str = "",
    before: str = "",
    unsaid: Sequence[str] = (),
) -> Sent:
    """The part `shown` with its source, then the article's other parts.

    `ruled` stands first of all, `before` before the title; `unsaid` are lines on what the part does not say.
    """
    others = [part for part in parts if part.position != shown.position]
    text = "\n".join(
        [
            *([ruled] if ruled else []),
            f"{before}{wording.titled(written.title)}{shown.heading}",
            *unsaid,
            shown.text,
            *articles_told.closing(written, shown.text, today, station),
            *(f"◆总的来说\n{part.text}" for part in others if not part.heading),
        ]
    )
    return text, "\n".join(f"◆{part.heading}\n{part.text}" for part in others if part.heading)


def notice(written: Notice, today: date, unsaid: Sequence[str] = ()) -> str:
    """The notice with who published it; one that is past its last day says so first."""
    ended = written.valid_to if written.valid_to is not None and written.valid_to < today else None
    signed = (written.publisher, written.document_no, wording.day(written.date, today))
    lines = [
        *([f"⚠ 已过期（有效到{wording.day(ended, today)}）"] if ended else []),
        wording.titled(written.title),
        *unsaid,
        written.body,
        "，".join(part for part in signed if part) + "，以原文为准",
    ]
    return "\n".join(lines)


def preview(
    written: Article | Notice, parts: Sequence[Part], asked: str, names: Catalogue, now: datetime, session: Session
) -> list[str]:
    """Every page that a farmer gets who asks this and picks the text by its title, one 「更多」 after another."""
    today = local(now).date()
    named = _named(asked, names)
    question = Question(asked, "", named, names.home_region, has_place=False, now=now, today=today, names=names)
    if isinstance(written, Notice):
        text, rest = notice(written, today), ""
    else:
        shown = passages.answering(search.scored(session, asked, parts), question)
        text, rest = article(
            written, parts, shown, today, articles_told.station(session),
            ruled=restricted(question), unsaid=doubt.unsaid(question, shown),
        )  # fmt: skip
    stopped = safety.stopped(f"{text}\n{rest}", names, today, session)
    return fit.sent(stopped, "") if stopped else fit.sent(text, rest)


def _named(asked: str, names: Catalogue) -> tuple[tuple[str, str], ...]:
    """The commodities that a question names, as it is read when a farmer asks it."""
    plain = normalise(asked).text
    written = {names.commodities[number].name for name, number in names.commodity_ids.items() if name in plain}
    return tuple(("commodity", name) for name in sorted(written))


def restricted(question: Question) -> str:
    """What to know first when the question names a restricted pesticide."""
    for mention in guard.mentions(question.text, question.names, question.today):
        if mention.ruling.status == guard.RESTRICTED:
            return guard.described(mention.ruling, mention.written)
    return ""
