"""Prices, wages, quantities, phones and ordinals in a message, in every spoken form."""

import re
from collections.abc import Iterator
from decimal import Decimal

from bot.nlu.numbers import ABOUT, DIGITS, NUMBER, plain, read
from bot.nlu.spans import Span

PEOPLE = "人"
_GOODS = (
    "公斤|千克|kg|斤|吨|担|百斤|头|只|羽|个|盒|袋|箱|株|棵|把|枝|条|尾|包|车|筐|件|瓶|桶|方|亩|两|克"
    "|根|捆|台|套|窝|匹|对"
)
_PER = rf"(?:钱|左右)?(?:(?:一|每|1|/)(?P<unit>{_GOODS})|(?P<unit2>公斤|千克|斤))?"
_TIME = "天|日|个月|月|小时|个小时|钟头|年|亩|件"
_RANGE = r"(?:到|至|-|~|—)"
_DIGIT = "一二两三四五六七八九"

_YUAN = re.compile(
    rf"(?:(?:一|每)(?P<unit0>公斤|千克|斤|头|只|个))?(?<!一块)(?P<yuan>{NUMBER})(?:块(?![田地土])|元)(?!一块)(?:(?P<jiao>\d|[{_DIGIT}半])(?:毛|角)?(?:(?P<fen>\d|[{_DIGIT}])(?!{_GOODS})分?)?(?!\d|[十百千万]|个?月|号|天|年|{_GOODS}))?{_PER}"
)
_YUAN_RANGE = re.compile(rf"(?P<low>{NUMBER})(?:块|元)?{_RANGE}(?P<high>{NUMBER})(?:块|元)(?P<half>五|半)?{_PER}")
_JIAO = re.compile(
    rf"(?P<low>[{_DIGIT}])?(?P<high>\d(?:\.\d)?|[{_DIGIT}])(?:毛|角)(?:(?P<fen>\d|[{_DIGIT}])(?!{_GOODS}))?分?{_PER}"
)
_BARE_PER = re.compile(
    r"(?P<yuan>\d{1,5}(?:\.\d{1,3})?(?:[百千万]\d?)?)(?:一|每|/)(?P<unit>公斤|千克|斤|头|只|吨|台|套|匹|窝|对)"
)
# 每斤28, and 一万二一头: what one costs, before or after the figure.
_PER_FIRST = re.compile(
    r"(?:每|一|1)(?P<unit>公斤|千克|斤|头|只|吨|个)(?P<yuan>\d{1,5}(?:\.\d{1,3})?)(?=[,，。;；!！ ]|$|元|块(?!\d))"
)
_HAN_PER = re.compile(rf"(?P<yuan>[{_DIGIT}][百千万][{_DIGIT}]?)(?:一|每)(?P<unit>头|只|斤|公斤|吨|台)")
_LIMIT = re.compile(
    r"(?:低于|高于|超过|不到|涨到|跌到|降到|掉到|跌破|涨过|破|大于|小于|上了|到了)(?P<yuan>\d{1,5}(?:\.\d{1,3})?)(?![\d.]|块|元|毛|斤|天|号|月|个)"
)
_WAGE = re.compile(
    rf"(?:(?P<low>{NUMBER})(?:块|元)?{_RANGE})?(?P<high>{NUMBER})(?P<few>多)?(?:块钱|块|元)?(?:一|每|1|/)(?P<time>{_TIME})"
)
_WAGE_AFTER = re.compile(
    rf"(?:(?:一|每)(?P<time>{_TIME})|(?P<word>日薪|日工资|月薪|月工资|时薪|年薪|工钱|工资))(?:是|给|开|有|要)?"
    rf"(?:(?P<low>{NUMBER})(?:块|元)?{_RANGE})?(?P<high>{NUMBER})(?P<few>多)?(?P<money>块钱|块|元)?(?![\d.十百千万]|个|人|斤|头|只|号|天)"
)
_QUANTITY = re.compile(
    rf"(?:(?P<low>{NUMBER}){_RANGE})?(?P<number>{NUMBER})(?P<about>{ABOUT})(?P<wan>万)?(?P<unit>{_GOODS})(?P<half>半)?(?!钱|月)"
)
_HEADS = re.compile(
    rf"(?P<number>{NUMBER})(?P<about>{ABOUT})(?:个|名|位)?人(?![民家口工类们士员])"
    rf"|(?P<alone>{NUMBER})(?:[名位]|个(?=[,，。;；!！ ]|$|小工|女|男|妇|师|泥工|工人|劳))"
)
_PHONE = re.compile(r"(?<!\d)(?:1[\d*](?:[- ]?[\d*]){9}|0\d{2,3}-?\d{7,8})(?![\d*])")
_ORDINAL = re.compile(
    rf"第(?P<number>\d{{1,2}}|[{_DIGIT}十]{{1,3}})(?:个|条|项|家|款|篇)?|(?P<last>最后|末尾|倒数第一)[一那]?(?:个|条|项|家)|(?P<first>头一|首)(?:个|条|项|家)"
)
_CHOICE = re.compile(rf"我?(?:选|要|看|点|就)?(?:那个)?(?P<number>\d{{1,2}}|[{_DIGIT}十]{{1,2}})(?:号|吧|。|\.|、)?")
# 两三块: two digits that follow one another are a range.
_FEW = re.compile(rf"[{_DIGIT}]{{2}}")
# 一万二一头 is no number of heads.
_ENDS_IN_ONE = re.compile(rf"[百千万][{_DIGIT}]一$")
_UNITS = {"公斤": "公斤", "千克": "公斤", "kg": "公斤"}
_TIMES = {"日": "天", "个月": "月", "个小时": "小时", "钟头": "小时"}
_WAGE_WORDS = {"日薪": "天", "日工资": "天", "月薪": "月", "月工资": "月", "时薪": "小时", "年薪": "年"}
_ASKING = re.compile(r"多少|好多|几多|几块|几毛|什么价|么子价|啥价|怎么卖|咋卖")
_ASKED = re.compile(r"(?:多少|好多|几多|么子|什么|啥)?(?:钱|价|块|元|毛)$")


