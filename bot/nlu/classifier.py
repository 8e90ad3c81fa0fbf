"""The trained classifier: a linear model over features."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]


@dataclass(frozen=True)
class Classifier:
    """Weights by feature and intent; they may be kept in half precision."""

    intents: tuple[str, ...]
    vocabulary: dict[str, int]
    weights: Matrix
    bias: Matrix

    def probabilities(self, features: list[str]) -> Matrix:
        """One probability per intent, in the order of `intents`."""
        known = [self.vocabulary[feature] for feature in features if feature in self.vocabulary]
        scores = self.bias.copy()
        if known:
            scores += self.weights[known].sum(axis=0, dtype=np.float32) * scale(len(features))
        scores -= scores.max()
        grown = np.exp(scores)
        return np.asarray(grown / grown.sum(), dtype=np.float32)

    def familiarity(self, features: list[str]) -> float:
        """The share of the message's features that training has seen, 0 to 1."""
        return sum(feature in self.vocabulary for feature in features) / len(features) if features else 0.0


def scale(count: int) -> float:
    """Long messages have many features and must not grow surer by that alone."""
    return float(1 / np.sqrt(count)) if count else 0.0
