"""「我设了哪些提醒」: the prices one waits for, for staff to tell."""

from actions.base import KeptForStaff


class ListPriceAlerts(KeptForStaff):
    """The prices that a farmer waits for."""

    intent = "list_price_alerts"
    example = "我设了哪些提醒"
    promise = "还不能自动提醒价格，没有正在等的提醒。您的话已记下，工作人员会看到。"
