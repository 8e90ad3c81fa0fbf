"""「取消白菜提醒」: an alert no longer wanted."""

from actions.base import KeptForStaff


class DeletePriceAlert(KeptForStaff):
    """An alert that a farmer drops."""

    intent = "delete_price_alert"
    example = "取消白菜提醒"
    promise = "现在没有自动的价格提醒，不会打扰您。您的话已记下，工作人员会看到。"
