"""「每天给我发菜价」: a subscription, taken down for staff."""

from actions.base import KeptForStaff


class Subscribe(KeptForStaff):
    """What a farmer wants to be sent."""

    intent = "subscribe"
    example = "每天给我发菜价"
    promise = "还不能定时发送。您要的内容已记下，工作人员会看到。您随时可以直接问我。"
