"""All that training yields, kept as plain arrays and words, without code."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bot.nlu.classifier import Classifier
from bot.nlu.language import Language

Examples = tuple[tuple[str, str], ...]


class NoModel(ValueError):
    """There is no model to be read there: the file is missing, damaged, or another release's."""


@dataclass(frozen=True)
class Model:
    """What was learned, from `examples` (sentence, intent); `trained_from` is the hash of the training files.

    `told` are the examples that staff gave: such a message has its intent for certain.
    """

    classifier: Classifier
    language: Language
    trained_from: str
    examples: Examples = ()
    told: Examples = ()


def save(model: Model, path: Path) -> None:
    """Writes the model whole or not at all: no pickle, nothing that runs."""
    words = {
        "intents": model.classifier.intents,
        "vocabulary": list(model.classifier.vocabulary),
        "singles": model.language.singles,
        "pairs": model.language.pairs,
        "trained_from": model.trained_from,
        "examples": model.examples,
        "told": model.told,
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
    """Reads a model; raises NoModel, which says why, for a file that holds none."""
    try:
        # numpy leaves a file that it opened itself open where the zip in it is damaged.
        with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            words = json.loads(arrays["words"].tobytes().decode("utf-8"))
            weights, bias = arrays["weights"], arrays["bias"].astype(np.float32)
        vocabulary = {feature: index for index, feature in enumerate(words["vocabulary"])}
        classifier = Classifier(tuple(words["intents"]), vocabulary, weights, bias)
        language = Language(words["singles"], words["pairs"], sum(words["singles"].values()) or 1)
        examples, told = (tuple((text, intent) for text, intent in words[kind]) for kind in ("examples", "told"))
        model = Model(classifier, language, words["trained_from"], examples, told)
    # Zip, numpy and JSON have each their own errors for damage.
    except Exception as fault:
        raise NoModel(f"{path.name}: {type(fault).__name__}") from fault
    if weights.shape != (len(vocabulary), len(classifier.intents)) or bias.shape != weights.shape[1:]:
        raise NoModel(f"{path.name}: its parts do not fit one another")
    return model
