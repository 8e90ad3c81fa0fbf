"""`make eval`: how well farmers are understood and answered, on data that training never saw."""

import argparse
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from bot import service
from bot.conversation import Parts
from bot.dispatch import Dispatcher
from bot.nlu.understand import Understander
from bot.state.sqlite_state import SqliteState
from knowledge import catalogue, migrate
from knowledge.clock import Clock
from knowledge.db import Store, open_store
from knowledge.spool import Spool
from knowledge.starter import fill
from knowledge.vault import Vault
from tests.evaluation import answering, databases, figures, history, intents, searching, speed, talking, understanding
from tests.evaluation.figures import Figures
from tests.evaluation.halves import PARTS, REPORTING, TUNING, halved

HOME = "430725000000"
_T = TypeVar("_T")


def main(arguments: Sequence[str] | None = None) -> None:
    """Fills a store of its own, trains, measures and prints; changes a file only when told to keep the figures."""
    chosen = _parser().parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        store = _filled(f"sqlite:///{folder}/evaluation.sqlite")
        if chosen.postgresql:
            databases.report(store, _filled(chosen.postgresql), Understander(service.trained(store)))
        else:
            measured = Evaluation(store, Path(folder), chosen.wrong).run()
            if chosen.keep:
                history.keep(chosen.keep, Clock().today(), measured)
        store.engine.dispose()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.evaluation", description=main.__doc__)
    parser.add_argument("--wrong", action="store_true", help="show what goes wrong in the tuning half")
    parser.add_argument("--keep", metavar="NOTE", help=f"add the figures to docs/{history.FILE.name}")
    parser.add_argument(
        "--postgresql",
        metavar="URL",
        help="fill this empty database too, and only see whether it finds what SQLite does",
    )
    return parser


def _filled(url: str) -> Store:
    store = open_store(url)
    migrate.upgrade(store)
    fill.fill(store, searching.Day(), HOME, starter=True, demo=True)
    return store


class Evaluation:
    """One run over all data; sentences are shown of the tuning half alone, and only where `shows_wrong`."""

    def __init__(self, store: Store, folder: Path, shows_wrong: bool) -> None:
        self._store, self._folder, self._shows_wrong = store, folder, shows_wrong
        self._kept = history.last()
        self._measured: dict[str, Figures] = {part: {} for part in PARTS}

    def run(self) -> dict[str, Figures]:
        """Prints everything; returns the figures of both halves."""
        with self._store.reading() as session:
            names = catalogue.current(session)
        model = service.trained(self._store)
        reader = Understander(model)
        read = halved(understanding.read(reader, names), lambda one: one.message.text)
        self._report("messages", read, understanding.figures, intents.wrong)
        intents.report(read)
        speed.report(model, names)
        asked = halved(answering.asked(self._store, names, reader), lambda one: one.question)
        self._report("questions", asked, answering.figures, answering.wrong)
        ranked = halved(searching.ranked(self._store, reader), lambda one: one.query)
        self._report("searches", ranked, searching.figures, searching.wrong)
        state = SqliteState(self._folder / "state.sqlite")
        vault = Vault("evaluation")
        spool = Spool(self._folder / "spool", vault)
        parts = Parts(self._store, state, searching.Day(), vault, reader, Dispatcher(), spool)
        talks = halved(talking.played(parts), lambda one: one.text)
        self._report("talks", talks, talking.figures, talking.wrong)
        talking.subjects(talks[REPORTING])
        return self._measured

    def _report(
        self,
        title: str,
        halves: dict[str, list[_T]],
        measure: Callable[[Sequence[_T]], Figures],
        wrong: Callable[[Sequence[_T]], list[str]],
    ) -> None:
        measured = {part: measure(halves[part]) for part in PARTS}
        figures.report(title, {part: len(halves[part]) for part in PARTS}, measured, self._kept)
        for part in PARTS:
            self._measured[part] |= measured[part]
        for line in wrong(halves[TUNING]) if self._shows_wrong else ():
            print(f"  wrong: {line}")


if __name__ == "__main__":
    main()
