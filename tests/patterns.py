"""What makes a regular expression slow, seen in the expression itself.

A backtracking matcher tries every way to share a run of characters between two unbounded repeats that follow one
another (`\\d+\\d+`), and between the rounds of one that holds what may end in several ways (`(\\d+,?)+`). A repeat that
something must follow is tried again from every place of the text (`\\s*x` among blanks).
"""

import re
from collections.abc import Iterable, Iterator
from re import _compiler, _parser  # type: ignore[attr-defined]
from re import _constants as sre  # type: ignore[attr-defined]
from typing import Any, NamedTuple

# A bound this high is as good as none.
HIGH = 50
_REPEATS = (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT)
_TAKING_NONE = (sre.AT, sre.ASSERT, sre.ASSERT_NOT, sre.GROUPREF)
_USUAL = "a0_ \n-白é，"
Items = Iterable[tuple[Any, Any]]


class State(NamedTuple):
    """The characters that a repeat just before might take as well, and the first fault so far."""

    open: frozenset[str] = frozenset()
    fault: str = ""


def fault(pattern: re.Pattern[str]) -> str:
    """Why the repeats of a pattern may take more steps than a text has characters; empty where they may not."""
    return _Reader(pattern).fault


def may_start_over(pattern: re.Pattern[str]) -> bool:
    """Whether something that may fail follows an unbounded repeat, so that a search may go over the same run again."""
    return _is_followed(_parser.parse(pattern.pattern, pattern.flags), False)


class _Reader:
    """Reads one pattern over a few characters that stand for all."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self._flags = pattern.flags
        parsed = _parser.parse(pattern.pattern, pattern.flags)
        self._alphabet = frozenset(_USUAL) | frozenset(_written(parsed))
        self._is_in_rounds = False
        self.fault = self._sequence(parsed, State()).fault

    def _sequence(self, items: Items, state: State) -> State:
        for operator, argument in items:
            state = self._item(operator, argument, state)
        return state

    def _item(self, operator: Any, argument: Any, state: State) -> State:
        if operator in _REPEATS:
            after = self._repeat(argument, state)
            return after._replace(open=frozenset()) if operator is sre.POSSESSIVE_REPEAT else after
        if operator is sre.SUBPATTERN:
            return self._sequence(argument[-1], state)
        if operator is sre.ATOMIC_GROUP:
            return self._sequence(argument, state)._replace(open=frozenset())
        if operator is sre.BRANCH:
            return self._branch(argument[1], state)
        if operator in (sre.ASSERT, sre.ASSERT_NOT):
            return state._replace(fault=state.fault or self._sequence(argument[1], State()).fault)
        if operator is sre.AT:
            return state
        taken = self._alphabet if operator is sre.GROUPREF else self._taken(operator, argument)
        return state if state.open & taken else state._replace(open=frozenset())

    def _repeat(self, argument: tuple[int, int, Any], state: State) -> State:
        least, most, body = argument
        # In a round of another repeat even an optional character may as well belong to the next round.
        if most < HIGH and (least == most or not self._is_in_rounds):
            once = self._sequence(body, state)
            return once if least else _either([state, once])
        taken = self._characters(body)
        found = state.fault or (f"two repeats share {sorted(taken & state.open)}" if taken & state.open else "")
        return State(taken if least else taken | state.open, found or (self._rounds(body) if most >= HIGH else ""))

    def _rounds(self, body: Any) -> str:
        """The fault that shows when a body is gone through twice."""
        before, self._is_in_rounds = self._is_in_rounds, True
        found = self._sequence([*body, *body], State()).fault
        self._is_in_rounds = before
        return found

    def _branch(self, branches: list[Any], state: State) -> State:
        after = _either([self._sequence(branch, state) for branch in branches])
        if self._is_in_rounds and not all(branches):
            optional = frozenset().union(*(self._characters(branch) for branch in branches))
            shared = optional & state.open
            return State(after.open | optional, after.fault or (f"a branch shares {sorted(shared)}" if shared else ""))
        return after

    def _characters(self, items: Items) -> frozenset[str]:
        """All characters that a part may take anywhere."""
        return frozenset(character for item in _leaves(items) for character in self._taken(*item))

    def _taken(self, operator: Any, argument: Any) -> frozenset[str]:
        one = _compiler.compile(_parser.SubPattern(_parser.State(), [(operator, argument)]), self._flags & ~re.DEBUG)
        return frozenset(character for character in self._alphabet if one.fullmatch(character))


def _either(states: list[State]) -> State:
    shared: frozenset[str] = frozenset().union(*(state.open for state in states))
    return State(shared, next((state.fault for state in states if state.fault), ""))


def _parts(operator: Any, argument: Any) -> list[Any]:
    """The sequences that an item holds."""
    if operator in _REPEATS:
        return [argument[2]]
    if operator is sre.BRANCH:
        return list(argument[1])
    return [argument[-1]] if operator is sre.SUBPATTERN else [argument] if operator is sre.ATOMIC_GROUP else []


def _leaves(items: Items) -> Iterator[tuple[Any, Any]]:
    """The parts of a pattern that take one character each."""
    for operator, argument in items:
        for part in (inner := _parts(operator, argument)):
            yield from _leaves(part)
        if not inner and operator not in _TAKING_NONE:
            yield operator, argument


def _written(items: Items) -> Iterator[str]:
    """The characters that a pattern names, with the ends of its ranges and what stands beside them."""
    for operator, argument in _leaves(items):
        for kind, value in argument if operator is sre.IN else [(operator, argument)]:
            if kind in (sre.LITERAL, sre.NOT_LITERAL):
                yield chr(value)
            elif kind is sre.RANGE:
                yield from map(chr, (value[0], value[1], max(0, value[0] - 1), min(0x10FFFF, value[1] + 1)))


def _is_followed(items: Any, is_followed: bool) -> bool:
    """Whether an unbounded repeat among `items` has something after it that may fail."""
    for operator, argument in reversed(list(items)):
        is_unbounded = operator in _REPEATS and argument[1] >= HIGH
        if is_unbounded and (is_followed or _may_fail_within(argument[2])):
            return True
        if any(_is_followed(part, is_followed) for part in _parts(operator, argument)):
            return True
        is_followed = is_followed or _must_match(operator, argument)
    return False


def _may_fail_within(body: Any) -> bool:
    return len(body) > 1 or any(operator in _REPEATS for operator, _ in body)


def _must_match(operator: Any, argument: Any) -> bool:
    one = _parser.SubPattern(_parser.State(), [(operator, argument)])
    return operator in _TAKING_NONE or one.getwidth()[0] > 0
