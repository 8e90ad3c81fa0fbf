"""Stand-ins of the sites that show web pages, in their own formats."""

from collections.abc import Sequence
from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

from knowledge.sources.markets import HUNAN
from knowledge.sources.yz88_lines import CHAPTERS
from tests.knowledge.fetch.stand_in import Reply, Route, Visit
from tests.night.goods import Figure, Goods

DAYS, MOFCOM = 30, "/channel/gxdj/jghq/jg_detail.shtml"
_CNHNB_ROWS, _MOFCOM_ROWS, _FOOD21_ROWS = 60, 120, 120
_NAMES = {market.number: market.name for market in HUNAN}
_TITLES = {"23": "最新生猪价格走势", "24": "全国各地仔猪价格", "31": "全国猪肉价格行情", "22": "各地种猪价格今日报价"}
_LINES = {
    "23": "{}月{}日 湖南省常德市 桃源县 生猪 外三元 {}",
    "24": "湖南省常德市 桃源县 仔猪 15-20公斤 {2}",
    "31": "猪肉 白条 {2} 湖南长沙马王堆蔬菜",
    "22": "湖南省常德市 桃源县 种母猪 二元母猪 {2}元/头",
}
_PIGS = {"23": "生猪", "24": "仔猪", "31": "猪肉", "22": "种母猪"}


def cnhnb(goods: Goods) -> dict[str, Route]:
    """The newest rows first, page after page back into the past."""
    first = goods.today - timedelta(2 * DAYS)
    pages = -(-2 * DAYS * len(goods.prices) // _CNHNB_ROWS)

    def numbered(number: int) -> Route:
        def answer(_: Visit) -> Reply:
            rows = list(goods.between(first, goods.today))[(number - 1) * _CNHNB_ROWS : number * _CNHNB_ROWS]
            return Reply(_CNHNB.format("".join(map(_of_cnhnb, rows)), pages, number).encode())

        return answer

    return {f"/hangqing/cdlist-0-0-18-0-0-{number}/": numbered(number) for number in range(1, pages + 1)}


def mofcom(goods: Goods) -> dict[str, Route]:
    """Each market of the province by its number, in GBK."""

    def answer(visit: Visit) -> Reply:
        asked = {name: said[0] for name, said in parse_qs(urlsplit(visit.path).query).items()}
        days = date.fromisoformat(asked["startTime"]), date.fromisoformat(asked["endTime"])
        rows, number = list(goods.between(*days)), int(asked["page"])
        shown = rows[(number - 1) * _MOFCOM_ROWS : number * _MOFCOM_ROWS]
        lines = "".join(
            f"<tr><td>{row.name}</td><td>{row.average}</td><td>{_NAMES[asked['id']]}</td><td>{row.day}</td></tr>"
            for row in shown
        )
        return _gbk(_MOFCOM.format(lines, -(-len(rows) // _MOFCOM_ROWS)))

    return {MOFCOM: answer}


def food21(goods: Goods) -> dict[str, Route]:
    """One market's rows, the newest first."""
    pages = -(-DAYS * len(goods.prices) // _FOOD21_ROWS)

    def numbered(number: int) -> Route:
        def answer(_: Visit) -> Reply:
            rows = list(goods.between(goods.today - timedelta(DAYS), goods.today))
            shown = rows[(number - 1) * _FOOD21_ROWS : number * _FOOD21_ROWS]
            further = f'<a href="/price/market/1039-p{number + 1}.html">下一页</a>' if number < pages else ""
            return Reply(_FOOD21.format("".join(map(_of_food21, shown)), further).encode())

        return answer

    numbers = {"" if number == 1 else f"-p{number}": number for number in range(1, pages + 1)}
    return {f"/price/market/1039{suffix}.html": numbered(number) for suffix, number in numbers.items()}


def yz88(goods: Goods) -> dict[str, Route]:
    """Four lists, each with an article a week, in GBK."""
    days = [goods.today - timedelta(back) for back in range(0, DAYS, 7)]

    def listed(visit: Visit) -> Reply:
        number = parse_qs(urlsplit(visit.path).query)["ClassID"][0]
        items = "".join(
            f'<li><span class="time">({day:%m-%d})</span><a href="/news/{number}-{day}.shtml" '
            f'title="{day.month}月{day.day}日{_TITLES[number]}">…</a></li>'
            for day in days
        )
        return _gbk(_LIST.format(items))

    articles = {f"/news/{number}-{day}.shtml": _article(goods, number, day) for number in CHAPTERS for day in days}
    return {"/news/ShowClass.asp": listed, **articles}


def pigs() -> Goods:
    """What 养猪巴巴网 has prices of, in its own units."""
    return Goods({"生猪": 15.2, "仔猪": 24.0, "猪肉": 20.4, "种母猪": 1500.0})


def _article(goods: Goods, number: str, day: date) -> Route:
    def answer(_: Visit) -> Reply:
        price = goods.of(_PIGS[number], day).average
        return _gbk(_ARTICLE.format(_LINES[number].format(day.month, day.day, price)))

    return answer


def _gbk(text: str) -> Reply:
    return Reply(text.encode("gb18030"), "text/html")


def _of_cnhnb(row: Figure) -> str:
    cells: Sequence[tuple[str, str]] = (
        ("time", f"{row.day}"), ("product", row.name), ("place", "湖南省常德市桃源县"), ("price", f"{row.average}元/斤"),
    )  # fmt: skip
    spans = "".join(f'<span class="{column}">{text}</span>' for column, text in cells)
    return f'<li class="market-list-item"><a href="/hangqing/cd-1/">{spans}</a></li>'


def _of_food21(row: Figure) -> str:
    return (
        f'<tr><td><a class="dre_xr1">{row.name}</a></td>'
        f'<td><span class="dre_xr3">{row.average}元<em>/公斤</em></span></td><td>{row.day}</td></tr>'
    )


_CNHNB = """<!DOCTYPE html><html><head><title>湖南农产品价格行情 - 惠农网</title></head><body>
<div class="quotation-content-list"><ul>{}</ul></div><div class="quotation-paging"><input type="number" max="{}" min="1"
value="{}" class="eye-input__inner"></div></body></html>"""
_MOFCOM = """<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"><title>价格行情</title></head>
<body><table class="s_table03"><tr><th>产品</th><th>价格(元/公斤)</th><th>市场</th><th>发布日期</th></tr>{}</table>
<script>var v_PageCount = {};</script></body></html>"""
_FOOD21 = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>今日价格行情_食价搜</title></head><body>
<h1>福建省厦门市同安闽南果蔬批发市场</h1><table><tr><th>品名</th><th>价格</th><th>日期</th></tr>{}</table>
<div class="page">{}</div></body></html>"""
_LIST = """<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"><title>养猪巴巴网</title></head>
<body><div class="lmlist"><ul>{}</ul></div><div class="showpage"><a href="?page=1">首页</a></div></body></html>"""
_ARTICLE = """<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"><title>养猪巴巴网</title></head>
<body><div class="content"><p>{}</p></div></body></html>"""
