"""No text that somebody sends makes a regular expression go over it again and again."""

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

import actions
import bot
import knowledge
from tests import patterns

# Staff's and training files and the settings, which no farmer writes; alembic's own environment is no module.
NOT_FROM_FARMERS = (
    "bot.nlu.rasa_format",
    "knowledge.imports",
    "knowledge.starter",
    "knowledge.migrations",
    "knowledge.settings",
)
# Cells and headers of other sites' pages, each short: no farmer waits for the night that reads them.
FROM_PAGES = ("knowledge.fetch.", "knowledge.sources.")
# What sees at most the first 500 characters of a message, or names and sentences of our own.
ON_SHORT_TEXTS = {
    "bot.nlu.evidence._DEVICE", "bot.nlu.evidence._KITCHEN", "bot.nlu.evidence._FROM_TO", "bot.nlu.pinyin._RUN",
    "knowledge.places._ENDING", "actions.ask_notice._SAYS",
}  # fmt: skip
# What is linear for a reason that the expression alone does not show.
LINEAR_BY_OTHER_MEANS = {
    "bot.nlu.breaks._BREAK",  # its second branch takes the same run whole
    "bot.nlu.breaks._CORRECTS",  # blanks begin only after 不是 and a comma
    "bot.shorthand._FORM",  # matched from the first character alone
}


def modules() -> Iterator[ModuleType]:
    for room in (bot, actions, knowledge):
        for found in pkgutil.walk_packages(room.__path__, room.__name__ + "."):
            if not found.name.startswith(NOT_FROM_FARMERS):
                yield importlib.import_module(found.name)


def inside(value: object) -> Iterator[re.Pattern[str]]:
    """The patterns that a value is or holds."""
    if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
        yield value
    elif isinstance(value, dict):
        yield from (pattern for pair in value.items() for pattern in inside(pair))
    elif isinstance(value, list | tuple | set | frozenset):
        yield from (pattern for item in value for pattern in inside(item))


def compiled() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Every pattern that a module holds, by the module and its name there."""
    for module in modules():
        for name, value in vars(module).items():
            yield from ((f"{module.__name__}.{name}", pattern) for pattern in inside(value))


def written_in_place() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Every pattern that is written where it is used: `re.sub("…", …)`."""
    for module in modules():
        for node in ast.walk(ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args and ast.unparse(node.func).startswith("re."):
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    yield f"{module.__name__}:{node.lineno}", re.compile(first.value)


def every() -> dict[str, list[re.Pattern[str]]]:
    found: dict[str, list[re.Pattern[str]]] = {}
    for name, pattern in (*compiled(), *written_in_place()):
        found.setdefault(name, []).append(pattern)
    return found


EVERY = every()


def test_the_patterns_are_found() -> None:
    assert len(EVERY) > 80 and {
        "knowledge.danger._POISONING",
        "bot.nlu.dates._RULES",
        "knowledge.privacy._PHONE",
    } <= set(EVERY)


@pytest.mark.parametrize("name", EVERY)
def test_no_two_repeats_of_a_pattern_share_characters(name: str) -> None:
    assert not [(pattern.pattern, fault) for pattern in EVERY[name] if (fault := patterns.fault(pattern))]


def test_no_pattern_on_a_whole_message_starts_over_at_every_place() -> None:
    again = {
        name
        for name, found in EVERY.items()
        if not name.startswith(FROM_PAGES) and any(patterns.may_start_over(pattern) for pattern in found)
    }
    assert not {name for name in again if ":" not in name} - ON_SHORT_TEXTS - LINEAR_BY_OTHER_MEANS
    assert not (ON_SHORT_TEXTS | LINEAR_BY_OTHER_MEANS) - again, "an exception that is none any more"


SLOW = [
    r"\d+\d+", r"^(\d+[,，、]?)+元$", r"(a+)+", r"(a*)*", r".*x.*", r"\s*(x|\s+)", r"\w+\s*\d+", r"a*?b?a*", r"(?:a|aa)+",
    r"(?:a{1,60}){2,}", r"(?:ab?b?)+", r"/(\w+)\s*(\{.*\})?\s*", r"(?=a+a+)b", r"[^，]+[，。]?白*",
]  # fmt: skip
FAST = [
    r"\d+x\d+", r"(a|b)+c", r"(?:a+b)*", r"a+b+", r"[^\w]+", r"不是[^，,]{1,10}是", r"\d{1,5}(?:\.\d{1,3})?元", r"(?>a+)a+",
    r"a++a+", r"(?:猪|牛)[^人]{0,10}中毒",
]  # fmt: skip


@pytest.mark.parametrize("written", SLOW)
def test_a_pattern_that_shares_out_a_run_in_many_ways_is_seen(written: str) -> None:
    assert patterns.fault(re.compile(written))


@pytest.mark.parametrize("written", FAST)
def test_a_pattern_that_reads_in_one_way_is_left_alone(written: str) -> None:
    assert not patterns.fault(re.compile(written))


@pytest.mark.parametrize(
    ("written", "again"),
    [
        (r"\s*x", True),
        (r"\*\*(.+?)\*\*", True),
        (r"(a+b)+", True),
        (r"[^\w]+", False),
        (r"x\s*y?", False),
        (r"(?:ab){2}", False),
    ],
)
def test_a_repeat_that_something_must_follow_is_seen(written: str, again: bool) -> None:
    assert patterns.may_start_over(re.compile(written)) is again
