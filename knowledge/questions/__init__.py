"""Open questions and their answers: who asked is told, each once."""

from knowledge.models.question import open_groups
from knowledge.questions.answering import (
    answer,
    answer_waiting,
    answer_with_article,
    answer_with_text,
    assign,
    begin_article,
    dismiss,
)
from knowledge.questions.asking import Asked, keep, named_in, subject_of
from knowledge.questions.rights import access_question
from knowledge.refusal import Refused

__all__ = [
    "Asked",
    "Refused",
    "access_question",
    "answer",
    "answer_waiting",
    "answer_with_article",
    "answer_with_text",
    "assign",
    "begin_article",
    "dismiss",
    "keep",
    "named_in",
    "open_groups",
    "subject_of",
]
