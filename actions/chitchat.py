"""「你是机器人吗」: small talk, kept short."""

from sqlalchemy.orm import Session

from actions.base import Answer, FarmAction, Question


class Chitchat(FarmAction):
    """Is polite about what is no farm matter."""

    intent = "chitchat"
    example = "你是机器人吗"

    def answer(self, question: Question, knowledge: Session) -> Answer:
        """The same words each time."""
        return Answer(
            "我是田讯，专管农事的机器人，闲话说得不好。您可以问我：白菜多少钱、哪里招人摘茶、洋芋叶子发黄咋搞。"
        )
