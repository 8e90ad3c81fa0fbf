"""Whether two questions ask the same in other words: careful, since one answer then goes to both."""

import re
from dataclasses import dataclass

from knowledge import guard, search
from knowledge.catalogue import Catalogue
from knowledge.search.synonyms import Meanings
from knowledge.text import normalise

# The share of characters that must be common (Dice), where the questions name something, and where they do not; tuned
# on the tuning half of the pairs in tests/knowledge/question_pairs.tsv.
ENOUGH, ENOUGH_UNNAMED = 0.5, 0.8
# What is asked of a thing; the first that fits counts. Cause, cure and drug of a sickness are one question.
_KINDS = (
    ("when", r"什么时候|么子时候|啥时候|几时|几月|哪个月|哪天|何时|早.{0,3}晚|季节"),
    ("how much", r"多少|(?<!了)好多|几(?:斤|两|克|倍|度|天|次|遍|块|元)|用量|剂量"),
    ("where", r"哪里|哪儿|哪个地方|(?<!如)何处|在哪|么子地方"),
    ("who", r"找哪个|找谁|哪个收|谁收"),
    (
        "may",
        r"能不能|可不可以|要不要|得不得|要得不|行不行|会不会|是不是|可以.{0,6}[吗不么啵]"
        r"|能.{0,8}[吗不么啵][?？]?$",
    ),
    ("which", r"哪个(?:品种|牌子|好)|什么品种|么子品种|啥品种|哪种"),
)
_KIND_WORDS = tuple((kind, re.compile(words)) for kind, words in _KINDS)
_MAY = re.compile(r"能不能|可不可以|要不要|得不得|要得不|行不行|会不会|是不是|有没有")
# Where two questions differ in one of these, they are two questions.
_MARKS = (
    ("种", r"[播栽](?!种)|种(?!子|植|类)|定植|移栽|下种"), ("收", r"[收采挖摘割]"), ("存", r"[存藏窖]|保鲜|怎么放"),
    ("药", r"打药|喷药|用药|什么药|么子药|啥药"), ("肥", r"肥|尿素|复合|钾|磷|氮"), ("水", r"浇|灌|排水|抗旱|干旱"),
    ("剪", r"剪|修枝|疏[花果]|打顶|压梢"), ("接", r"嫁接|扦插|压条"), ("育", r"育苗|催芽|浸种"),
    ("防", r"怎么防|如何防|咋防|预防"), ("钱", r"补贴|补助|保险|贷款"), ("叶", r"叶"), ("根", r"根|蔸"),
    ("果", r"果(?!树)"), ("花", r"花(?!生|菜)"), ("茎", r"茎|[杆秆]|枝|藤"), ("穗", r"穗"), ("芽", r"芽"),
    ("黄", r"黄(?!瓜|豆|牛|花菜|桃)"), ("白", r"白(?!菜)"), ("黑", r"黑"), ("红", r"[红紫](?!薯|枣)"),
    ("烂", r"[烂腐沤]"), ("卷", r"卷"), ("枯", r"[枯蔫焉萎焦]"), ("死", r"死"), ("落", r"落|掉"), ("裂", r"裂|炸"),
    ("斑", r"斑|点点|黑点"), ("霉", r"霉|长毛"), ("虫", r"虫|蛆|蚜|螨|洞|眼"), ("泻", r"泻|[屙拉]"), ("烧", r"烧"),
    ("咳", r"咳|喘"), ("胀", r"胀"), ("肿", r"肿"), ("跛", r"跛|瘸"), ("抖", r"抖|抽"), ("不吃", r"不[肯爱]?吃"),
    ("不长", r"不长|长不"), ("不结", r"不结|不挂|空壳|不开"), ("买", r"买"), ("卖", r"卖|销"),
    ("办", r"办理|申请|手续|证"), ("产", r"产量|亩产"), ("小", r"崽|苗|小[猪鸡鸭牛鹅羊]"),
    ("不", r"不(?![晓知懂会])|没"),
)  # fmt: skip
_MARK_WORDS = tuple((mark, re.compile(words)) for mark, words in _MARKS)
_FIGURE = re.compile(r"\d+(?:\.\d+)?")
_LITTLE = re.compile(
    r"[^\w]|请问|一下|老师|师傅|专家|您好?|你好?|我|们|家|屋里|这|那|个|些|有|没|得|了|的|着|过|很|好|会|能|啊|去|来|里|上"
    r"|下|用|法|方|技术|为"
)
# Who names a sickness wants it cured, by whatever word.
_CURE = re.compile(r"打?(?:什么|么子|啥|点)?药|防治|治|救|处理")


@dataclass(frozen=True)
class Wording:
    """A question as it is compared."""

    intent: str
    subject: str
    kind: str
    marks: frozenset[str]
    figures: tuple[str, ...]
    pesticides: frozenset[str]
    characters: frozenset[str]


def wording(intent: str, text: str, subject: str, names: Catalogue, meanings: Meanings) -> Wording:
    """A question in its parts; `subject` is what it names, as `subject_of` wrote it."""
    plain = normalise(text).text
    rest = meanings.in_one_word(_MAY.sub("", _without_names(plain, subject, names)))
    return Wording(
        intent,
        subject,
        next((kind for kind, words in _KIND_WORDS if words.search(plain)), "how"),
        frozenset(mark for mark, words in _MARK_WORDS if words.search(rest)),
        tuple(sorted(_FIGURE.findall(plain))),
        _pesticides(plain, names),
        frozenset(_LITTLE.sub("", search.matter(rest).replace(search.GAP, ""))),
    )


def _pesticides(plain: str, names: Catalogue) -> frozenset[str]:
    if not guard.FARM_TALK.search(plain):
        return frozenset()
    return frozenset(name for name in names.rulings if len(name) > 2 and name in plain)


def alike(one: Wording, other: Wording) -> bool:
    """Whether one answer surely serves both."""
    if (one.intent, one.subject, one.kind, one.marks, one.figures, one.pesticides) != (
        other.intent, other.subject, other.kind, other.marks, other.figures, other.pesticides,
    ):  # fmt: skip
        return False
    if not one.subject and min(len(one.characters), len(other.characters)) < 3:
        # 找个人问下: who knows what about.
        return False
    return common(one, other) >= (ENOUGH if one.subject else ENOUGH_UNNAMED)


def common(one: Wording, other: Wording) -> float:
    """The share of characters that are common, 0 to 1 (Dice); 1 where neither says anything but names."""
    size = len(one.characters) + len(other.characters)
    return 2 * len(one.characters & other.characters) / size if size else 1.0


def _without_names(plain: str, subject: str, names: Catalogue) -> str:
    """The text without the names of what it is about, whichever the farmer used, and the cure of a sickness named."""
    values = {part.partition(":")[2] for part in subject.split("|")}
    ids = {found.id for value in values if (found := names.commodity(value))}
    written = [name for name, number in names.commodity_ids.items() if number in ids and name in plain]
    sick = [value for value in values if value in names.problems]
    written += [name for name, value in names.problems.items() if value in sick and name in plain]
    for name in sorted(written, key=len, reverse=True):
        plain = plain.replace(name, " ")
    if sick:
        # 根烂了 is heard as 烂根: the same characters, apart.
        plain = re.sub(f"[{re.escape(''.join(sick))}]", "", _CURE.sub("", plain))
    return plain
