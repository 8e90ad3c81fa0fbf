"""Puts an installation together: a store that is migrated and filled, a trained model, and the conversation."""

import fcntl
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.conversation import Conversation, Parts
from bot.dispatch import Dispatcher
from bot.nlu import training
from bot.nlu.hearing import Hearing
from bot.nlu.model import Model, load, save
from bot.nlu.understand import Understander, featurise
from bot.state import State, open_state
from knowledge import absence, catalogue, clock, db, migrate, settings, vault
from knowledge.clock import Clock
from knowledge.db import Store
from knowledge.settings import Settings
from knowledge.starter import fill

log = logging.getLogger(__name__)
MODEL = "model.npz"


class NotReady(RuntimeError):
    """The installation cannot start; the message is one line that says what to do."""


@dataclass(frozen=True)
class Service:
    """A running installation's parts."""

    settings: Settings
    state: State
    conversation: Conversation


def build() -> Service:
    """This process's service over a prepared installation.

    A process that must begin again while the database server is away tells people to write again, instead of ending
    all the others by its failure; what it begins on was prepared by the one that started it.
    """
    chosen = settings.current()
    if (chosen.data_dir / MODEL).exists() and absence.is_away(db.current()):
        log.warning("the store is away: beginning without a look at it")
    else:
        prepare(chosen)
    state = open_state(chosen.redis_url, chosen.data_dir)
    parts = Parts(
        store=db.current(),
        state=state,
        clock=clock.current(),
        vault=vault.current(),
        understander=Understander(load(chosen.data_dir / MODEL)),
        dispatcher=Dispatcher(),
    )
    return Service(chosen, state, Conversation(parts))


def prepare(chosen: Settings, say: object = None) -> None:
    """Migrates, fills and trains what is not yet; quick when all of it is done. Raises NotReady."""
    try:
        chosen.data_dir.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise NotReady(f"DATA_DIR {chosen.data_dir} cannot be written ({fault.strerror}): choose another.") from None
    with _alone(chosen.data_dir):
        store = db.current()
        try:
            db.check_sound(store)
        except RuntimeError as fault:
            raise NotReady(str(fault)) from None
        _migrate(store, chosen)
        _fill(store, chosen, clock.current())
        _train(store, chosen)


def missing(chosen: Settings) -> str:
    """What keeps the installation from being ready; empty when nothing does. Redis is not asked."""
    try:
        store = db.current()
        if not migrate.is_newest(store):
            return "store is not migrated"
        if not fill.is_filled(store):
            return "store is not filled"
    except Exception as fault:  # any fault of the store means the same to a balancer
        return f"store does not answer ({type(fault).__name__})"
    return "" if (chosen.data_dir / MODEL).exists() else "model is not trained"


def trained(store: Store) -> Model:
    """A model trained from the training files and the catalogue of this store."""
    with store.reading() as session:
        names = catalogue.current(session)
    today = clock.current().today()
    examples = training.read_examples()
    language = training.language_of(examples, fill.texts())
    hearing = Hearing(language)
    classifier = training.train(examples, lambda text: featurise(text, hearing, names, today))
    return Model(classifier, language, training.files_hash())


def _migrate(store: Store, chosen: Settings) -> None:
    if migrate.is_newest(store):
        return
    if migrate.current(store) is not None:
        kept = migrate.backup_sqlite(store, chosen.data_dir / "backups", clock.current().now())
        log.info("store backed up to %s before migrating", kept)
    migrate.upgrade(store)


def _fill(store: Store, chosen: Settings, watch: Clock) -> None:
    serves_real_farmers = bool(chosen.wechat_secret)
    try:
        fill.fill(store, watch, chosen.home_region, starter=chosen.starter, demo=not serves_real_farmers)
    except ValueError as fault:
        raise NotReady(str(fault)) from None
    filled_for = fill.home_region(store)
    if filled_for != chosen.home_region:
        log.warning("HOME_REGION=%s has no effect: the store was filled for %s", chosen.home_region, filled_for)
    if serves_real_farmers:
        gone = fill.remove_samples(store)
        if gone:
            log.warning("WECHAT_SECRET is set: %d sample rows were removed, farmers must not see them", gone)


def _train(store: Store, chosen: Settings) -> None:
    path = chosen.data_dir / MODEL
    try:
        if load(path).trained_from == training.files_hash():
            return
    except (OSError, ValueError, KeyError):
        log.info("no usable model yet")
    log.info("training from %s", training.FOLDER.name)
    try:
        save(trained(store), path)
    except training.TrainingError as fault:
        raise NotReady(str(fault)) from None


@contextmanager
def _alone(data_dir: Path) -> Iterator[None]:
    """One process at a time prepares; the lock dies with its owner."""
    with (data_dir / "prepare.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
