"""What a Rasa server has to know of this product: the domain, in Rasa's own format."""

from io import StringIO

from bot.dispatch import Dispatcher

ENTITIES = (
    "commodity", "market", "region", "date", "problem", "job_type", "quantity", "price", "wage", "phone", "ordinal",
)  # fmt: skip
VERSION = "3.1"


def written(dispatcher: Dispatcher) -> str:
    """The text of `domain.yml`."""
    from ruamel.yaml import YAML

    domain = {
        "version": VERSION,
        "intents": sorted(dispatcher.intents),
        "entities": list(ENTITIES),
        "slots": {"place": {"type": "text", "mappings": [{"type": "custom"}]}},
        "actions": dispatcher.action_names,
        "session_config": {"session_expiration_time": 30, "carry_over_slots_to_new_session": True},
    }
    text = StringIO()
    YAML().dump(domain, text)
    return text.getvalue()
