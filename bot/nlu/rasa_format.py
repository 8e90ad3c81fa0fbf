"""Rasa's NLU format: sentences under their intents, with what they name marked in them."""

import json
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

VERSION = "3.1"
# Rasa's own blocks that hold no sentences.
_OTHER_BLOCKS = {"synonym", "regex", "lookup"}
_MARK = re.compile(r"\[([^\[\]]+)\](?:\(([^()]*)\)|(\{[^{}]*\}))")


class FormatError(ValueError):
    """A file is broken; the message names it, the line, and what to mend."""


@dataclass(frozen=True)
class Sentence:
    """One example as it is written, and where it stands."""

    annotated: str
    intent: str
    line: int

    @property
    def text(self) -> str:
        """What a farmer says."""
        return plain_text(self.annotated)


def plain_text(annotated: str) -> str:
    """The sentence without its marks."""
    return _MARK.sub(lambda mark: mark[1], annotated)


def without_names(annotated: str) -> str:
    """The sentence with a bar where something is marked."""
    return _MARK.sub("|", annotated)


def fault_of(annotated: str, entities: Collection[str]) -> str:
    """What is wrong with a sentence's marks; empty when nothing is."""
    for mark in _MARK.finditer(annotated):
        entity = _entity(mark)
        if entity not in entities:
            return f"「{mark[0]}」的实体应是 {'、'.join(entities)} 之一"
    rest = _MARK.sub("", annotated)
    broken = re.search(r"\]\s*[({]|\[[^\]]*[({][^\]]*$", rest)
    return f"「{rest[broken.start() :][:20]}」的括号不成对，应如 [白菜](commodity)" if broken else ""


def marked(text: str, marks: str) -> str:
    """The text with marks such as `[白菜](commodity) [漆河](region)` put where their words stand, in their order.

    Raises FormatError for a word that does not stand there.
    """
    done, rest = "", text
    for mark in _MARK.finditer(marks):
        before, word, after = rest.partition(mark[1])
        if not word:
            raise FormatError(f"「{mark[1]}」不在这句话里，或者次序不对。")
        done, rest = f"{done}{before}{mark[0]}", after
    if not done:
        raise FormatError(f"「{marks}」里没有标出实体，应如 [白菜](commodity)。")
    return done + rest


def read(content: bytes, name: str) -> list[Sentence]:
    """All sentences of a file in its order; raises FormatError with its name and the line of what is wrong."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise _error(name, content[: fault.start].count(b"\n"), "不是 UTF-8") from None
    root = _composed(text, name)
    found: list[Sentence] = []
    for key, value in _pairs(root, name, "文件应以 version 和 nlu 开头"):
        if key != "nlu":
            continue
        if not isinstance(value.value, list):
            raise _error(name, value.start_mark.line, "nlu 下面应是一列 - intent")
        for block in value.value:
            found += _block(block, name)
    return found


def written(sentences: Iterable[tuple[str, str]]) -> str:
    """A file of annotated sentences with their intents (text, intent)."""
    lines = [f'version: "{VERSION}"', "nlu:"]
    for intent, group in groupby(sorted(sentences, key=lambda pair: pair[1]), key=lambda pair: pair[1]):
        lines += [f"- intent: {intent}", "  examples: |", *(f"    - {text}" for text, _ in group)]
    return "\n".join(lines if len(lines) > 2 else [lines[0], "nlu: []"]) + "\n"


def _composed(text: str, name: str) -> Any:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        return YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as fault:
        mark = fault.problem_mark or fault.context_mark
        raise _error(name, mark.line if mark else 0, f"不是合格的 YAML（{fault.problem}）") from None
    except YAMLError as fault:
        raise _error(name, text[: getattr(fault, "position", 0)].count("\n"), "有不该有的控制字符") from None
    except RecursionError:
        raise _error(name, 0, "括号套得太深") from None


def _block(block: Any, name: str) -> Iterator[Sentence]:
    line = block.start_mark.line
    fields = dict(_pairs(block, name, "应是 - intent 和 examples"))
    if fields.keys() & _OTHER_BLOCKS:
        return
    if "intent" not in fields or not isinstance(fields["intent"].value, str):
        raise _error(name, line, "缺少 intent")
    intent = fields["intent"].value.strip()
    examples = fields.get("examples")
    if examples is None or not isinstance(examples.value, str):
        raise _error(name, line, f"意图 {intent} 没有例句：examples 后面写 | ，下面每行一句")
    # What follows a | stands on the lines below it.
    first = examples.start_mark.line + (examples.style in ("|", ">"))
    for number, text in enumerate(examples.value.splitlines(), first):
        stripped = text.strip()
        if stripped and not stripped.startswith("-"):
            raise _error(name, number, f"每句以「- 」开头：{stripped[:20]}")
        if stripped.removeprefix("-").strip():
            yield Sentence(stripped.removeprefix("-").strip(), intent, number + 1)


def _pairs(node: Any, name: str, otherwise: str) -> Iterator[tuple[str, Any]]:
    if node is None:
        return
    if not (isinstance(node.value, list) and all(isinstance(pair, tuple) for pair in node.value)):
        raise _error(name, node.start_mark.line, otherwise)
    for key, value in node.value:
        yield str(key.value), value


def _entity(mark: "re.Match[str]") -> str:
    if mark[2] is not None:
        return mark[2].split(":")[0].strip()
    try:
        found = json.loads(mark[3])
    except ValueError:
        return ""
    return str(found.get("entity", "")) if isinstance(found, dict) else ""


def _error(name: str, line: int, what: str) -> FormatError:
    return FormatError(f"{name} 第 {line + 1} 行：{what}。")
