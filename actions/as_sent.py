"""An article or a notice as the bot sends it: answers and the console's preview have the same words."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from actions import fit, safety, wording
from knowledge.catalogue import Catalogue
from knowledge.models.article import Article
from knowledge.models.notice import Notice
from knowledge.models.passage import Part

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
            _signed(written, today),
            *([f"用药以产品标签为准，可问{station}"] if "药" in shown.text else []),
            *wording.link("全文", f"/a/{written.id}"),
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
    written: Article | Notice, parts: Sequence[Part], names: Catalogue, today: date, session: Session
) -> list[str]:
    """Every page that a farmer who picks the text by its title gets, one 「更多」 after another."""
    if isinstance(written, Article):
        text, rest = article(written, parts, parts[0], today, safety.station(session))
    else:
        text, rest = notice(written, today), ""
    stopped = safety.stopped(f"{text}\n{rest}", names, today, session)
    return fit.sent(stopped, "") if stopped else fit.sent(text, rest)


def _signed(written: Article, today: date) -> str:
    reviewed = f"{written.reviewer}审核" if written.reviewer else ""
    unreviewed = "" if reviewed or "未经审核" in written.source else "未经审核"
    parts = [f"来源：{written.source}", wording.day(written.date, today), reviewed, unreviewed]
    return "，".join(part for part in parts if part)
