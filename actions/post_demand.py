"""「收购油茶籽10块一斤」: goods wanted, taken down for staff to publish."""

from actions import posting


class PostDemand(posting.Posting):
    """Goods that a farmer buys."""

    intent = "post_demand"
    example = "收购油茶籽10块一斤"
    subject = "您要收的"
    parts = (posting.GOODS, posting.AMOUNT, posting.PRICE, posting.PLACE, posting.PHONE)
