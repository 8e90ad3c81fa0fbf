"""`make eval`: how well farmers are understood and answered, on data that training never saw."""

import tempfile
from pathlib import Path

from bot import service
from bot.conversation import Parts
from bot.dispatch import Dispatcher
from bot.nlu.understand import Understander
from bot.state.sqlite_state import SqliteState
from knowledge import catalogue, migrate
from knowledge.db import open_store
from knowledge.starter import fill
from knowledge.vault import Vault
from tests.evaluation import searching, talking, understanding


def main() -> None:
    """Fills a store of its own, trains, and prints."""
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{folder}/evaluation.sqlite")
        migrate.upgrade(store)
        fill.fill(store, searching.Day(), "430725000000", starter=True, demo=True)
        with store.reading() as session:
            names = catalogue.current(session)
        read = Understander(service.trained(store))
        understanding.report(read, names)
        searching.answers(store, names)
        searching.ranking(store, read)
        state = SqliteState(Path(folder) / "state.sqlite")
        talking.report(Parts(store, state, searching.Day(), Vault("evaluation"), read, Dispatcher()))
        store.engine.dispose()


if __name__ == "__main__":
    main()
