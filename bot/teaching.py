"""What the installation learns from: the training files, and the messages that its staff have labelled."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.model_shelf import Shelf
from bot.nlu import training, trial
from bot.nlu.hearing import Hearing
from bot.nlu.model import Examples, Model, NoModel, load
from bot.nlu.rasa_format import plain_text
from bot.nlu.training import Example
from bot.nlu.trial import Figures
from bot.nlu.understand import Understander, featurise
from knowledge import catalogue, clock, labels
from knowledge.db import Store
from knowledge.starter import fill
from knowledge.text import normalise


@dataclass(frozen=True)
class Lessons:
    """What to learn from: the sentences of the training files, those that staff add, and all that staff told."""

    files: tuple[Example, ...]
    added: tuple[Example, ...] = ()
    told: tuple[Example, ...] = ()

    @property
    def all(self) -> list[Example]:
        """Every sentence."""
        return [*self.files, *self.added]

    def without_held_out(self) -> "Lessons":
        """What is learned for a comparison."""
        return Lessons(*(tuple(trial.learned(examples)) for examples in (self.files, self.added, self.told)))


@dataclass(frozen=True)
class Outcome:
    """What came of a training: how old and new read what neither had learned; `model` is None when the new is worse."""

    files: Figures
    labels: Figures
    model: Model | None


def labelled(store: Store) -> list[Example]:
    """The staff's messages without their marks."""
    with store.reading() as session:
        return [Example(plain_text(row.text), row.intent) for row in labels.all_of(session)]


def lessons(said: Sequence[Example]) -> Lessons:
    """The training files and the staff's messages; what staff say of a sentence counts for it. Raises FormatError."""
    theirs = {normalise(example.text).text: example for example in said}
    files = [theirs.pop(normalise(example.text).text, example) for example in training.read_examples()]
    return Lessons(tuple(files), tuple(theirs.values()), tuple(said))


def model_of(store: Store, lessons: Lessons) -> Model:
    """A model of these lessons, over the catalogue of the store."""
    with store.reading() as session:
        names = catalogue.current(session)
    today = clock.current().today()
    language = training.language_of(lessons.all, fill.texts())
    hearing = Hearing(language)
    classifier = training.train(lessons.all, lambda text: featurise(text, hearing, names, today), len(lessons.added))
    return Model(classifier, language, training.files_hash(), _pairs(lessons.all), _pairs(lessons.told))


def is_learned(model: Model, said: Sequence[Example]) -> bool:
    """Whether the model has learned from the files as they are and from exactly these messages."""
    return model.trained_from == training.files_hash() and set(model.told) == set(_pairs(said))


def retrain(store: Store, in_use: Model, force: bool) -> Outcome:
    """A model that has learned all there is, unless that is worse than the one in use (or `force`).

    The product holds no messages but those that it learns from. So one in five is held out by a hash of it, what the
    model in use has learned and what there is now are each learned without those, and both are asked for them: for
    the files' and for the staff's own. Worse means that more of the files' are lost, or of all together, than chance
    explains. The model that comes of it has learned everything.
    """
    said = labelled(store)
    now = lessons(said)
    before = _before(in_use, {example.text for example in now.files})
    old, new = (_reading(store, which.without_held_out()) for which in (before, now))
    files = trial.compared([example for example in now.files if example not in said], old, new)
    own = trial.compared(said, old, new)
    is_good = force or not (files.is_worse or (files + own).is_worse)
    return Outcome(files, own, model_of(store, now) if is_good else None)


def back(shelf: Shelf) -> None:
    """Puts the model before in use again; raises NoModel when there is none, or one of other training files."""
    if load(shelf.before).trained_from != training.files_hash():
        raise NoModel(f"{shelf.before.name}: trained from other files")
    shelf.back()


def _before(in_use: Model, files: set[str]) -> Lessons:
    """What the model in use has learned."""
    learned = [Example(text, intent) for text, intent in in_use.examples]
    return Lessons(
        files=tuple(example for example in learned if example.text in files),
        added=tuple(example for example in learned if example.text not in files),
        told=tuple(Example(text, intent) for text, intent in in_use.told),
    )


def _pairs(examples: Sequence[Example]) -> Examples:
    return tuple((example.text, example.intent) for example in examples)


def _reading(store: Store, lessons: Lessons) -> Callable[[str], str]:
    understander = Understander(model_of(store, lessons))
    with store.reading() as session:
        names = catalogue.current(session)
    today = clock.current().today()
    return lambda text: understander.understand(text, names, today).intent
