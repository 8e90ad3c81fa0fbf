"""Statements that every message runs: compiled once, and given to the driver as they are."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ClauseElement
from sqlalchemy.sql.compiler import SQLCompiler

from knowledge.db import Line, Store

Row = tuple[Any, ...]


@dataclass(frozen=True)
class _Compiled:
    sql: str
    fixed: dict[str, Any]
    # The names in the driver's order; None where it takes them by name.
    order: tuple[str, ...] | None
    converters: Mapping[str, Callable[[Any], Any]]

    def values(self, given: dict[str, Any]) -> Any:
        converted = {**self.fixed, **given}
        for name, convert in self.converters.items():
            converted[name] = convert(converted[name])
        return converted if self.order is None else [converted[name] for name in self.order]


class Prepared:
    """One statement. Its values are converted as SQLAlchemy does; its results, numbers and texts alone, are not."""

    def __init__(self, statement: ClauseElement, columns: tuple[str, ...] | None = None) -> None:
        self._statement = statement
        self._columns = columns
        self._compiled: dict[str, _Compiled] = {}

    def first(self, store: Store, values: dict[str, Any]) -> Row | None:
        """The first row, looked up by itself; None when there is none."""
        line = store.engine.raw_connection()
        try:
            return self._run(line.cursor(), store.engine.dialect, values)
        finally:
            line.close()

    def run(self, line: Line, values: dict[str, Any]) -> Row | None:
        """Runs as part of a transaction; the first row, if it returns any. Raises what the driver raises."""
        return self._run(line.driver.cursor(), line.dialect, values)

    def _run(self, cursor: Any, dialect: Any, values: dict[str, Any]) -> Row | None:
        compiled = self._compiled.get(dialect.name) or self._compile(dialect)
        try:
            cursor.execute(compiled.sql, compiled.values(values))
            row: Row | None = cursor.fetchone() if cursor.description else None
            return row
        finally:
            cursor.close()

    def _compile(self, dialect: Any) -> _Compiled:
        found = self._statement.compile(dialect=dialect, column_keys=self._columns)
        assert isinstance(found, SQLCompiler)  # noqa: S101 - for the type checker
        converters = {
            name: convert
            for name, bind in found.binds.items()
            if (convert := bind.type.dialect_impl(dialect).bind_processor(dialect))
        }
        order = None if found.positiontup is None else tuple(found.positiontup)
        compiled = self._compiled[dialect.name] = _Compiled(str(found), dict(found.params), order, converters)
        return compiled
