"""Labelled messages on their way in and out: checked, masked, and in Rasa's format."""

from datetime import datetime
from functools import cache
from pathlib import Path

from bot.nlu import rasa_format, training
from bot.nlu.rasa_format import FormatError, Sentence, plain_text
from bot.rasa_domain import ENTITIES
from knowledge import labels
from knowledge.db import Store
from knowledge.labels import LONGEST, Label
from knowledge.refusal import Refused
from knowledge.text import normalise

__all__ = ["bring_in", "export", "label", "plain_text"]


def label(text: str, intent: str, marks: str = "") -> Label:
    """A message as it is kept; `marks` are entities to be marked in it. Raises Refused or FormatError."""
    kept = labels.kept_text(text)
    if marks:
        kept = rasa_format.marked(kept, labels.kept_text(marks))
    fault = _fault(kept, intent)
    if fault:
        raise Refused(f"{fault}。")
    return Label(kept, plain_text(kept), intent)


def export(store: Store, path: Path) -> int:
    """Writes all labels as a Rasa NLU file; returns how many. Raises Refused for a path that cannot be written."""
    with store.reading() as session:
        found = [(row.text, row.intent) for row in labels.all_of(session)]
    try:
        path.write_text(rasa_format.written(found), encoding="utf-8")
    except OSError as fault:
        raise Refused(f"{path} 写不进去（{fault.strerror}）。") from None
    return len(found)


def bring_in(store: Store, path: Path, now: datetime) -> tuple[int, int, int]:
    """Keeps all labels of a file or none; returns how many were new, changed and there already.

    Raises Refused or FormatError, which names the line.
    """
    try:
        sentences = rasa_format.read(path.read_bytes(), path.name)
    except OSError as fault:
        raise Refused(f"{path} 读不出来（{fault.strerror}）。") from None
    if not sentences:
        raise FormatError(f"{path.name}：里面没有例句，没有改动。")
    kept = [_checked(sentence, path.name) for sentence in _each_once(sentences, path.name)]
    with store.writing() as session:
        before = {row.text: row.intent for row in labels.all_of(session)}
        had = [labels.add(session, one, now) for one in kept]
    same = sum(before.get(one.annotated) == one.intent for one in kept)
    new = had.count(None)
    return new, len(kept) - new - same, same


def _checked(sentence: Sentence, name: str) -> Label:
    try:
        return label(sentence.annotated, sentence.intent)
    except Refused as fault:
        raise Refused(f"{name} 第 {sentence.line} 行：{fault}整个文件没有读入。") from None


def _each_once(sentences: list[Sentence], name: str) -> list[Sentence]:
    """Each message of a file but once; raises FormatError where one stands under two intents."""
    first: dict[str, Sentence] = {}
    for sentence in sentences:
        before = first.setdefault(normalise(sentence.text).text, sentence)
        if before.intent != sentence.intent:
            what = f"「{sentence.text}」在第 {before.line} 行是 {before.intent}，这里是 {sentence.intent}"
            raise FormatError(f"{name} 第 {sentence.line} 行：{what}。整个文件没有读入。")
    return list(first.values())


@cache
def _intents(folder: Path) -> tuple[str, ...]:
    return tuple(sorted({example.intent for example in training.read_examples(folder)}))


def _fault(annotated: str, intent: str) -> str:
    intents = _intents(training.FOLDER)
    if intent not in intents:
        return f"没有意图「{intent}」，有的是：{'、'.join(intents)}"
    plain = plain_text(annotated)
    if not normalise(plain).text.strip() or len(plain) > LONGEST:
        return f"这句话是空的，或者超过 {LONGEST} 字"
    return rasa_format.fault_of(annotated, ENTITIES)