def find(text: str) -> list[Span]:
    """Every amount in a normalised text; overlaps are left to the caller."""
    return [*_phones(text), *_prices(text), *_wages(text), *_quantities(text), *_heads(text), *_ordinals(text)]


def _phones(text: str) -> Iterator[Span]:
    for match in _PHONE.finditer(text):
        digits = re.sub(r"[- ]", "", match[0])
        yield Span("phone", match.start(), match.end(), digits)


def _prices(text: str) -> Iterator[Span]:
    for match in _YUAN_RANGE.finditer(text):
        low, high = read(match["low"]), read(match["high"])
        if low is not None and high is not None:
            high += Decimal("0.5") if match["half"] else 0
            yield _price(match, f"{plain(low)}-{plain(high)}")
    for match in _YUAN.finditer(text):
        yuan = read(match["yuan"])
        if yuan is not None and _FEW.fullmatch(match["yuan"]):
            yield _price(match, "-".join(str(DIGITS[digit]) for digit in match["yuan"]))
        elif yuan is not None and _is_about(match):
            yield _price(match, "-".join(plain(yuan + Decimal(DIGITS[match[part]]) / 10) for part in ("jiao", "fen")))
        elif yuan is not None:
            jiao = Decimal(5) if match["jiao"] == "半" else Decimal(_digit(match["jiao"]))
            yield _price(match, plain(yuan + jiao / 10 + Decimal(_digit(match["fen"])) / 100))
    for match in _JIAO.finditer(text):
        high = read(match["high"])
        if high is not None:
            high = (high + Decimal(_digit(match["fen"])) / 10) / 10
            low_text = f"{plain(Decimal(_digit(match['low'])) / 10)}-" if match["low"] else ""
            yield _price(match, low_text + plain(high))
    for pattern in (_BARE_PER, _PER_FIRST, _HAN_PER, _LIMIT):
        for match in pattern.finditer(text):
            start, end = match.span("yuan") if pattern is _LIMIT else match.span()
            unit = "斤" if pattern is _LIMIT else match["unit"]
            yield Span("price", start, end, f"{plain(read(match['yuan']) or Decimal())}元/{_UNITS.get(unit, unit)}")


def _price(match: re.Match[str], figure: str) -> Span:
    """Without a unit farmers mean 斤."""
    groups = match.groupdict()
    unit = groups["unit"] or groups["unit2"] or groups.get("unit0") or "斤"
    return Span("price", match.start(), match.end(), f"{figure}元/{_UNITS.get(unit, unit)}")


