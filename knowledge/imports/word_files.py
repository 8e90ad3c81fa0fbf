"""Articles that come as Word documents."""

from datetime import date
from pathlib import Path
from typing import Any

from knowledge import clock
from knowledge.documents import Unfit, word
from knowledge.imports.files import content_of
from knowledge.imports.guesses import UNDESCRIBED
from knowledge.imports.report import ImportRefused
from knowledge.text import storable

SUFFIX = ".docx"


def article(path: Path, today: date) -> dict[str, Any]:
    """The article's columns; raises ImportRefused. What it is about is left to `guesses`.

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
