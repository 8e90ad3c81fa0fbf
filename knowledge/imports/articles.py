"""Technique articles: Markdown or Word, one file or a folder of them, or JSON lines."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge import guard, search
from knowledge.catalogue import Catalogue
from knowledge.imports import guesses, word_files
from knowledge.imports.files import front_matter, json_lines, read_date
from knowledge.imports.inside import Inside
from knowledge.imports.names import Names
from knowledge.imports.report import Faults, ImportRefused, Report
from knowledge.imports.rows import merge
from knowledge.imports.terms import Terms
from knowledge.models.article import Article

NEEDED = ("title", "category", "crops", "problems", "region", "source", "date")
KIND = "article"
FUTURE = "日期在今天之后"
# None of them looks at a character again and again, however hostile the text.
_HEADING = re.compile(r"^#{1,4}[^\S\n]+(\S.*)$", re.MULTILINE)
_LINK = r"\[([^\[\]\n]*)\]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)"
_BOLD_OR_LINK = re.compile(rf"\*\*(.+?)\*\*|{_LINK}")
# A table as people read it on a phone: the line under its head goes, cells stand apart.
_RULE = re.compile(r"^\|(?: *:?-+:? *\|)+ *\n?", re.MULTILINE)
_TABLE_ROW = re.compile(r"^\|(.*)\| *$", re.MULTILINE)
_OLD_WORD = ".doc"
_ALONE = (".md", word_files.SUFFIX, _OLD_WORD)
_CROP_GROUPS = {"蔬菜": "蔬菜", "水果": "果树", "茶叶": "茶叶", "中药材": "中药材", "食用菌": "菌类"}


# Where it stands, and the article's columns.
Row = tuple[str, dict[str, Any]]


def read(path: Path, terms: Terms) -> list[Row]:
    """Every article of a file or folder; raises ImportRefused naming the one that cannot be read."""
    return list(_articles(path, terms.today))


def write(session: Session, found: list[Row], terms: Terms, run_id: int | None) -> Report:
    """Stores the articles, findable at once, as part of the caller's transaction.

    One that recommends a banned pesticide is kept as a draft and counts as held.
    """
    report = Report(read=len(found))
    names = Names(session, report)
    inside = Inside(terms.actor, names)
    for where, article in found:
        article = _completed(session, where, article, inside, report)  # noqa: PLW2901 - the same one, whole
        reason = FUTURE if article["date"] > terms.today else recommends_banned(article, names.catalogue, terms.today)
        key = {"source": article["source"], "title": article["title"]}
        values = {name: article[name] for name in ("category", "crops", "problems", "body", "date", "reviewer")}
        values |= {
            "region_code": inside.region(where, article["region"]),
            "reviewed_on": article["reviewed_on"],
            "status": "draft" if terms.draft or reason else "published",
        }
        counts = Report() if reason else report
        row = merge(
            session, Article, key, values, run_id, counts, terms.keeps_status and not reason, terms.keeps_status
        )
        if reason:
            report.hold(f"{where} {article['title']}", reason)
        if row is not None:
            publish(session, row, names.catalogue)
    inside.refuse_if_any()
    return report


def publish(session: Session, article: Article, catalogue: Catalogue) -> None:
    """Makes a published article findable by its parts, and any other not."""
    if article.status != "published":
        search.remove(session, KIND, article.id)
        return
    names: list[str] = []
    for crop in article.crops:
        commodity = catalogue.commodity(crop)
        names += [commodity.name] if commodity else [crop]
    names += [catalogue.problems.get(problem, problem) for problem in article.problems]
    search.index(session, KIND, article.id, article.title, names, sections(article.body))


def sections(body: str) -> list[search.Section]:
    """The parts of a Markdown text that can answer by themselves, each under its heading."""
    parts = _HEADING.split(body.strip())
    found = [search.Section("", _plain(parts[0]))] if parts[0].strip() else []
    found += [
        search.Section(heading.strip(), _plain(text))
        for heading, text in zip(parts[1::2], parts[2::2], strict=True)
        if text.strip()
    ]
    return found or [search.Section("", _plain(body))]


def recommends_banned(article: dict[str, Any], catalogue: Catalogue, today: date) -> str:
    """Why the article may not be published; empty when it may."""
    groups = set()
    for crop in article["crops"]:
        commodity = catalogue.commodity(crop)
        if commodity:
            groups |= {_CROP_GROUPS.get(commodity.category, ""), *catalogue.family(commodity)}
    found = guard.recommended(f"{article['title']}\n{article['body']}", catalogue, today, groups)
    return f"推荐了禁限用农药：{guard.described(found[0].ruling)}" if found else ""


def _plain(markdown: str) -> str:
    rows = _TABLE_ROW.sub(lambda row: "　".join(cell.strip() for cell in row[1].split("|")), _RULE.sub("", markdown))
    text = _BOLD_OR_LINK.sub(lambda m: m[1] or m[2] or "", rows)
    return re.sub(r"\n{2,}", "\n", re.sub(r"^[>*-]\s+", "", text, flags=re.MULTILINE)).strip()


def _completed(session: Session, where: str, article: dict[str, Any], inside: Inside, report: Report) -> dict[str, Any]:
    """The article with what it does not say itself; the one that it would change must be the member's own."""
    if not (inside.actor or article.get(guesses.UNDESCRIBED)):
        return article
    key = {"source": article["source"], "title": article["title"]}
    known = session.scalar(select(Article).filter_by(**key))
    inside.may_change(where, known)
    if article.get(guesses.UNDESCRIBED):
        article = guesses.described(article, inside.names.catalogue)
        # Otherwise a document without a day would change with every day on which it comes again.
        if known is not None and not article["is_dated"] and known.body == article["body"]:
            article["date"] = known.date
        report.notes.append(guesses.note(where, article))
        report.show(article["body"])
    return article


