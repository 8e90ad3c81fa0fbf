"""What a request asks for: parameters that are checked by the same rules as the document states."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import request

NAME: dict[str, Any] = {"type": "string", "minLength": 1, "maxLength": 60}
DAY: dict[str, Any] = {"type": "string", "format": "date", "pattern": r"^(19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}$"}
CURSOR: dict[str, Any] = {"type": "string", "pattern": r"^[0-9]{1,9}-[0-9]{1,7}$"}


def limit(most: int, usual: int) -> dict[str, Any]:
    """The rule of a page's length."""
    return {"type": "integer", "minimum": 1, "maximum": most, "default": usual}


class Wrong(Exception):
    """A request that cannot be answered; its text says why, in Chinese."""

    def __init__(self, told: str, status: int = 400) -> None:
        super().__init__(told)
        self.status = status


@dataclass(frozen=True)
class Asked:
    """The parameters of one request, all of which its rules know."""

    given: Mapping[str, str]
    rules: Mapping[str, Mapping[str, Any]]

    def text(self, name: str) -> str:
        """A name, or nothing."""
        return self.given.get(name, "").strip()

    def number(self, name: str) -> int:
        """A whole number within its bounds; its default where it is not given."""
        return int(self.given.get(name, self.rules[name]["default"]))

    def day(self, name: str) -> date | None:
        """A day, where one is given."""
        return date.fromisoformat(self.given[name]) if name in self.given else None


def asked(rules: Mapping[str, Mapping[str, Any]]) -> Asked:
    """The request's parameters; raises Wrong for one that is unknown, twice there or against its rule."""
    for name, values in request.args.lists():
        if name not in rules:
            raise Wrong(f"没有「{name[:40]}」这个参数，可用：{'、'.join(rules) or '无'}")
        if len(values) > 1:
            raise Wrong(f"参数 {name} 只能写一次")
        fault = _fault(values[0], rules[name])
        if fault:
            raise Wrong(f"参数 {name} {fault}")
    return Asked(request.args.to_dict(), rules)


def _fault(value: str, rule: Mapping[str, Any]) -> str:
    if rule["type"] == "integer":
        low, high = rule["minimum"], rule["maximum"]
        fits = re.fullmatch(r"[0-9]{1,9}", value) is not None and low <= int(value) <= high
        return "" if fits else f"应是 {low} 到 {high} 的整数"
    if rule.get("format") == "date":
        return "" if re.fullmatch(rule["pattern"][1:-1], value) and _is_day(value) else "应是日期，如 2026-11-24"
    if "pattern" in rule:
        return "" if re.fullmatch(rule["pattern"][1:-1], value) else "应是上一页给的 next"
    return "" if rule["minLength"] <= len(value) <= rule["maxLength"] else f"应有 1 到 {rule['maxLength']} 个字"


def _is_day(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True
