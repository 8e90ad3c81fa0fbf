"""Changes of a JSON answer: keys, kinds, lists and counts."""

import json
from collections.abc import Callable, Iterator
from itertools import combinations
from typing import Any

Record = dict[str, Any]


def json_mutations(text: str) -> Iterator[tuple[str, str]]:
    """Named changes of an answer; its records are its longest list of objects."""
    yield from ((name, _dumped(changed)) for name, changed in _of_envelope(text))
    if not _records(json.loads(text)):
        return
    keys = list(_records(json.loads(text))[0])
    for key in keys:
        for name, change in _of_a_key(key):
            yield name, _each(text, change)
    for one, other in combinations(keys, 2):
        yield f"{one} <-> {other}", _each(text, lambda record, a=one, b=other: record | {a: record[b], b: record[a]})
    for name, change in _of_a_record():
        yield name, _each(text, change)


def _of_envelope(text: str) -> Iterator[tuple[str, Any]]:
    """Every key around the records renamed, lost, null, a text, nested; counts too small; the list something else."""
    for path in _paths(json.loads(text)):
        for name, value in (("null", None), ("text", "0"), ("list", []), ("object", {}), ("minus", -1), ("true", True)):
            yield f"{'.'.join(path)} is {name}", _set(text, path, lambda _, value=value: value)
        yield f"{'.'.join(path)} nested", _set(text, path, lambda value: [value])
        yield f"{'.'.join(path)} renamed", _renamed(text, path)
    yield "count of one", _counts(text, 1)
    yield "count of none", _counts(text, 0)
    yield "count of millions", _counts(text, 9_999_999)
    yield "wrapped once more", {"data": json.loads(text)}
    yield "twice as text", text


def _of_a_key(key: str) -> Iterator[tuple[str, Callable[[Record], Any]]]:
    yield f"{key} renamed", lambda record: {(k + "New" if k == key else k): v for k, v in record.items()}
    yield f"{key} lost", lambda record: {k: v for k, v in record.items() if k != key}
    yield f"{key} null", lambda record: record | {key: None}
    yield f"{key} nested", lambda record: record | {key: [record[key]]}
    yield f"{key} an object", lambda record: record | {key: {"value": record[key]}}
    yield f"{key} true", lambda record: record | {key: True}
    yield f"{key} with a unit", lambda record: record | {key: f"{record[key]}元/吨"}
    yield f"{key} in brackets", lambda record: record | {key: f"{record[key]}（个）"}
    yield f"{key} as a span", lambda record: record | {key: f"{record[key]}-99.5"}
    yield f"{key} negative", lambda record: record | {key: f"-{record[key]}"}
    yield f"{key} in markup", lambda record: record | {key: f"<b>{record[key]}</b>"}
    yield f"{key} garbage", lambda record: record | {key: "NaN"}


def _of_a_record() -> Iterator[tuple[str, Callable[[Record], Any]]]:
    yield "records as lists", lambda record: list(record.values())
    yield "records in lists", lambda record: [record]
    yield "records as text", lambda record: json.dumps(record, ensure_ascii=False)
    yield "records null", lambda _: None
    yield "records empty", lambda _: {}
    yield "records wrapped", lambda record: {"row": record}
    yield "a unit column", lambda record: record | {"unit": "元/吨", "priceUnit": "元/吨"}
    yield "keys in capitals", lambda record: {key.upper(): value for key, value in record.items()}
    yield (
        "values moved by one",
        lambda record: dict(zip(record, [*list(record.values())[1:], *list(record.values())[:1]], strict=True)),
    )


def _records(body: Any) -> list[Any]:
    lists = [value for path in _paths(body) if isinstance(value := _get(body, path), list)]
    return max(lists, key=len, default=[])


def _paths(body: Any, before: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for key, value in body.items() if isinstance(body, dict) else ():
        yield (*before, key)
        yield from _paths(value, (*before, key))


def _get(body: Any, path: tuple[str, ...]) -> Any:
    for key in path:
        body = body[key]
    return body


def _set(text: str, path: tuple[str, ...], change: Callable[[Any], Any]) -> Any:
    body = json.loads(text)
    parent = _get(body, path[:-1])
    parent[path[-1]] = change(parent[path[-1]])
    return body


def _renamed(text: str, path: tuple[str, ...]) -> Any:
    body = json.loads(text)
    parent = _get(body, path[:-1])
    parent[path[-1] + "New"] = parent.pop(path[-1])
    return body


def _counts(text: str, number: int) -> Any:
    body = json.loads(text)
    for path in _paths(body):
        if path[-1] in ("count", "total", "totalCount"):
            _get(body, path[:-1])[path[-1]] = number
    return body


def _each(text: str, change: Callable[[Record], Any]) -> str:
    body = json.loads(text)
    records = _records(body)
    records[:] = [change(record) for record in records]
    return _dumped(body)


def _dumped(body: Any) -> str:
    return json.dumps(body, ensure_ascii=False)
