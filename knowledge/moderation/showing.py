"""A post in words for staff."""

from sqlalchemy.orm import Session

from knowledge import catalogue
from knowledge.models.job import Job
from knowledge.models.trade import SUPPLY, TradePost


def job(row: Job) -> tuple[str, list[str]]:
    """The title of a job, and its lines."""
    pay = "～".join(dict.fromkeys(filter(None, (row.wage_low, row.wage_high))))
    wanted = f"招 {row.headcount} 人" if row.headcount else ""
    lines = [
        row.employer, row.place, f"{pay} {row.wage_unit}" if pay else "没写工钱", wanted, row.description,
        f"联系：{row.contact} {row.phone}".rstrip(), f"来源：{row.source}" if row.source else "",
    ]  # fmt: skip
    return row.title, lines


def trade(session: Session, row: TradePost) -> tuple[str, list[str]]:
    """The title of a post of trade, and its lines."""
    known = catalogue.current(session).commodities.get(row.commodity_id or 0)
    verb = "卖" if row.kind == SUPPLY else "收"
    price = f"{row.price} {row.price_unit}" if row.price else "价钱面议"
    lines = [
        f"{row.quantity} {row.unit}".strip(), price, row.place, f"联系：{row.contact} {row.phone}".rstrip(),
        f"原话：{row.words}" if row.words else "",
    ]  # fmt: skip
    return f"{verb}{known.name if known else row.goods or '（品种已删）'}", lines
