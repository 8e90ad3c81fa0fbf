"""How Chinese characters sound, without tones, and which ones are taken for one another."""

from functools import cache
from pathlib import Path
from types import MappingProxyType

LONGEST_SYLLABLE = 6
_READINGS = 2
# South-western Mandarin and voice recognition keep these apart from none of their neighbours.
_INITIALS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l"))
_FINALS = (("ing", "in"), ("eng", "en"))
# Characters that look alike on a small screen or in handwriting recognition.
_LOOK_ALIKE = (
    "莱菜采", "爪瓜", "夭天夫", "苖苗", "侯候", "末未", "土士上", "日曰", "人入", "千干于", "午牛", "王玉主",
    "目自", "免兔", "析折拆", "栗粟", "抽柚", "稍梢", "李季", "茄加", "滔稻蹈", "鸭鸦", "鲤理", "锈绣",
    "莓霉", "暝螟", "孤菇", "革草早", "扳板板", "巾市", "汀订", "低纸", "并病", "内肉", "风虱", "工土",
    "崽思", "仔好", "葱忽", "杳香", "恭茶荼", "谷合各", "酋西", "瓢飘", "裸蔸", "秩秧", "姜美", "鱼渔",
    "菊葡", "蒜蔬", "单蛋", "胡葫", "薯署暑", "柑相", "桔结", "挑桃", "枝技", "扬杨", "菠波", "豇江",
    "藉藕", "糠糖", "鳙墉", "鳝膳", "羔恙", "粮浪", "圆园", "苓芩", "苎芒", "丝纷", "苹平", "驴炉",
    "肥肌", "桂挂", "楂碴", "疯枫", "昨作", "价介", "钱线", "卖买", "少小", "几儿",
)  # fmt: skip


@cache
def of(character: str) -> tuple[str, ...]:
    """Its commonest syllables as they are heard here, at most two; empty for what is no Chinese character."""
    return tuple(dict.fromkeys(heard(syllable) for syllable in _table()[1].get(character, ())[:_READINGS]))


@cache
def heard(syllable: str) -> str:
    """The syllable with sounds that many do not tell apart written as one."""
    for written, said in _INITIALS:
        if syllable.startswith(written):
            syllable = said + syllable[len(written) :]
    for written, said in _FINALS:
        if syllable.endswith(written):
            syllable = syllable[: -len(written)] + said
    return syllable


def characters(syllable: str) -> str:
    """All characters that are read so, commoner readings first; empty for what is no syllable."""
    return _table()[0].get(syllable, "")


@cache
def heard_alike(syllable: str) -> str:
    """Characters whose syllable is easily taken for this one, without those that are read just so."""
    same = characters(syllable)
    others = (found for other, found in _table()[0].items() if other != syllable and heard(other) == heard(syllable))
    return "".join(dict.fromkeys(character for found in others for character in found if character not in same))


@cache
def look_alikes(character: str) -> str:
    """Characters that look much like this one."""
    return "".join(group.replace(character, "") for group in _LOOK_ALIKE if character in group)


@cache
def _table() -> tuple[MappingProxyType[str, str], MappingProxyType[str, list[str]]]:
    """Characters by syllable, and syllables by character."""
    by_syllable: dict[str, str] = {}
    first: dict[str, list[str]] = {}
    also: dict[str, list[str]] = {}
    for line in (Path(__file__).parent / "sounds.tsv").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        syllable, commonly, sometimes = [*line.split("\t"), ""][:3]
        by_syllable[syllable] = commonly + sometimes
        for column, found in ((commonly, first), (sometimes, also)):
            for character in column:
                found.setdefault(character, []).append(syllable)
    readings = {character: first.get(character, []) + also.get(character, []) for character in {**first, **also}}
    return MappingProxyType(by_syllable), MappingProxyType(readings)
