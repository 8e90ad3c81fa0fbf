"""「收购油茶籽10块一斤」: goods wanted, taken down for staff to publish."""

from actions.base import KeptForStaff


class PostDemand(KeptForStaff):
    """Goods that a farmer buys."""

    intent = "post_demand"
    example = "收购油茶籽10块一斤"
    promise = "您要收的已记下，工作人员核实后发布；结果您下次发消息时告诉您。"
