"""Wholesale markets as the sites number and name them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Market:
    """A market: its number on the site, its full name, and the code of its region."""

    number: str
    name: str
    region: str = ""


# As 新农村商网 numbers and names them.
HUNAN = (
    Market("20728", "湖南常德甘露寺蔬菜批发市场", "430700000000"),
    Market("2543746", "湖南长沙马王堆蔬菜批发市场", "430100000000"),
    Market("20704", "湖南长沙红星农副产品大市场", "430100000000"),
    Market("20716", "湖南衡阳西园蔬菜批发市场", "430400000000"),
    Market("20723", "湖南岳阳花板桥批发市场", "430600000000"),
    Market("20719", "湖南邵阳市江北农产品大市场", "430500000000"),
    Market("20733", "湖南益阳市团洲蔬菜批发市场", "430900000000"),
    Market("20736", "湖南省吉首市蔬菜果品批发大市场", "433101000000"),
)


def named(beginning: str) -> Market:
    """The one market whose name begins so; where none or several do, a market of just that name."""
    found = [market for market in HUNAN if market.name.startswith(beginning)]
    return found[0] if len(found) == 1 else Market("", beginning)
