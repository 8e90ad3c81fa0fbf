"""What is said to a message, with everything that is to be stored for it."""

from dataclasses import dataclass, replace

from actions import fit
from actions.accused import ACCUSED
from actions.my_posts import ACT, OWN
from actions.posting import STEP
from bot import forms, talk
from bot.dispatch import Answered, Request
from bot.message import Button, Reply
from bot.nlu.understand import MOST_CHARACTERS, Understanding
from knowledge.inbox import Outcome
from knowledge.known import Owing
from knowledge.questions import Asked, subject_of

# What a question may go on about without naming it again.
_ABOUT = frozenset({"commodity", "problem"})
# What tells an action of the talk before, and nobody else of the message.
_UNSEEN = frozenset({talk.SHOWN, STEP, ACT, OWN, ACCUSED})


@dataclass(frozen=True)
class Decision:
    """A reply with everything that is to be stored for it; `talk` is None where the talk stays as it was."""

    reply: Reply
    outcome: Outcome
    talk: talk.Talk | None


def of_answers(
    answers: list[Answered], readings: list[Understanding], before: talk.Talk, owed: list[Owing], now: float
) -> Decision:
    """The answers as one message, and what is to be kept; `readings` are the whole message's, then its parts'."""
    whole = readings[0]
    text = _with_length_said("\n\n".join(answer.text for answer in answers), whole)
    if any(deed.stops_pushes for answer in answers for deed in answer.deeds):
        # Who wants no more gets not even what has been waiting.
        owed = [one for one in owed if not one.kind]
    text = _told_first(owed) + text
    requests = [answer.request for answer in answers]
    is_over = requests[-1].intent == "cancel"
    if before.form and not is_over and before.form_after(answers) is before.form:
        text = f"{text}\n{forms.reminder(before.form)}"
    page, rest = fit.opening(text, "\n\n".join(answer.rest for answer in answers if answer.rest))
    outcome = Outcome(
        reply=fit.with_hint(page, rest),
        intent=requests[0].intent,
        confidence=whole.confidence,
        entities=_entities(requests),
        rests_on=tuple(row for answer in answers for row in answer.rests_on),
        open_questions=tuple(_open_question(answer.request, readings) for answer in answers if answer.is_open),
        place=next((answer.place for answer in answers if answer.place), ""),
        delivers=tuple(one.number for one in owed),
        deeds=tuple(deed for answer in answers for deed in answer.deeds),
        picture=next((answer.picture for answer in answers if answer.picture), ""),
    )
    buttons = tuple(Button(label, str(i)) for a in answers for i, (label, _) in enumerate(a.choices, 1))
    entities = tuple(entity for request in requests for entity in request.entities if entity[0] not in _UNSEEN)
    reply = Reply(outcome.reply, buttons, outcome.intent, entities, outcome.rests_on, outcome.picture)
    left = talk.Talk(rest=rest, rest_at=now) if is_over else before.after(answers, rest, now)
    return Decision(reply, outcome, left)


def _told_first(owed: list[Owing]) -> str:
    """What is owed, as it stands before a reply."""
    return "".join(f"{one.words}\n\n" for one in owed)


def _open_question(request: Request, readings: list[Understanding]) -> Asked:
    """The question as it was sent; what it goes on about (那怎么防) is said with it, or nobody could answer it."""
    reading = next((reading for reading in reversed(readings) if reading.heard == request.text), None)
    text = reading.text if reading else request.text
    named = {(entity.entity, entity.value) for entity in reading.entities} if reading else set(request.entities)
    about = [value for kind, value in request.entities if kind in _ABOUT and (kind, value) not in named]
    if about:
        text = f"{text}（说的是{'、'.join(dict.fromkeys(about))}）"
    return Asked(request.intent, text, subject_of(request.intent, request.entities))


def _entities(requests: list[Request]) -> list[dict[str, object]]:
    pairs = (pair for request in requests for pair in request.entities if pair[0] not in _UNSEEN)
    return [{"entity": kind, "value": value} for kind, value in pairs]


def _with_length_said(text: str, whole: Understanding) -> str:
    """The text, after a word on it where the message was too long to be read to its end."""
    is_long = len(whole.text) > MOST_CHARACTERS
    return f"话有点长，我只看了前{MOST_CHARACTERS}字。\n{text}" if is_long else text


def plain(text: str, whole: Understanding, after: talk.Talk) -> Decision:
    """A text that rests on nothing."""
    text = _with_length_said(text, whole)
    outcome = Outcome(text, intent=whole.intent, confidence=whole.confidence)
    buttons = tuple(Button(label, str(number)) for number, (label, _) in enumerate(after.choices, 1))
    return Decision(Reply(text, buttons, whole.intent), outcome, after)


def without_picture_to_send(decision: Decision) -> Decision:
    """The same for a channel that shows a reply's picture itself, or has none."""
    return replace(decision, outcome=replace(decision.outcome, picture=""))


def with_owed(decision: Decision, owed: list[Owing]) -> Decision:
    """Puts what is owed before a reply that always has room for it."""
    if not owed or not decision.reply.text:
        return decision
    page, rest = fit.first_page(_told_first(owed) + decision.reply.text)
    text = fit.with_hint(page, rest)
    outcome = replace(decision.outcome, reply=text, delivers=tuple(one.number for one in owed))
    return replace(
        decision, reply=Reply(text), outcome=outcome, talk=talk.Talk(rest=rest, rest_at=0.0) if rest else None
    )
