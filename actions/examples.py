"""What can be asked, by examples that have an answer at the moment."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from actions import quotes
from actions.base import Question
from knowledge.models import price
from knowledge.models.article import Article
from knowledge.models.job import Job
from knowledge.models.notice import Notice
from knowledge.models.trade import DEMAND, SUPPLY, TradePost

# What people ask for most; others are named only where none of these is quoted.
_FAVOURITES = ("白菜", "生猪", "辣椒", "萝卜", "柑橘", "椪柑", "土豆", "稻谷", "菜籽油", "鸡蛋")
_MOST_OTHERS = 20


def menu(question: Question, knowledge: Session) -> str:
    """The list of examples; services that have nothing to show at the moment are left out."""
    lines = [
        *_prices(question, knowledge),
        *_jobs(question, knowledge),
        *_texts(knowledge),
        *_trade(question, knowledge),
        "我在漆河镇（记住您的地方）",
    ]
    return "\n".join(["我是田讯，您可以这样问我：", *(f"· {line}" for line in lines), "有急事打12316问农技。"])


def _prices(question: Question, knowledge: Session) -> list[str]:
    favourites = [one.id for name in _FAVOURITES if (one := question.names.commodity(name))]
    others = [number for number in price.quoted(knowledge) if number not in favourites][:_MOST_OTHERS]
    since = question.today - timedelta(quotes.STALE_DAYS)
    fresh = {q.commodity_id for q in price.latest(knowledge, [*favourites, *others], question.today) if q.date > since}
    names = [question.names.commodities[i].name for i in (*favourites, *others) if i in fresh]
    return [f"{names[0]}多少钱", f"{names[1 % len(names)]}最近行情", f"每天发我{names[0]}价"] if names else []


def _jobs(question: Question, knowledge: Session) -> list[str]:
    live = select(Job.id).where(Job.status == "approved", Job.expires_at > question.now).limit(1)
    return ["哪里招人"] if knowledge.scalar(live) else []


def _texts(knowledge: Session) -> list[str]:
    leaves = knowledge.scalar(
        select(Article.id).where(Article.status == "published", Article.title.like("土豆%叶子发黄%")).limit(1)
    )
    subsidy = knowledge.scalar(
        select(Notice.id).where(Notice.status == "published", Notice.title.like("%种粮补贴%")).limit(1)
    )
    return [*(["洋芋叶子发黄咋搞"] if leaves else []), "种粮补贴好久发" if subsidy else "最近有什么通知"]


def _trade(question: Question, knowledge: Session) -> list[str]:
    lines = []
    for kind, words in ((SUPPLY, "哪里有卖{}的"), (DEMAND, "哪个收{}")):
        newest = knowledge.scalar(
            select(TradePost.commodity_id)
            .where(TradePost.kind == kind, TradePost.status == "approved", TradePost.expires_at > question.now)
            .order_by(TradePost.posted_at.desc(), TradePost.id)
            .limit(1)
        )
        if newest in question.names.commodities:
            lines.append(words.format(question.names.commodities[newest].name))
    return lines
