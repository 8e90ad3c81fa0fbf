"""Articles that come as Word documents."""

from datetime import date
from pathlib import Path
from typing import Any

from knowledge import clock
from knowledge.catalogue import Catalogue
from knowledge.documents import Unfit, word
from knowledge.imports import guesses
from knowledge.imports.files import content_of
from knowledge.imports.report import ImportRefused
from knowledge.text import storable

SUFFIX = ".docx"
# Marks an article of which only its text is known.
UNDESCRIBED = "undescribed"


def article(path: Path, today: date) -> dict[str, Any]:
    """The article's columns; raises ImportRefused. What it is about is left to `described`.

    Its title is the heading that it opens with, else the file's name; its day that of the last change, else today.
    """
    try:
        found = word.read(content_of(path))
    except Unfit as fault:
        raise ImportRefused(f"{path.name}：{fault}。没有导入任何内容。") from None
    body = storable(found.text).strip()
    if not body:
        raise ImportRefused(f"{path.name}：里面没有文字。没有导入任何内容。")
    changed = clock.local(found.modified).date() if found.modified else today
    return {
        "title": storable(found.heading).strip() or path.stem.strip(),
        "category": "",
        "crops": [],
        "problems": [],
        "region": "",
        "source": path.name,
        # An office machine whose clock is ahead is no reason to hold an article.
        "date": min(changed, today),
        "reviewer": "",
        "reviewed_on": None,
        "body": body,
        UNDESCRIBED: True,
        "is_dated": found.modified is not None,
        "pictures": found.pictures,
    }


def described(article: dict[str, Any], catalogue: Catalogue) -> dict[str, Any]:
    """The article with what its own words say it is about."""
    crops = guesses.crops(article["title"], article["body"], catalogue)
    problems = guesses.problems(article["title"], article["body"], catalogue)
    return {**article, "crops": crops, "problems": problems, "category": guesses.category(crops, catalogue)}


def note(where: str, article: dict[str, Any]) -> str:
    """What staff should look at in an article that was described for them."""
    said = [
        f"类别 {article['category'] or '没认出'}",
        f"作物 {'、'.join(article['crops']) or '没认出'}",
        f"病虫害 {'、'.join(article['problems']) or '没认出'}",
        f"日期 {article['date'].isoformat()}",
    ]
    left_out = f"；{article['pictures']} 张图片没有带进来" if article.get("pictures") else ""
    return f"{where}「{article['title']}」：从文字里认出 {'，'.join(said)}{left_out}"
