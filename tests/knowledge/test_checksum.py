"""The checksum: the same for the same content, another for any other."""

import tracemalloc
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import and_, delete, insert, inspect, select, text, update
from sqlalchemy.orm import aliased

from knowledge import checksum, migrate
from knowledge.checksum import DERIVED, FACTS, OTHERS
from knowledge.db import Store, open_store
from knowledge.imports.run import import_path
from knowledge.models import load_all
from knowledge.models.base import Base, UtcDateTime
from knowledge.models.job import Job
from knowledge.models.price import HeldQuote, Quote, Series
from tests.bench import quotes
from tests.conftest import NOW, TODAY, StandingClock

HEAD = "date,market,region,commodity,variety,grade,low,high,average,unit,source\n"
GOOD = "2026-11-23,桃源县农贸市场,桃源县,包菜,,,1.0,1.6,1.3,元/斤,测试来源\n"
HELD = "2026-11-23,桃源县农贸市场,桃源县,大白菜,,,9.0,1.6,1.3,元/斤,测试来源\n"


def total(store: Store, everything: bool = False) -> str:
    return checksum.total(checksum.checksum(store, everything=everything))


def bring_in(store: Store, folder: Path, rows: str, watch: StandingClock) -> None:
    file = folder / "prices.csv"
    file.write_text(HEAD + rows, encoding="utf-8")
    import_path(store, watch, "prices", file)


def test_every_table_has_its_place(sqlite_store: Store) -> None:
    load_all()
    placed = [*FACTS, *OTHERS, *DERIVED]
    assert len(placed) == len(set(placed))
    assert set(placed) == set(Base.metadata.tables), "place the new table in knowledge/checksum.py"
    in_store = set(inspect(sqlite_store.engine).get_table_names())
    assert {name for name in in_store if not name.startswith(("passage_fts", "alembic"))} == set(placed)


def test_of_all_moments_only_content_counts_among_facts() -> None:
    load_all()
    counted = {
        column.name
        for name in FACTS
        for column in checksum._facts(Base.metadata.tables[name]).selected_columns
        if isinstance(column.type, UtcDateTime)
    }
    assert counted == {"posted_at", "expires_at"}, "leave out in knowledge/checksum.py when a fact came in"


def test_rows_are_told_apart_without_their_numbers() -> None:
    load_all()
    for name in (*FACTS, *OTHERS):
        for key in Base.metadata.tables[name].foreign_keys:
            if key.column.name == "id":
                assert "id" not in checksum.natural_key(key.column.table)


@pytest.fixture
def both(sqlite_store: Store, postgresql_store: Store) -> tuple[Store, Store]:
    return sqlite_store, postgresql_store


def test_both_databases_have_one_checksum_after_the_same_imports(
    both: tuple[Store, Store], tmp_path: Path, watch: StandingClock
) -> None:
    sums = []
    for store in both:
        bring_in(store, tmp_path, GOOD + HELD, watch)
        sums.append((list(checksum.checksum(store)), list(checksum.checksum(store, everything=True))))
    assert sums[0] == sums[1]
    assert {each.table: each.rows for each in sums[0][0]}["held_quote"] == 1


def test_neither_a_second_import_nor_a_later_day_nor_other_numbers_change_it(
    store: Store, tmp_path: Path, watch: StandingClock
) -> None:
    bring_in(store, tmp_path, GOOD + HELD, watch)
    before = total(store)
    bring_in(store, tmp_path, GOOD + HELD, watch)
    assert total(store) == before
    with store.writing() as session:
        session.execute(delete(Quote).where(Quote.series_id.in_(select(Series.id).where(~Series.is_demo))))
        session.execute(delete(Series).where(~Series.is_demo))
        session.execute(delete(HeldQuote))
        session.execute(text("UPDATE quote SET id = id + 100000"))
    assert total(store) != before
    bring_in(store, tmp_path, HELD + GOOD, StandingClock(moment=watch.moment + timedelta(hours=1)))
    assert total(store) == before


@pytest.mark.parametrize("column", ["average", "fen_per_kg"])
def test_one_price_changes_it(store: Store, column: str) -> None:
    before = {each.table: each.sha256 for each in checksum.checksum(store)}
    with store.writing() as session:
        number = session.scalars(select(Quote.id).where(Quote.fen_per_kg.is_not(None)).limit(1)).one()
        session.execute(update(Quote).where(Quote.id == number).values({column: 12345}))
    after = {each.table: each.sha256 for each in checksum.checksum(store)}
    assert {table for table in before if before[table] != after[table]} == {"quote"}


def test_what_a_row_refers_to_is_part_of_it(store: Store) -> None:
    """Two quotes of one day change places: the same figures, each in the other's series."""
    before = total(store)
    other = aliased(Quote)
    with store.writing() as session:
        pair = select(Quote, other).join(other, and_(Quote.date == other.date, Quote.average < other.average)).limit(1)
        one, another = session.execute(pair).one()
        for name in ("low", "high", "average", "fen_per_kg_low", "fen_per_kg_high", "fen_per_kg"):
            first, second = getattr(one, name), getattr(another, name)
            setattr(one, name, second)
            setattr(another, name, first)
    assert total(store) != before


def test_a_draft_counts_only_with_everything(store: Store) -> None:
    with store.writing() as session:
        session.execute(
            update(Job).where(Job.id == session.scalars(select(Job.id).limit(1)).one()).values(status="draft")
        )
    facts, everything = total(store), total(store, everything=True)
    with store.writing() as session:
        session.execute(update(Job).where(Job.status == "draft").values(description="别的"))
    assert total(store) == facts
    assert total(store, everything=True) != everything


def test_the_order_of_keys_in_a_held_row_says_nothing(store: Store) -> None:
    sums = []
    for fields in ({"a": "1", "b": "2"}, {"b": "2", "a": "1"}):
        with store.writing() as session:
            session.execute(delete(HeldQuote))
            session.add(HeldQuote(fingerprint="f", reason="r", fields=fields, held_at=NOW))
        sums.append(total(store))
    assert sums[0] == sums[1]


def test_rows_twice_the_same_are_not_rows_once(store: Store) -> None:
    before = total(store)
    with store.writing() as session:
        table = Base.metadata.tables["pesticide"]
        row = dict(session.execute(select(table).limit(1)).mappings().one())
        del row["id"]
        session.execute(insert(table), [row, row])
    assert total(store) != before


def test_an_empty_database_is_no_reason_to_fail(tmp_path: Path) -> None:
    bare = open_store(f"sqlite:///{tmp_path / 'bare.sqlite'}")
    migrate.upgrade(bare)
    assert sum(each.rows for each in checksum.checksum(bare, everything=True)) == 0
    bare.engine.dispose()


def test_it_holds_few_rows_at_a_time(sqlite_store: Store) -> None:
    quotes.fill(sqlite_store, 40_000, TODAY)
    tracemalloc.start()
    total(sqlite_store)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 6_000_000
