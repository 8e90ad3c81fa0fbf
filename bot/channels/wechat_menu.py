"""The menu in the shape of WeChat's menu/create."""

from typing import Any

Menu = tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
MOST_HEADINGS, MOST_ENTRIES = 3, 5
MOST_HEADING_BYTES, MOST_ENTRY_BYTES, MOST_KEY_BYTES = 16, 60, 128


def as_wechat(menu: Menu) -> dict[str, Any]:
    """Each entry is a click whose key is what it says for the farmer; raises ValueError past WeChat's limits."""
    if not 1 <= len(menu) <= MOST_HEADINGS:
        raise ValueError(f"a menu has 1 to {MOST_HEADINGS} headings")
    return {"button": [_heading(name, entries) for name, entries in menu]}


def _heading(name: str, entries: tuple[tuple[str, str], ...]) -> dict[str, Any]:
    _check(name, MOST_HEADING_BYTES)
    if not 1 <= len(entries) <= MOST_ENTRIES:
        raise ValueError(f"{name}: 1 to {MOST_ENTRIES} entries")
    for label, words in entries:
        _check(label, MOST_ENTRY_BYTES)
        _check(words, MOST_KEY_BYTES)
    return {
        "name": name,
        "sub_button": [{"type": "click", "name": label, "key": words} for label, words in entries],
    }


def _check(text: str, most: int) -> None:
    if not 0 < len(text.encode()) <= most:
        raise ValueError(f"{text}: 1 to {most} bytes")
