"""Training from Rasa's NLU format: seconds, no network, the same result each time."""

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bot.nlu import features, rasa_format
from bot.nlu.classifier import Classifier, Matrix, scale
from bot.nlu.language import Language, learned
from bot.nlu.rasa_format import FormatError, Sentence
from knowledge.text import normalise

EPOCHS, BATCH, RATE, DECAY = 14, 32, 0.3, 1e-3
FOLDER = Path(__file__).parent.parent / "training"
_READERS = (
    "features.py", "training.py", "rasa_format.py", "gazetteer.py", "amounts.py", "dates.py", "lunar.py", "language.py",
    "hearing.py", "pinyin.py", "mishearing.py", "sounds.py", "sounds.tsv", "word_kinds.py", "word_kinds.tsv",
)  # fmt: skip
_LATIN = re.compile("[a-zA-Z]{3}")


@dataclass(frozen=True)
class Example:
    """One sentence and its intent."""

    text: str
    intent: str


def read_sentences(folder: Path | None = None) -> list[Sentence]:
    """All sentences of a folder of Rasa NLU files, in the order of their names. Raises FormatError."""
    folder = folder or FOLDER
    found: list[Sentence] = []
    for path in sorted(folder.glob("*.yml")):
        found += rasa_format.read(path.read_bytes(), path.name)
    if not found:
        raise FormatError(f"{folder}：没有训练例句。")
    return found


def read_examples(folder: Path | None = None) -> list[Example]:
    """The same without their marks."""
    return [Example(sentence.text, sentence.intent) for sentence in read_sentences(folder)]


def files_hash(folder: Path | None = None) -> str:
    """What the training files say now, and how they are learned, as one hash."""
    digest = hashlib.sha256(f"{EPOCHS} {BATCH} {RATE} {DECAY}".encode())
    here = Path(__file__).parent
    code = [here / name for name in _READERS]
    for path in [*sorted((folder or FOLDER).glob("*.yml")), *code]:
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def language_of(examples: list[Example], texts: Iterable[str]) -> Language:
    """What sentences and articles show of the language; sentences in pinyin show nothing."""
    said = (normalise(example.text).text for example in examples if not _LATIN.search(example.text))
    return learned(said, (normalise(text).text for text in texts))


def train(examples: list[Example], featurise: Callable[[str], list[str]], added: int = 0) -> Classifier:
    """A softmax regression over the features, fitted by AdaGrad; the last `added` examples are staff's own."""
    rows = [featurise(example.text) for example in examples]
    counts = Counter(feature for row in rows for feature in row)
    vocabulary = {feature: i for i, feature in enumerate(sorted(f for f, n in counts.items() if _is_learned(f, n)))}
    intents = tuple(sorted({example.intent for example in examples}))
    wanted = np.array([intents.index(example.intent) for example in examples])
    indexes = [np.array([vocabulary[f] for f in row if f in vocabulary], dtype=np.int64) for row in rows]
    scales = np.array([scale(len(row)) for row in rows], dtype=np.float32)
    weights, bias = _fit(indexes, scales, wanted, (len(vocabulary), len(intents)), added)
    return Classifier(intents, vocabulary, weights, bias)


def _is_learned(feature: str, count: int) -> bool:
    """What stands in one sentence alone is learned where it is no more than a few characters side by side."""
    return count > 1 or (len(feature) <= features.LONGEST and feature[0] not in features.DERIVED)


def _fit(indexes: list[Any], scales: Matrix, wanted: Any, shape: tuple[int, int], added: int) -> tuple[Matrix, Matrix]:
    generator = np.random.default_rng(12582)
    weights = np.zeros(shape, dtype=np.float32)
    seen = np.full(shape, 1e-4, dtype=np.float32)
    bias = np.zeros(shape[1], dtype=np.float32)
    # Rare intents count as much as frequent ones, up to a point.
    share = np.bincount(wanted, minlength=shape[1]).astype(np.float32)
    importance = np.clip(np.sqrt(share.mean() / share), 0.6, 1.8)
    for epoch in range(EPOCHS):
        rate = RATE * (1 - epoch / EPOCHS)
        order = _with_added(generator.permutation(len(indexes) - added), added, epoch)
        for begin in range(0, len(order), BATCH):
            for example in order[begin : begin + BATCH]:
                features, factor, intent = indexes[example], scales[example], wanted[example]
                scores = weights[features].sum(axis=0) * factor + bias
                scores -= scores.max()
                error = np.exp(scores)
                error /= error.sum()
                error[intent] -= 1
                error *= importance[intent]
                gradient = error * factor
                seen[features] += gradient * gradient
                weights[features] -= rate * (gradient / np.sqrt(seen[features]) + DECAY * weights[features])
                bias -= 0.01 * rate * error
    return weights, bias


def _with_added(order: Any, added: int, epoch: int) -> Any:
    """The order with added examples strewn in: the others keep theirs, and so most readings stay as they were."""
    places = np.random.default_rng(epoch).integers(0, len(order) + 1, added)
    return np.insert(order, places, np.arange(len(order), len(order) + added))
