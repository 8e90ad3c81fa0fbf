"""「我有两万斤椪柑要卖」: goods on offer, taken down for staff to publish."""

from actions import posting


class PostSupply(posting.Posting):
    """Goods that a farmer sells."""

    intent = "post_supply"
    example = "我有两万斤椪柑要卖"
    subject = "您要卖的"
    parts = (posting.GOODS, posting.AMOUNT, posting.PRICE, posting.PLACE, posting.PHONE)
