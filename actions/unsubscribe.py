"""「别给我发了」: an end of sending."""

from actions.base import KeptForStaff


class Unsubscribe(KeptForStaff):
    """What a farmer no longer wants to be sent."""

    intent = "unsubscribe"
    example = "别给我发了"
    promise = "好的。现在没有定时给您发的内容，不会打扰您。您的话已记下，工作人员会看到。"
