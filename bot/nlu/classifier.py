"""The trained classifier: a linear model over features, kept as plain arrays without code."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]


@dataclass(frozen=True)
class Classifier:
    """Weights by feature and intent; `trained_from` is the hash of the files that it learned from."""

    intents: tuple[str, ...]
    vocabulary: dict[str, int]
    weights: Matrix
    bias: Matrix
    trained_from: str

    def probabilities(self, features: list[str]) -> Matrix:
        """One probability per intent, in the order of `intents`."""
        known = [self.vocabulary[feature] for feature in features if feature in self.vocabulary]
        scores = self.bias.copy()
        if known:
            scores += self.weights[known].sum(axis=0) * scale(len(features))
        scores -= scores.max()
        grown = np.exp(scores)
        return np.asarray(grown / grown.sum(), dtype=np.float32)

    def familiarity(self, features: list[str]) -> float:
        """The share of the message's features that training has seen, 0 to 1."""
        return sum(feature in self.vocabulary for feature in features) / len(features) if features else 0.0


def scale(count: int) -> float:
    """Long messages have many features and must not grow surer by that alone."""
    return float(1 / np.sqrt(count)) if count else 0.0


def save(classifier: Classifier, path: Path) -> None:
    """Writes the model whole or not at all: no pickle, nothing that runs."""
    words = json.dumps(
        {
            "intents": classifier.intents,
            "vocabulary": list(classifier.vocabulary),
            "trained_from": classifier.trained_from,
        },
        ensure_ascii=False,
    )
    partial = path.with_suffix(".partial")
    with partial.open("wb") as file:
        np.savez_compressed(
            file,
            weights=classifier.weights.astype(np.float16),
            bias=classifier.bias,
            words=np.frombuffer(words.encode("utf-8"), dtype=np.uint8),
        )
    partial.replace(path)


def load(path: Path) -> Classifier:
    """Reads a model; raises OSError or ValueError for a missing or damaged file."""
    with np.load(path, allow_pickle=False) as arrays:
        words = json.loads(arrays["words"].tobytes().decode("utf-8"))
        return Classifier(
            tuple(words["intents"]),
            {feature: index for index, feature in enumerate(words["vocabulary"])},
            arrays["weights"].astype(np.float32),
            arrays["bias"].astype(np.float32),
            words["trained_from"],
        )
