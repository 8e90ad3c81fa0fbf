"""An article as a farmer is told it: the part that answers, and what it rests on."""

from datetime import date

from sqlalchemy.orm import Session

from knowledge import search
from knowledge.models import contact
from knowledge.models.article import Article
from knowledge.wording import day, link, titled

KIND = "article"
_CUT = "……"


def signed(article: Article, today: date) -> str:
    """Source, date, and who reviewed it, or that nobody did."""
    reviewed = f"{article.reviewer}审核" if article.reviewer else ""
    unreviewed = "" if reviewed or "未经审核" in article.source else "未经审核"
    parts = [f"来源：{article.source}", day(article.date, today), reviewed, unreviewed]
    return "，".join(part for part in parts if part)


def station(session: Session) -> str:
    """Whom to ask about pesticides."""
    return contact.reachable(session, "county_plant_protection", "县植保站或农技热线12316")


def closing(article: Article, text: str, today: date, station: str) -> list[str]:
    """The lines below a part of the article: what it rests on, whom to ask, where all of it stands."""
    return [
        signed(article, today),
        *([f"用药以产品标签为准，可问{station}"] if "药" in text else []),
        # One that is not kept yet has no page.
        *(link("全文", f"/a/{article.id}") if article.id else []),
    ]


def told(session: Session, article: Article, asked: str, today: date, most_bytes: int = 0) -> str:
    """The article as an answer to a question: its best part, with what that rests on.

    What is longer than `most_bytes` (UTF-8; 0 for any length) ends early, but never without its source.
    """
    found = search.parts(session, asked, KIND, article.id)
    best = max(found, key=lambda part: part.score).passage if found else None
    heading, text = (best.heading, best.text) if best else ("", article.body)
    head, tail = (
        f"{titled(article.title)}{heading}\n",
        "\n".join(["", *closing(article, text, today, station(session))]),
    )
    room = most_bytes - len((head + tail + _CUT).encode())
    if most_bytes and len(text.encode()) > room:
        text = text.encode()[: max(0, room)].decode("utf-8", "ignore") + _CUT
    return head + text + tail
