"""Whether there is a store, and whether it can be read."""

from sqlalchemy.exc import DBAPIError

from knowledge.db import Store, sqlite_path


def is_absent(store: Store) -> bool:
    """Whether the embedded store's file has yet to be made; opening it would."""
    path = sqlite_path(store.engine.url.render_as_string(hide_password=False))
    return path is not None and not path.exists()


def check_sound(store: Store) -> None:
    """Raises RuntimeError with one line for staff when the store cannot be read."""
    try:
        with store.engine.connect() as connection:
            if store.is_sqlite:
                verdict = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one()
                if verdict != "ok":
                    raise RuntimeError(f"The store is damaged ({verdict}): restore it from a backup.")
            else:
                connection.exec_driver_sql("SELECT 1")
    except DBAPIError as fault:
        reason = str(fault.orig).splitlines()[0]
        where = store.engine.url.render_as_string(hide_password=True)
        raise RuntimeError(
            f"The store {where} cannot be opened ({reason}): check the path or restore a backup."
        ) from None
