"""「我有两万斤椪柑要卖」: goods on offer."""

from collections.abc import Mapping

from actions import goods_posts, posting
from actions.base import Question


class PostSupply(posting.Posting):
    """Goods that a farmer sells."""

    intent = "post_supply"
    example = "我有两万斤椪柑要卖"
    subject = "您要卖的"
    sort = "supply"
    parts = (posting.GOODS, posting.AMOUNT, posting.PRICE, posting.PLACE, posting.PHONE)

    def heard(self, question: Question) -> Mapping[str, str]:
        """The goods."""
        return goods_posts.heard(question)
