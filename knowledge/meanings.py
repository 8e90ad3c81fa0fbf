"""Words of the same meaning as staff teach them: 拉肚子 is 腹泻, so that either finds what is written of the other."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Delete, delete, select
from sqlalchemy.orm import Session

from knowledge import catalogue, search
from knowledge.models.base import DEFAULT_ACCOUNT, Account
from knowledge.models.synonym import Synonym
from knowledge.refusal import Refused
from knowledge.search import synonyms
from knowledge.search.synonyms import Meaning
from knowledge.text import normalise

FEWEST, LONGEST, MOST = 2, 10, 2000


@dataclass(frozen=True)
class Words:
    """The words of one meaning, and those of them that staff added."""

    words: Meaning
    added: frozenset[str]


def listed(session: Session, wanted: str = "") -> list[Words]:
    """Every meaning, of which a word holds `wanted` where it is given."""
    plain = normalise(wanted).text
    found = (meaning for meaning in _each(session) if any(plain in word for word in meaning))
    return [Words(meaning, frozenset(_not_the_starters(meaning))) for meaning in found]


def add(session: Session, known: str, word: str) -> Meaning:
    """`word` means what `known` means, from the next message on; returns all words of that meaning.

    Raises Refused for what is no word of its own, for what means the same already, and past MOST words.
    """
    known, word = _readable(known), _readable(word)
    _wait_for_others(session)
    meaning = _of(_each(session), known) or (known,)
    if word in meaning:
        raise Refused(f"「{word}」和「{known}」已经是一个意思，不用再加。")
    if len(synonyms.rows(session)) >= MOST:
        raise Refused(f"已经改过 {MOST} 处，不能再加，先删掉不用的。")
    session.execute(_changes(meaning, word))
    if word not in _of(_each(session), known):
        session.add(Synonym(same_as=meaning[0], word=word))
        session.flush()
    catalogue.touch(session)
    return _of(_each(session), known)


def remove(session: Session, known: str, word: str) -> Meaning:
    """`word` no longer means what `known` means, whatever a newer release says; returns the words that still do.

    Raises Refused where they do not mean the same.
    """
    known, word = normalise(known).text.strip(), normalise(word).text.strip()
    _wait_for_others(session)
    meaning = next((each for each in _each(session) if known in each and word in each), ())
    if not meaning or known == word:
        raise Refused(f"「{word}」和「{known}」本来就不是一个意思，没有改动。")
    session.execute(_changes(meaning, word))
    if any(known in each and word in each for each in _each(session)):
        session.add(Synonym(same_as=known, word=word, is_out=True))
        session.flush()
    catalogue.touch(session)
    return _of(_each(session), known)


def _each(session: Session) -> tuple[Meaning, ...]:
    """The meanings as this transaction sees them, which no other may keep in memory."""
    return synonyms.merged(synonyms.starter(), synonyms.rows(session))


def _of(meanings: Iterable[Meaning], word: str) -> Meaning:
    return next((meaning for meaning in meanings if word in meaning), ())


def _not_the_starters(meaning: Meaning) -> Iterable[str]:
    own = [set(each) for each in synonyms.starter() if len(set(each) & set(meaning)) > 1]
    return (word for word in meaning if not any(word in each for each in own))


def _changes(meaning: Meaning, word: str) -> Delete:
    return delete(Synonym).where(
        Synonym.account_id == DEFAULT_ACCOUNT, Synonym.word == word, Synonym.same_as.in_(meaning)
    )


def _wait_for_others(session: Session) -> None:
    """Two who teach at once go one after the other, so that each sees what the other did."""
    session.execute(select(Account.id).where(Account.id == DEFAULT_ACCOUNT).with_for_update())


def _readable(written: str) -> str:
    """The word as texts are compared; raises Refused for one that could never stand in a question."""
    word = normalise(written).text.strip()
    if not FEWEST <= len(word) <= LONGEST or not word.isalpha():
        raise Refused(f"「{written}」不能当同义词：要 {FEWEST} 到 {LONGEST} 个字，只写字，不带标点。")
    if not any(character.isalpha() for character in search.matter(word)):
        raise Refused(f"「{written}」是问话里常带的字眼（如「怎么」「好多」），当同义词会找错，没有加。")
    return word
