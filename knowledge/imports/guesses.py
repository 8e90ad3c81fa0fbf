"""What an article is about where nobody has said it: only names that the catalogue knows and the text has."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from knowledge.catalogue import Catalogue
from knowledge.text import normalise

_SHELVES = {
    "粮油": "种植", "蔬菜": "种植", "中药材": "种植", "食用菌": "种植", "水果": "林果", "林产": "林果", "茶叶": "茶叶",
    "畜禽": "养殖", "水产": "水产",
}  # fmt: skip
# Marks an article of which only its text is known.
UNDESCRIBED = "undescribed"
# A name that stands in the text alone must come up so often before the text is about it.
_OFTEN, _MOST = 3, 3


def crops(title: str, text: str, catalogue: Catalogue) -> list[str]:
    """The crops and animals that the title names, else those that the text comes back to, most often named first."""
    names = {
        name: catalogue.commodities[number].name
        for name, number in catalogue.commodity_ids.items()
        if name not in catalogue.weak_aliases
        and not catalogue.commodities[number].weak
        and catalogue.commodities[number].category in _SHELVES
    }
    return _named(title, text, names)


def problems(title: str, text: str, catalogue: Catalogue) -> list[str]:
    """The sicknesses, pests and weeds, likewise."""
    return _named(title, text, catalogue.problems)


def category(crops: Iterable[str], catalogue: Catalogue) -> str:
    """The shelf of the first crop; empty where there is none."""
    for crop in crops:
        commodity = catalogue.commodity(crop)
        if commodity:
            return _SHELVES.get(commodity.category, "")
    return ""


def described(article: dict[str, Any], catalogue: Catalogue) -> dict[str, Any]:
    """The article with what its own words say it is about."""
    title, body = article["title"], article["body"]
    named = crops(title, body, catalogue)
    about = {"crops": named, "problems": problems(title, body, catalogue), "category": category(named, catalogue)}
    return article | about


def note(where: str, article: dict[str, Any]) -> str:
    """What staff should look at in an article that was described for them."""
    said = [
        f"类别 {article['category'] or '没认出'}",
        f"作物 {'、'.join(article['crops']) or '没认出'}",
        f"病虫害 {'、'.join(article['problems']) or '没认出'}",
        f"日期 {article['date'].isoformat()}",
    ]
    left_out = f"；{article['pictures']} 张图片没有带进来" if article.get("pictures") else ""
    return f"{where}「{article['title']}」：从文字里认出 {'，'.join(said)}{left_out}"


def _named(title: str, text: str, names: dict[str, str]) -> list[str]:
    found = _counted(title, names) or Counter(
        {name: times for name, times in _counted(text, names).items() if times >= _OFTEN}
    )
    return [name for name, _ in found.most_common(_MOST)]


def _counted(text: str, names: dict[str, str]) -> Counter[str]:
    """How often each is named; a longer name is not also the shorter one within it (大白菜, 白菜)."""
    plain, found = normalise(text).text, Counter[str]()
    for name in sorted(names, key=len, reverse=True):
        if len(name) > 1 and (times := plain.count(name)):
            found[names[name]] += times
            plain = plain.replace(name, "\n")
    return found