def _is_about(match: re.Match[str]) -> bool:
    """一块三四: two digits that follow one another, without 毛 between them, are what it may cost."""
    jiao, fen = match["jiao"], match["fen"]
    spoken = bool(jiao and fen and jiao in DIGITS and fen in DIGITS)
    return spoken and DIGITS[fen] - DIGITS[jiao] == 1 and f"{jiao}{fen}" in match[0]


def _digit(text: str | None) -> int:
    return 0 if not text or text == "半" else int(text) if text.isdigit() else DIGITS[text]


def _wages(text: str) -> Iterator[Span]:
    for match in _WAGE.finditer(text):
        yield from _wage(match, _TIMES.get(match["time"], match["time"]))
    for match in _WAGE_AFTER.finditer(text):
        if match["time"] in ("亩", "件", "年") and not match["money"]:
            continue
        unit = _TIMES.get(match["time"], match["time"]) if match["time"] else _WAGE_WORDS.get(match["word"], "月")
        yield from _wage(match, unit)


def _wage(match: re.Match[str], unit: str) -> Iterator[Span]:
    low, high = read(match["low"]) if match["low"] else None, read(match["high"])
    # 一天一次 and 2天 are no pay; nobody is paid less than a few yuan.
    if high is None or high < 5 or high > 500_000:
        return
    figure = f"{plain(low)}-{plain(high)}" if low is not None else plain(high)
    yield Span("wage", match.start(), match.end(), f"{figure}元/{unit}")


def _quantities(text: str) -> Iterator[Span]:
    for match in _QUANTITY.finditer(text):
        number = read(match["number"])
        if number is None or _is_price_unit(text, match) or _ENDS_IN_ONE.search(match["number"]):
            continue
        number *= 10_000 if match["wan"] else 1
        number += Decimal("0.5") if match["half"] else 0
        unit = _UNITS.get(match["unit"], match["unit"])
        low = read(match["low"]) if match["low"] else None
        if low is not None and "万" in match["number"] and "万" not in match["low"]:
            low *= 10_000
        yield Span(
            "quantity",
            match.start(),
            match.end(),
            (f"{plain(low)}-" if low is not None else "") + plain(number) + unit,
        )


def _heads(text: str) -> Iterator[Span]:
    """How many people: 十个人, 3人, 两名."""
    for match in _HEADS.finditer(text):
        written = match["number"] or match["alone"]
        number = read(written)
        if _FEW.fullmatch(written):
            few = "-".join(str(DIGITS[digit]) for digit in written)
            yield Span("quantity", match.start(), match.end(), f"{few}{PEOPLE}")
        elif number is not None and 0 < number < 1000:
            yield Span("quantity", match.start(), match.end(), f"{plain(number)}{PEOPLE}")


def _is_price_unit(text: str, match: re.Match[str]) -> bool:
    """Whether 一斤 is what a price is asked for, or 个, 把, 条 only counts something else (一个月, 三个人)."""
    if match["unit"] in ("个", "把", "条", "件", "方", "两", "对", "套") and not _counts_goods(text, match):
        return True
    if match["number"] in ("一", "1") and match["low"] is None:
        return bool(_ASKED.search(text[: match.start()]) or _ASKING.search(text))
    return False


def _counts_goods(text: str, match: re.Match[str]) -> bool:
    return (
        match["unit"] in ("个", "件", "方")
        and not text[match.end() :].startswith(
            ("月", "人", "小时", "星期", "礼拜", "钟", "字", "问题", "事", "工", "劳", "地方", "电话", "女", "男")
        )
        and read(match["number"]) is not None
        and (read(match["number"]) or 0) >= 10
    )


def _ordinals(text: str) -> Iterator[Span]:
    whole = _CHOICE.fullmatch(text)
    if whole:
        number = read(whole["number"])
        if number is not None and 0 < number < 100:
            yield Span("ordinal", whole.start("number"), whole.end("number"), plain(number))
        return
    for match in _ORDINAL.finditer(text):
        number = Decimal(-1) if match["last"] else Decimal(1) if match["first"] else read(match["number"])
        if number is not None:
            yield Span("ordinal", match.start(), match.end(), plain(number))
