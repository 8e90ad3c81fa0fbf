"""Which kinds of names and amounts mean something under an intent: 打药 is a job where work is sought, else a chore."""

from bot.nlu.amounts import PEOPLE
from bot.nlu.spans import Span

_WORK = frozenset({"find_jobs", "post_job"})
_TRADE = frozenset({"find_supply", "find_demand", "post_supply", "post_demand", "my_posts"})
_PRICES = frozenset({"ask_price", "ask_price_trend", "compare_prices", "set_price_alert", "delete_price_alert"})
_UNDER = {
    "job_type": _WORK | {"subscribe", "unsubscribe", "my_posts"},
    "wage": _WORK | {"my_posts", "give_feedback"},
    "price": _TRADE | _PRICES | {"post_job"},
    "quantity": _TRADE | _PRICES | {"post_job"},
    "ordinal": frozenset(
        {"choose", "delete_price_alert", "read_newspaper", "my_posts", "check_feedback", "unsubscribe", "set_location"}
    ),
}
_BY_THE_PIECE = ("元/斤", "元/亩", "元/件", "元/公斤", "元/个")


def of(intent: str, spans: list[Span]) -> list[Span]:
    """The spans that mean something under the intent; pay by weight or area is a wage where work is offered."""
    return [_as_wage(span) if intent in _WORK else span for span in spans if _belongs(span, intent)]


def _belongs(span: Span, intent: str) -> bool:
    if span.entity == "quantity" and span.value.endswith(PEOPLE):
        return intent == "post_job"
    return intent in _UNDER.get(span.entity, (intent,))


def _as_wage(span: Span) -> Span:
    if span.entity == "price" and span.value.endswith(_BY_THE_PIECE):
        return Span("wage", span.start, span.end, span.value)
    return span
