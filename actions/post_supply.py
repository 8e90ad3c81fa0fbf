"""「我有两万斤椪柑要卖」: goods on offer, taken down for staff to publish."""

from actions.base import KeptForStaff


class PostSupply(KeptForStaff):
    """Goods that a farmer sells."""

    intent = "post_supply"
    example = "我有两万斤椪柑要卖"
    promise = "您要卖的已记下，工作人员核实后发布；结果您下次发消息时告诉您。"
