"""Puts an installation together: a store that is migrated and filled, a trained model, and the conversation."""

import fcntl
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot import teaching
from bot.conversation import Conversation, Parts
from bot.dispatch import Dispatcher
from bot.model_shelf import Shelf
from bot.nlu import training
from bot.nlu.model import Model, NoModel, load, save
from bot.nlu.rasa_format import FormatError
from bot.nlu.renewed import Renewed
from bot.state import State, open_state
from knowledge import absence, backup, clock, db, migrate, settings, soundness, spool, vault
from knowledge.clock import Clock
from knowledge.db import Store
from knowledge.settings import Settings
from knowledge.spool import Spool
from knowledge.starter import fill, renew

log = logging.getLogger(__name__)
SPOOL = "spool"


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
    _prepare_unless_away(chosen)
    state = open_state(chosen.redis_url, chosen.data_dir)
    parts = Parts(
        store=db.current(),
        state=state,
        clock=clock.current(),
        vault=vault.current(),
        understander=_understander(Shelf(chosen.data_dir)),
        dispatcher=Dispatcher(),
        spool=Spool(chosen.data_dir / SPOOL, vault.current()),
    )
    return Service(chosen, state, Conversation(parts))


def _prepare_unless_away(chosen: Settings) -> None:
    """Prepares; where the store is away, or goes while it is looked at, begins on what was prepared before."""
    was_prepared = Shelf(chosen.data_dir).stamp() is not None
    try:
        prepare(chosen)
    except Exception as fault:
        if not (was_prepared and absence.is_behind(db.current(), fault)):
            raise
        log.warning("the store is away: beginning without a look at it")


def prepare(chosen: Settings, *, keep_model: bool = False) -> None:
    """Migrates, fills and trains what is not yet; quick when all of it is done. Raises NotReady.

    With `keep_model` a model of other training files stays in use.
    """
    try:
        chosen.data_dir.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise NotReady(f"DATA_DIR {chosen.data_dir} cannot be written ({fault.strerror}): choose another.") from None
    _check_spool(chosen.data_dir / SPOOL)
    with _alone(chosen.data_dir):
        store = db.current()
        try:
            soundness.check_sound(store)
        except RuntimeError as fault:
            raise NotReady(str(fault)) from None
        _migrate(store, chosen)
        _fill(store, chosen, clock.current())
        renew.renew(store)
        _train(store, Shelf(chosen.data_dir), keep_model)


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
    return "" if Shelf(chosen.data_dir).stamp() else "model is not trained"


def trained(store: Store) -> Model:
    """A model trained from the training files, the staff's messages and the catalogue of this store."""
    return teaching.model_of(store, teaching.lessons(teaching.labelled(store)))


def retrain(chosen: Settings, *, force: bool) -> teaching.Outcome | None:
    """Trains anew and puts a good model in use; None when there is nothing new. Raises NotReady, FormatError."""
    prepare(chosen, keep_model=True)
    store, shelf = db.current(), Shelf(chosen.data_dir)
    in_use = load(shelf.now)
    if teaching.is_learned(in_use, teaching.labelled(store)):
        return None
    outcome = teaching.retrain(store, in_use, force)
    if outcome.model:
        with _alone(chosen.data_dir):
            shelf.put(outcome.model)
    return outcome


def model_before(chosen: Settings) -> None:
    """Puts the model before in use again. Raises NotReady."""
    prepare(chosen)
    try:
        with _alone(chosen.data_dir):
            teaching.back(Shelf(chosen.data_dir))
    except NoModel as fault:
        raise NotReady(f"没有能用的上一个模型（{fault}），没有换。") from None


def _check_spool(folder: Path) -> None:
    try:
        spool.check(folder)
    except OSError as fault:
        raise NotReady(
            f"The folder {folder} cannot be written ({fault.strerror}): messages lie there while the store is away."
        ) from None


def _migrate(store: Store, chosen: Settings) -> None:
    if migrate.is_newest(store):
        return
    if migrate.current(store) is not None:
        _back_up(store, chosen, clock.current())
    migrate.upgrade(store)


def _back_up(store: Store, chosen: Settings, watch: Clock) -> None:
    """Keeps the store as it was before it is migrated; raises NotReady where that cannot be done."""
    folder = chosen.data_dir / "backups"
    path = folder / f"before-migration-{watch.now():%Y%m%d-%H%M%S}.tianxun"
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        backup.take(store, path, watch.now(), vault.mark_of(chosen))
    except (OSError, backup.Refused) as fault:
        raise NotReady(f"The store is not migrated, since it cannot be backed up to {path} ({fault}).") from None
    log.warning("store backed up to %s before migrating", path)


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


def _train(store: Store, shelf: Shelf, keep_model: bool) -> None:
    """Trains where no model fits the training files; of the staff's messages it knows those that it knew before."""
    said = teaching.labelled(store)
    try:
        model = load(shelf.now)
        if keep_model or model.trained_from == training.files_hash():
            return
        said = [example for example in said if (example.text, example.intent) in set(model.told)]
    except NoModel as fault:
        if shelf.stamp():
            log.warning("the model cannot be used (%s): a new one is trained", fault)
    log.info("training from %s", training.FOLDER.name)
    try:
        save(teaching.model_of(store, teaching.lessons(said)), shelf.now)
    except FormatError as fault:
        raise NotReady(str(fault)) from None


def _understander(shelf: Shelf) -> Renewed:
    return Renewed(shelf.stamp, lambda: load(shelf.now))


@contextmanager
def _alone(data_dir: Path) -> Iterator[None]:
    """One process at a time prepares; the lock dies with its owner."""
    with (data_dir / "prepare.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
