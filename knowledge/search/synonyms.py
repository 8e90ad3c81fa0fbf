"""What farmers and articles call by different words: 屙稀 and 腹泻."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from knowledge import catalogue
from knowledge.models.base import DEFAULT_ACCOUNT
from knowledge.models.synonym import Synonym
from knowledge.text import tokens

Meaning = tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Meanings:
    """All words that are known to mean the same, as of one revision of the catalogue."""

    revision: int
    each: tuple[Meaning, ...]
    _tokens: dict[str, tuple[str, ...]] = field(repr=False)
    _firsts: tuple[tuple[str, str], ...] = field(repr=False)

    def alternatives(self, text: str) -> dict[str, float]:
        """Tokens of words that mean what words of the text mean, each with its share of such a word, 0 to 1."""
        found: dict[str, float] = {}
        for meaning in self._said(text):
            for word in meaning:
                shared = self._tokens[word] if word not in text else ()
                for token in shared:
                    found[token] = max(found.get(token, 0.0), 1 / len(shared))
        return found

    def equivalents(self, text: str) -> dict[str, tuple[tuple[str, ...], ...]]:
        """For each token of a word in the text that has others of its meaning: the tokens of each of these."""
        found: dict[str, tuple[tuple[str, ...], ...]] = {}
        for meaning in self._said(text):
            others = tuple(self._tokens[word] for word in meaning if word not in text)
            for word in meaning:
                if word in text:
                    found.update({token: found.get(token, ()) + others for token in self._tokens[word]})
        return found

    def in_one_word(self, text: str) -> str:
        """The text with the first word of each meaning in place of the others (屙稀 for 拉肚子)."""
        for word, first in self._firsts:
            text = text.replace(word, first)
        return text

    def _said(self, text: str) -> list[Meaning]:
        return [meaning for meaning in self.each if any(word in text for word in meaning)]


_kept: WeakKeyDictionary[Engine, Meanings] = WeakKeyDictionary()


def current(session: Session) -> Meanings:
    """The words of the account as of the newest change of its catalogue."""
    revision, where = catalogue.current(session).revision, session.get_bind().engine
    kept = _kept.get(where)
    if kept is None or kept.revision != revision:
        kept = _kept[where] = _prepared(revision, merged(starter(), rows(session)))
    return kept


def rows(session: Session) -> Sequence[Synonym]:
    """What staff changed, oldest first."""
    here = select(Synonym).where(Synonym.account_id == DEFAULT_ACCOUNT)
    return session.scalars(here.order_by(Synonym.id)).all()


def merged(meanings: Iterable[Meaning], changes: Iterable[Synonym]) -> tuple[Meaning, ...]:
    """The starter's meanings with what staff changed, one after another; a word that is left alone is no meaning."""
    found = list(meanings)
    for change in changes:
        places = [place for place, meaning in enumerate(found) if change.same_as in meaning]
        if change.is_out:
            for place in places:
                found[place] = tuple(word for word in found[place] if word != change.word)
        elif not places:
            found.append((change.same_as, change.word))
        elif change.word not in found[places[0]]:
            found[places[0]] += (change.word,)
    return tuple(meaning for meaning in found if len(meaning) > 1)


@cache
def starter() -> tuple[Meaning, ...]:
    """The words that every installation begins with."""
    lines = (Path(__file__).parent / "synonyms.txt").read_text(encoding="utf-8").splitlines()
    return tuple(tuple(line.split("|")) for line in lines if not line.startswith("#"))


def _prepared(revision: int, each: tuple[Meaning, ...]) -> Meanings:
    # Longest words first.
    pairs = sorted(((word, meaning[0]) for meaning in each for word in meaning[1:]), key=lambda pair: -len(pair[0]))
    return Meanings(revision, each, {word: tuple(tokens(word)) for meaning in each for word in meaning}, tuple(pairs))
