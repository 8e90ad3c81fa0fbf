"""Farmers' questions in any number, no two alike: real names of the catalogues in everyday wordings."""

import math
import random
from collections.abc import Callable, Iterator
from itertools import islice, product

from knowledge.catalogue import Catalogue
from tests.evaluation.halves import HERE

SEED = 12582
_OPENERS = ("", "请问", "老板，", "师傅", "你好 ", "麻烦问下", "帮我查下", "我想晓得", "想问一下", "打听一下")
_DAYS = ("", "今天", "昨天", "现在", "这几天", "前天", "今年")
_PRICES = (
    "多少钱",
    "什么价",
    "好多钱一斤",
    "价格",
    "啥价",
    "卖什么价",
    "的行情",
    "几多钱一斤",
    "多少钱一斤",
    "批发价多少",
)
_TECHNIQUES = ("怎么办", "怎么治", "怎么防", "是什么原因", "打什么药", "有么得办法", "怎么搞", "如何处理")
_GROWN = ("", "我家的", "我屋里的", "田里的", "地里的", "大棚里的", "刚栽的", "自家种的", "隔壁的")
_JOBS = ("哪里招人", "有活干吗", "哪里要人", "招不招工", "一天多少钱哪里要人", "有没有人请", "哪里有事做")
_MATTERS = (
    "种粮补贴", "耕地地力保护补贴", "农机购置补贴", "农业保险", "秸秆禁烧", "高标准农田", "宅基地审批", "土地流转", "医保缴费", "养老保险",
    "低保", "危房改造", "退耕还林", "惠农贷款", "森林防火", "禁渔期", "动物防疫", "厕所改造", "长江禁捕", "产业扶持",
)  # fmt: skip
_NOTICES = ("有什么政策", "怎么申请", "的通知", "什么时候开始", "有什么规定", "最新文件", "要什么条件", "有通知没有")
_DAILY = (
    "白菜", "萝卜", "土豆", "大蒜", "黄瓜", "茄子", "芹菜", "菠菜", "西红柿", "豆角", "冬瓜", "南瓜", "生姜", "莲藕", "香菜", "花菜",
    "西兰花", "韭菜", "洋葱", "包菜",
)  # fmt: skip
_CITY = "4307"


def of_kind(kind: str, names: Catalogue, count: int, skip: int = 0) -> list[str]:
    """`count` different questions of one kind, the same at each call; `skip` leaves out as many before them.

    Raises ValueError when the kind has no more.
    """
    found = list(islice(dict.fromkeys(islice(_drawn(_KINDS[kind](names)), (skip + count) * 2)), skip, skip + count))
    if len(found) < count:
        raise ValueError(f"there are no {skip + count} questions of {kind}")
    return found


def mixed(names: Catalogue, count: int) -> list[str]:
    """Questions of all kinds, as a day brings them: every second one asks for a price."""
    shares = {"price": 50, "technique": 25, "jobs": 13, "notice": 12}
    found = [text for kind, share in shares.items() for text in of_kind(kind, names, -(-count * share // 100))]
    random.Random(SEED).shuffle(found)
    return found[:count]


def asked_daily(count: int) -> list[str]:
    """What everybody asks in the same few words: twenty things in eight wordings, again and again."""
    texts = [name + asking for name, asking in product(_DAILY, _PRICES[:8])]
    draw = random.Random(SEED)
    return [draw.choice(texts) for _ in range(count)]


def searches() -> list[tuple[str, str]]:
    """The evaluation's searches, each with the file of an article that answers it best."""
    found: dict[str, tuple[int, str]] = {}
    for line in (HERE / "queries.tsv").read_text(encoding="utf-8").splitlines():
        query, file, grade, *_ = line.split("\t")
        if file != "-":
            found[query] = max(found.get(query, (0, "")), (int(grade), file))
    return [(query, file) for query, (_, file) in found.items()]


def _drawn(parts: list[list[str]]) -> Iterator[str]:
    """Every joining of one of each part, each once, in a scattered order."""
    total = math.prod(map(len, parts))
    step = next(step for step in range(int(total * 0.618), total + 2) if math.gcd(step, total) == 1)
    for number in range(total):
        place, words = number * step % total, []
        for choices in parts:
            place, choice = divmod(place, len(choices))
            words.append(choices[choice])
        yield "".join(words)


def _price(names: Catalogue) -> list[list[str]]:
    commodities = [commodity.name for commodity in names.commodities.values() if not commodity.weak]
    return [list(_OPENERS), list(_DAYS), commodities, list(_PRICES)]


def _technique(names: Catalogue) -> list[list[str]]:
    return [list(_OPENERS), list(_GROWN), _sick(names), list(_TECHNIQUES)]


def _sick(names: Catalogue) -> list[str]:
    crops = [c.name for c in names.commodities.values() if c.category in ("粮油", "蔬菜", "水果") and not c.weak]
    problems = sorted(set(names.problems.values()))
    return [crops[number * 7 % len(crops)] + problem for number, problem in enumerate(problems)]


def _jobs(names: Catalogue) -> list[list[str]]:
    return [list(_OPENERS), _places(names), sorted(set(names.job_types.values())), list(_JOBS)]


def _notice(names: Catalogue) -> list[list[str]]:
    return [list(_OPENERS), _places(names), list(_MATTERS), list(_NOTICES)]


def _places(names: Catalogue) -> list[str]:
    return ["", *(names.places.name(code) for code in sorted(names.places.names) if code.startswith(_CITY))]


_KINDS: dict[str, Callable[[Catalogue], list[list[str]]]] = {
    "price": _price, "technique": _technique, "jobs": _jobs, "notice": _notice,
}  # fmt: skip
