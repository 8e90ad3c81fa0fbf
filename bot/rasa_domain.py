"""What a Rasa server has to know of this product: the domain and the rules, in Rasa's own format."""

from io import StringIO
from typing import Any

from actions.base import PREFIX
from bot.dispatch import Dispatcher

ENTITIES = (
    "commodity", "market", "region", "date", "problem", "job_type", "quantity", "price", "wage", "phone", "ordinal",
    "title", "job", "post", "shown",
)  # fmt: skip
VERSION = "3.1"


def written(dispatcher: Dispatcher) -> str:
    """The text of `domain.yml`."""
    domain = {
        "version": VERSION,
        "intents": sorted(dispatcher.intents),
        "entities": list(ENTITIES),
        "slots": {"place": {"type": "text", "influence_conversation": False, "mappings": [{"type": "custom"}]}},
        "actions": dispatcher.action_names,
        "session_config": {"session_expiration_time": 30, "carry_over_slots_to_new_session": True},
    }
    return _yaml(domain)


def rules(dispatcher: Dispatcher) -> str:
    """The text of `rules.yml`: each intent is answered by its action."""
    rules = [
        {"rule": intent, "steps": [{"intent": intent}, {"action": PREFIX + intent}]}
        for intent in sorted(dispatcher.intents)
    ]
    return _yaml({"version": VERSION, "rules": rules})


def _yaml(content: dict[str, Any]) -> str:
    from ruamel.yaml import YAML

    text = StringIO()
    YAML().dump(content, text)
    return text.getvalue()
