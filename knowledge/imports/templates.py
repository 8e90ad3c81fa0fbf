"""Empty tables for staff to fill in: the columns, one example, and what each column is."""

from datetime import date, timedelta

from knowledge.documents import written
from knowledge.imports import jobs, prices, trades
from knowledge.imports.tables import EXAMPLE

_LABELS = {
    "date": "日期", "market": "市场", "region": "地方", "commodity": "品名", "variety": "品种", "grade": "等级",
    "low": "最低价", "high": "最高价", "average": "均价", "unit": "单位", "source": "来源", "title": "做什么",
    "employer": "谁招", "place": "在哪里", "wage_low": "工钱低", "wage_high": "工钱高", "wage_unit": "工钱单位",
    "headcount": "招几人", "contact": "联系人", "phone": "电话", "posted": "发布日期", "expires": "截止日期",
    "description": "说明", "kind": "供或求", "quantity": "数量", "price": "价格", "price_unit": "价格单位",
}  # fmt: skip
_COLUMNS = {"prices": prices.COLUMNS, "jobs": jobs.COLUMNS, "trades": trades.COLUMNS}
_NEEDED = {
    "prices": {"date", "market", "commodity", "average", "unit", "source"},
    "jobs": {"title", "employer", "place", "wage_unit", "posted", "expires"},
    "trades": {"kind", "commodity", "posted", "expires"},
}
_EXAMPLES = {
    "prices": {
        "market": "桃源县农贸市场", "region": "桃源县", "commodity": "白菜", "low": "0.60", "high": "0.80",
        "average": "0.70", "unit": "元/斤", "source": EXAMPLE,
    },
    "jobs": {
        "title": "采茶工", "employer": "某茶场", "place": "茶庵铺镇", "wage_low": "120", "wage_high": "150",
        "wage_unit": "元/天", "headcount": "10", "phone": "139****1234", "description": EXAMPLE,
    },
    "trades": {
        "kind": "供", "commodity": "柑橘", "quantity": "5000", "unit": "斤", "price": "1.2", "price_unit": "元/斤",
        "place": "漆河镇", "contact": EXAMPLE, "phone": "138****5678",
    },
}  # fmt: skip
KINDS = tuple(_COLUMNS)


def template(kind: str, today: date) -> bytes:
    """The .xlsx to fill in for one of KINDS; its example is refused if it is left in."""
    columns = _COLUMNS[kind]
    days = {"date": today, "posted": today, "expires": today + timedelta(30)}
    example = {**_EXAMPLES[kind], **{name: day.isoformat() for name, day in days.items()}}
    head = [f"{_LABELS[name]}（{name}）" for name in columns]
    told = [[f"{_LABELS[name]}（{name}）", "要填" if name in _NEEDED[kind] else "可以空着"] for name in columns]
    rows = [head, [example.get(name, "") for name in columns]]
    return written.xlsx({"填这里": rows, "说明": [["列", "要不要填"], *told]})