def _articles(path: Path, today: date) -> Iterator[Row]:
    if path.is_dir():
        files = sorted(file for file in path.rglob("*") if file.suffix.lower() in _ALONE and not _is_lock(file))
        if not files:
            raise ImportRefused(f"{path}：文件夹里没有 .md 或 .docx 文件。")
        for file in files:
            yield file.name, _alone(file, today)
    elif path.suffix == ".jsonl":
        for line, fields in json_lines(path):
            yield f"第 {line} 行", _checked(path, line, fields, str(fields.get("body") or ""))
    elif path.suffix.lower() in _ALONE:
        yield path.name, _alone(path, today)
    else:
        raise ImportRefused(f"{path.name}：文章应是 .md、.docx、.jsonl 文件，或装着 .md 和 .docx 的文件夹。")


def _alone(path: Path, today: date) -> dict[str, Any]:
    """The article that is a file by itself."""
    if path.suffix.lower() == word_files.SUFFIX:
        return word_files.article(path, today)
    if path.suffix.lower() == _OLD_WORD:
        raise ImportRefused(f"{path.name}：旧的 .doc 读不了，请在 Word 或 WPS 里另存为 .docx。没有导入任何内容。")
    return _checked(path, 1, *front_matter(path))


def _is_lock(path: Path) -> bool:
    """Whether Word left it beside a document that is open."""
    return path.name.startswith("~$")


def _checked(path: Path, line: int, head: dict[str, Any], body: str) -> dict[str, Any]:
    faults = Faults(path)
    for column in NEEDED:
        if column not in head or (column in ("title", "source", "date") and not head[column]):
            faults.add(line, column, "缺少")
    if not body.strip():
        faults.add(line, "body", "正文是空的")
    article: dict[str, Any] = {name: str(head.get(name) or "").strip() for name in ("title", "category", "source")}
    article |= {
        "region": str(head.get("region") or ""),
        "body": body.strip(),
        "reviewer": str(head.get("reviewer") or ""),
        # What a web page said, of which nobody has written down what it is about.
        guesses.UNDESCRIBED: head.get(guesses.UNDESCRIBED) is True,
        "is_dated": head.get("is_dated") is not False,
    }
    for column in ("crops", "problems"):
        value = head.get(column) or []
        article[column] = (
            [str(name) for name in value] if isinstance(value, list) else re.split(r"[|、,，]", str(value))
        )
    for column in ("date", "reviewed_on"):
        article[column] = None
        if head.get(column):
            try:
                article[column] = read_date(head[column])
            except ValueError:
                faults.add(line, column, f"「{head[column]}」不是日期，应如 2026-11-20")
    faults.refuse_if_any()
    return article
