"""全国农产品批发市场价格日报: a sentence a day with the country's average prices of meat, eggs and fish.

「猪肉平均价格为16.20元/公斤，比昨天下降0.2%；牛肉70.26元/公斤…」. Only goods that are named here are read: averages
over baskets (28种蔬菜) are nobody's price. `daylyDate` and `countentstr` are the site's own spelling.
"""

import json
import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from knowledge.pages import Ask, Page
from knowledge.sources import values
from knowledge.sources.base import LayoutChanged, Reading, Row, Source
from knowledge.sources.pfsc import content_of

MARKET = "全国批发市场均价"
_GOODS = (
    "猪肉", "牛肉", "羊肉", "白条鸡", "鸡蛋", "活鲫鱼", "活鲤鱼", "活草鱼", "白鲢活鱼", "花鲢活鱼",
    "鲫鱼", "鲤鱼", "草鱼", "白鲢鱼", "花鲢鱼", "大带鱼", "大黄花鱼",
)  # fmt: skip
_QUOTED = re.compile(rf"(?:^|市场|[，。；：、,;:\s])({'|'.join(_GOODS)})(?:平均价格)?为?(\d+(?:\.\d+)?|-+)元/公斤")
_SLACK_DAYS = 10


class PfscDaily(Source):
    """JSON by POST, the newest day first; one page holds all the days asked for."""

    name = "pfsc_daily"
    title = "农业农村部价格日报"
    own_markets = True
    home = "https://pfsc.agri.cn"

    def asks(self, first: date, last: date) -> Sequence[Ask]:
        """One page, long enough to reach back to the first day from some days after the last."""
        asked = {"pageNum": 1, "pageSize": (last - first).days + 1 + _SLACK_DAYS}
        return (Ask(f"{self.base}/api/FarmDaily/list", json=json.dumps(asked), referer=f"{self.base}/"),)

    def read(self, page: Page, first: date, last: date) -> Reading:
        """The quotes of the days asked for; earlier days on the page are passed over."""
        bulletins = values.field(content_of(page), "list", list)
        days = [values.as_day(values.field(bulletin, "daylyDate", str)) for bulletin in bulletins]
        if days and not first - timedelta(_SLACK_DAYS) <= max(days) <= last + timedelta(1):
            raise LayoutChanged(f"最新一期是 {max(days)}，不在所问的日子里")
        quotes = [
            quote
            for day, bulletin in zip(days, bulletins, strict=True)
            if first <= day <= last + timedelta(1)
            for quote in _quotes(day, bulletin)
        ]
        rows = [row for row in quotes if row["average"]]
        return Reading(rows, (), len(quotes) - len(rows), None if bulletins else 0)


def _quotes(day: date, bulletin: Any) -> Iterator[Row]:
    text = values.field(bulletin, "countentstr", str)
    quoted = set(_QUOTED.findall(text))
    found = dict(sorted(quoted))
    if not found:
        raise LayoutChanged(f"{day} 的日报里没有认得的价格")
    if len(found) < len(quoted):
        raise LayoutChanged(f"{day} 的日报前后不一")
    for commodity, written in found.items():
        yield values.quote(
            date=day.isoformat(),
            market=MARKET,
            commodity=commodity,
            average=values.figure(written),
            unit="元/公斤",
            source="农业农村部价格日报",
        )
