"""What reading a message costs in this process, whole and by stage."""

import time
from collections.abc import Callable, Sequence
from typing import TypeVar

from bot.nlu import features
from bot.nlu.hearing import Hearing
from bot.nlu.model import Model
from bot.nlu.understand import Understander, spans_of
from knowledge.catalogue import Catalogue
from knowledge.text import normalise
from tests.bench.figures import table
from tests.evaluation.understanding import TODAY, messages

_T = TypeVar("_T")
_S = TypeVar("_S")


def report(model: Model, names: Catalogue) -> None:
    """Prints microseconds a message; what weighing and second requests take is in the whole alone."""
    texts = list(dict.fromkeys(message.text for message in messages()))
    reader, hearing = Understander(model), Hearing(model.language)
    # The first message loads names and characters for all.
    reader.understand("您好", names, TODAY)
    hearing.heard(normalise("您好"), names)
    whole, _ = _timed(lambda text: reader.understand(text, names, TODAY), texts)
    written, normal = _timed(normalise, texts)
    heard, meant = _timed(lambda plain: hearing.heard(plain, names).text, normal)
    named, spans = _timed(lambda text: spans_of(text, names, TODAY), meant)
    pairs = list(zip(meant, spans, strict=True))
    classified, _ = _timed(lambda pair: model.classifier.probabilities(features.of(*pair)), pairs)
    rows = [
        ("normalising; names, dates and amounts", f"{written + named:.0f}"),
        ("hearing", f"{heard:.0f}"),
        ("classifier", f"{classified:.0f}"),
        ("whole", f"{whole:.0f}"),
    ]
    table("reading", ("", "µs a message"), rows)


def _timed(work: Callable[[_T], _S], items: Sequence[_T]) -> tuple[float, list[_S]]:
    begun = time.perf_counter()
    done = [work(item) for item in items]
    return (time.perf_counter() - begun) / len(items) * 1e6, done
