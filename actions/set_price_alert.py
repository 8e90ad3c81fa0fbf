"""「白菜低于8毛叫我」: a price to watch, taken down for staff."""

from actions.base import KeptForStaff


class SetPriceAlert(KeptForStaff):
    """A price that a farmer waits for."""

    intent = "set_price_alert"
    example = "白菜低于8毛叫我"
    promise = "还不能自动提醒价格。您要等的价已记下，工作人员会看到。您随时可以问我：白菜多少钱"
