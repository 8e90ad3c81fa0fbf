"""How well a farmer's question about techniques is answered: by the right article, its right part, or by none."""

from collections.abc import Sequence
from dataclasses import dataclass

from actions.ask_technique import AskTechnique
from actions.base import Answer, Question
from bot.nlu.understand import Understander, spans_of
from knowledge.catalogue import Catalogue
from knowledge.db import Store
from knowledge.text import normalise
from tests.evaluation.figures import QUESTIONS, Figures
from tests.evaluation.halves import HERE, ratio
from tests.evaluation.searching import Day, title_of
from tests.evaluation.understanding import TODAY


@dataclass(frozen=True)
class Asked:
    """A question, the title and part that answer it (no title where none does), and what was answered."""

    question: str
    title: str
    part: str
    answer: Answer

    @property
    def is_right_article(self) -> bool:
        return f"【{self.title}】" in self._first_line

    @property
    def is_right_part(self) -> bool:
        return self.is_right_article and self._first_line.endswith("】" + self.part)

    @property
    def is_right(self) -> bool:
        return self.is_right_part if self.title else self.answer.is_open

    @property
    def _first_line(self) -> str:
        return self.answer.text.partition("\n")[0]


def asked(store: Store, names: Catalogue, read: Understander) -> list[Asked]:
    """Every question of the data, as it was heard, with its answer."""
    lines = (HERE / "questions.tsv").read_text(encoding="utf-8").splitlines()
    return [_asked(line.split("\t"), store, names, read) for line in lines]


def figures(questions: Sequence[Asked]) -> Figures:
    """The figures of one half."""
    answerable = [one for one in questions if one.title]
    others = [one for one in questions if not one.title]
    measured = (
        ratio(sum(one.is_right_article for one in answerable), len(answerable)),
        ratio(sum(one.is_right_part for one in answerable), len(answerable)),
        ratio(sum(one.is_right for one in others), len(others)),
    )
    return dict(zip(QUESTIONS, measured, strict=True))


def wrong(questions: Sequence[Asked]) -> list[str]:
    """The questions that were not answered as they should be."""
    return [f"{q.question}: {q.title or 'no article'} {q.part}".rstrip() for q in questions if not q.is_right]


def _asked(fields: list[str], store: Store, names: Catalogue, read: Understander) -> Asked:
    text, file, heading = (*fields, "", "")[:3]
    heard = read.understand(text, names, TODAY).heard
    spans = spans_of(normalise(heard).text, names, TODAY)
    entities = tuple((span.entity, span.value) for span in spans)
    question = Question(heard, "ask_technique", entities, names.home_region, False, Day().now(), TODAY, names)
    with store.reading() as session:
        answer = AskTechnique().answer(question, session)
    return Asked(text, "" if file == "-" else title_of(file), heading.removeprefix("## ").strip(), answer)
