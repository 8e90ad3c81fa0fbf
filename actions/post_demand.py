"""「收购油茶籽10块一斤」: goods wanted."""

from collections.abc import Mapping

from actions import goods_posts, posting
from actions.base import Question


class PostDemand(posting.Posting):
    """Goods that a farmer buys."""

    intent = "post_demand"
    example = "收购油茶籽10块一斤"
    subject = "您要收的"
    sort = "demand"
    parts = (posting.GOODS, posting.WANTED, posting.PRICE, posting.PLACE, posting.PHONE)

    def heard(self, question: Question) -> Mapping[str, str]:
        """The goods."""
        return goods_posts.heard(question)
