"""Ways in which swindlers hide words from rules; each takes a text and makes one that people still read."""

import random
from collections.abc import Callable

from bot.nlu import sounds

# The characters that it is worth to hide.
TELLING = frozenset(
    "押金费款钱交付缴垫证卡码密账户号贷补贴助刷单佣赞返利退还回收购保底赚稳险境缅柬挝签信微扫群兼职定订先打转汇苗蛋讲课免领药肥登记批标散偷名额"
)
_PARTS = {
    "押": "扌甲", "保": "亻呆", "证": "讠正", "付": "亻寸", "费": "弗贝", "佣": "亻用", "钱": "钅戋", "贷": "代贝", "赚": "贝兼",
    "购": "贝勾", "利": "禾刂", "账": "贝长", "码": "石马", "信": "亻言", "缅": "纟面", "境": "土竟", "种": "禾中", "银": "钅艮",
    "转": "车专", "垫": "执土", "汇": "氵工", "退": "艮辶", "补": "衤卜", "领": "令页", "讲": "讠井", "课": "讠果", "药": "艹约",
    "肥": "月巴", "扫": "扌彐", "签": "竹佥", "苗": "艹田", "签证": "签讠正", "打": "扌丁", "扣": "扌口", "到": "至刂", "订": "讠丁",
}  # fmt: skip
_MARKS = "★·.-*~_|/"
Hide = Callable[[str, random.Random], str]


def spaced(text: str, chance: random.Random) -> str:
    """A space after every character."""
    return " ".join(text)


def marked(text: str, chance: random.Random) -> str:
    """A mark after most Chinese characters."""
    return "".join(c + chance.choice(_MARKS) if "一" <= c <= "龥" and chance.random() < 0.7 else c for c in text)


def with_pictures(text: str, chance: random.Random) -> str:
    """Pictures and characters of no width after every third character or so."""
    return "".join(c + (chance.choice("😀💰🔥\u200b\u200d") if chance.random() < 0.3 else "") for c in text)


def wide(text: str, chance: random.Random) -> str:
    """Figures and letters of full width."""
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def alike(text: str, chance: random.Random) -> str:
    """Every other telling character as one that sounds so."""
    return "".join(_alike(c, chance) if c in TELLING and chance.random() < 0.5 else c for c in text)


def in_parts(text: str, chance: random.Random) -> str:
    """Most characters that have two parts side by side as these."""
    return "".join(_PARTS[c] if c in _PARTS and chance.random() < 0.7 else c for c in text)


def in_letters(text: str, chance: random.Random) -> str:
    """Every other telling character as its syllable."""
    return "".join(sounds_of(c)[0] if c in TELLING and chance.random() < 0.5 else c for c in text)


WAYS: tuple[Hide, ...] = (spaced, marked, with_pictures, wide, alike, in_parts, in_letters)


def sounds_of(character: str) -> list[str]:
    """Its syllables as they are written, the commonest first."""
    return sounds._table()[1].get(character, [character])


def _alike(character: str, chance: random.Random) -> str:
    others = sounds.characters(sounds_of(character)[0])[:12].replace(character, "")
    return chance.choice(others) if others else character
