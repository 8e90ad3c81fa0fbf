"""A plain BM25 over pairs of characters, to see what the search of the product adds to it."""

import math
from collections import Counter
from dataclasses import dataclass

from sqlalchemy import select

from knowledge.db import Store
from knowledge.models.passage import Passage
from knowledge.text import tokens

K1, B = 1.2, 0.75


@dataclass(frozen=True)
class Text:
    """One passage of an article, as counts of its tokens."""

    title: str
    counts: Counter[str]


class Bm25:
    """Ranks articles by their best passage."""

    def __init__(self, texts: list[Text]) -> None:
        self._texts = texts
        self._usual_length = sum(text.counts.total() for text in texts) / max(1, len(texts))
        self._holding = Counter(token for text in texts for token in text.counts)

    def titles(self, query: str) -> list[str]:
        """The titles that hold anything of a query, best first."""
        wanted = set(tokens(query))
        best: dict[str, float] = {}
        for text in self._texts:
            score = sum(self._weight(token, text) for token in sorted(wanted & text.counts.keys()))
            if score > best.get(text.title, 0.0):
                best[text.title] = score
        return sorted(best, key=lambda title: (-best[title], title))

    def _weight(self, token: str, text: Text) -> float:
        holding, count = self._holding[token], text.counts[token]
        rarity = math.log(1 + (len(self._texts) - holding + 0.5) / (holding + 0.5))
        length = 1 - B + B * text.counts.total() / self._usual_length
        return rarity * count * (K1 + 1) / (count + K1 * length)


def over_articles(store: Store) -> Bm25:
    """BM25 over title, heading and text of every passage of the articles that the store holds."""
    with store.reading() as session:
        passages = session.scalars(select(Passage).where(Passage.kind == "article").order_by(Passage.id)).all()
        return Bm25([Text(p.title, Counter(tokens(f"{p.title}\n{p.heading}\n{p.text}"))) for p in passages])
