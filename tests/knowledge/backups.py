"""Backups of a test's store: taken, restored, compared."""

from pathlib import Path

from sqlalchemy import func, select, update

from knowledge import backup, checksum
from knowledge.db import Store
from knowledge.models.price import Quote
from tests.conftest import NOW

ROOT = Path(__file__).parent.parent.parent
ODD = "白菜😀\u2028\r\n\t\\N \\. \" ' ” \u200f" + "长" * 300_000


def silent(_table: str, _rows: int) -> None:
    pass


def taken(store: Store, folder: Path) -> Path:
    path = folder / "a.tianxun"
    backup.take(store, path, NOW, "mark")
    return path


def restored(store: Store, path: Path, force: bool = False) -> backup.Restored:
    with backup.opened(path) as found:
        return backup.restore(store, found, path.name, force=force, say=silent)


def everything(store: Store) -> list[checksum.Sum]:
    return list(checksum.checksum(store, everything=True))


def count(store: Store, table: type) -> int:
    with store.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def new_price(store: Store) -> None:
    with store.writing() as session:
        first = session.scalars(select(func.min(Quote.id))).one()
        session.execute(update(Quote).where(Quote.id == first).values(average="99"))
