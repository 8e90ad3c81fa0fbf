"""What kind of thing a question wants to know, and the headings under which texts answer it."""

import re
from collections.abc import Collection

# Words of a question, and the headings under which texts answer it; the first that a text has counts.
_WANTS = tuple(
    (re.compile(asked), re.compile(heading))
    for asked, heading in (
        (r"浮头|泛塘|翻塘|中暑|臌气|胀气|肚子胀|难产|触电|翻肚|快死|要死了", r"急救|现在|马上"),
        (
            r"是不是|是么子病|什么病|啥病|么子病|怎么认|咋认|认得|什么样|啥样|像.{0,6}样|哪样的|分得?清|区别|什么虫",
            r"怎么认|样子|看哪里|查|分",
        ),
        (r"为什么|为啥|为么子|何解会|怎么会|怎么引起|原因|怎么来的", r"为什么|什么时候多|容易发"),
        (r"怎么[放存藏]|[保储贮]藏|不烂|保鲜", r"怎么[放存藏]|保鲜"),
        (r"(?:什么|么子|哪个|啥)时候|几时|何时|好久|哪个月|几月|哪天|多大", r"什么时候(?!要请|要报)|季节"),
        (r"(?:平时|以后|明年|提前|预先|预防|早点).{0,6}|防[止范着]|不得.{0,3}再", r"平时|怎么防|明年"),
        # Who has sprayed already and still sees it needs somebody who looks.
        (r"[打用喷][了过].{0,3}药.{0,6}[还没不]|[打用喷]药.{1,6}了.{0,4}还", r"请人|报告"),
        (
            r"找哪个|找谁|请.{0,3}人|报告|报给|报哪个|打哪个电话|哪里看|技术员|抗性|测土|加一倍|不死|分不清|没出苗|退货",
            r"请人|报告",
        ),
        (
            r"咋[办搞治弄整打]|怎么[办治搞弄处救整打]|如何|(?:么子|什么|啥|哪样|哪种)药|[打喷]点?(?:么子|什么|啥)|治|救|处理|解决|搞么子",
            r"怎么办|怎么治|现在|处理|急救|打药|怎么补|(?<!不)用药|^药怎么用",
        ),
        (r"(?:怎么|咋|如何|何式)防", r"怎么防|平时"),
        # A text that has no part on keeping it off says what to do.
        (r"(?:怎么|咋|如何|何式)防", r"怎么治|怎么办|现在"),
        (r"要不要|能不能|可不可以|要得不|要[^，。？]{1,6}不[?？]?$", r"怎么办|怎么治|平时|怎么防|怎么管"),
    )
)
_ASKS = re.compile(r"怎|咋|何|什么|么子|啥|几|多少|好多|哪|[要能可]不|不[?？]?$|吗|么[?？]?$|办|治|防|药")
_SYMPTOM = re.compile(
    r"病|斑|黄|烂|蔫|枯|死|红|紫|发白|发黑|霉|卷|虫|洞|不吃|不长|长不|发烧|发高烧|[屙拉]|咳|喘|肿|跛|抽|流|打抖|白毛|不发情|不怀|不[下生]蛋|[没不].{0,2}奶|不反刍|不开花|不结|不发芽|条条|点点|掉毛|呕"
)
_KNOWN_BY = re.compile(r"怎么认|样子|怎么分")
_HOW = re.compile(r"(?:怎么|咋|如何|何式)([^样办搞的会么])")
_ASKS_FIGURE = (
    (re.compile(r"几度|(?:好多|多少)度"), re.compile(r"度"), "度数"),
    (re.compile(r"几倍|(?:好多|多少)倍|兑(?:好多|多少|几)"), re.compile(r"倍|兑水?[\d一二三四五六七八九十]"), "倍数"),
    (re.compile(r"(?:好多|多少|几)(?:公?斤|两|克|毫升|包|瓶)"), re.compile(r"公?斤|两|克|毫升|包"), "用量"),
)
_FIGURE = re.compile(r"[\d一二三四五六七八九十百千两半]")


def describes(bare: str) -> bool:
    """Whether somebody says what he sees on a crop or an animal; `bare` has no names of them (红薯 is red)."""
    return bool(_SYMPTOM.search(bare))


def heading(asked: str, bare: str, headings: Collection[str]) -> re.Pattern[str] | None:
    """What the heading of the part that answers looks like, of those that a text has; None where any may answer.

    Who says what he sees and asks nothing wants to know whether it is that.
    """
    wanted = [headed for words, headed in _WANTS if words.search(asked)]
    if not _ASKS.search(asked) and describes(bare):
        wanted.append(_KNOWN_BY)
    return next((headed for headed in wanted if any(headed.search(one) for one in headings)), None)


def is_headed(asked: str, heading: str) -> bool:
    """Whether a part under this heading answers the kind of thing that is asked."""
    return any(words.search(asked) and headed.search(heading) for words, headed in _WANTS)


def is_same_deed(asked: str, heading: str) -> bool:
    """Whether both say how to do the same: 怎么补."""
    return not set(_HOW.findall(asked)).isdisjoint(_HOW.findall(heading))


def figure(asked: str, text: str) -> tuple[str, bool]:
    """The figure that is asked for (度数), empty for none, and whether the text gives one."""
    for words, unit, name in _ASKS_FIGURE:
        if words.search(asked):
            before = (text[max(0, match.start() - 4) : match.start()] for match in unit.finditer(text))
            return name, any(_FIGURE.search(one) for one in before)
    return "", False
