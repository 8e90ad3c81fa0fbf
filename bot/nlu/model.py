"""All that training yields, kept as plain arrays and words, without code."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bot.nlu.classifier import Classifier
from bot.nlu.language import Language


@dataclass(frozen=True)
class Model:
    """What was learned; `trained_from` is the hash of the files that it was learned from."""

    classifier: Classifier
    language: Language
    trained_from: str


def save(model: Model, path: Path) -> None:
    """Writes the model whole or not at all: no pickle, nothing that runs."""
    words = {
        "intents": model.classifier.intents,
        "vocabulary": list(model.classifier.vocabulary),
        "singles": model.language.singles,
        "pairs": model.language.pairs,
        "trained_from": model.trained_from,
    }
    partial = path.with_suffix(".partial")
    with partial.open("wb") as file:
        np.savez_compressed(
            file,
            weights=model.classifier.weights.astype(np.float16),
            bias=model.classifier.bias,
            words=np.frombuffer(json.dumps(words, ensure_ascii=False).encode("utf-8"), dtype=np.uint8),
        )
    partial.replace(path)


def load(path: Path) -> Model:
    """Reads a model; raises OSError, ValueError or KeyError for a missing, damaged or older file."""
    with np.load(path, allow_pickle=False) as arrays:
        words = json.loads(arrays["words"].tobytes().decode("utf-8"))
        vocabulary = {feature: index for index, feature in enumerate(words["vocabulary"])}
        weights, bias = arrays["weights"], arrays["bias"].astype(np.float32)
    language = Language(words["singles"], words["pairs"], sum(words["singles"].values()) or 1)
    return Model(Classifier(tuple(words["intents"]), vocabulary, weights, bias), language, words["trained_from"])
