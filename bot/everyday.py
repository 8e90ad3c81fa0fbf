"""Words of every day: taken for names, they would be misheard."""

from bot.nlu import training
from bot.nlu.rasa_format import without_names
from knowledge.text import normalise


def sentence_with(word: str) -> str:
    """A sentence of the training files with the word in it, outside of all names; empty when there is none."""
    wanted = normalise(word).text
    for sentence in training.read_sentences() if wanted else ():
        if wanted in normalise(without_names(sentence.annotated)).text:
            return sentence.text
    return ""
