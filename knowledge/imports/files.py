"""Files as staff save them: UTF-8 with or without a mark, or GB18030; CSV, JSON lines, Markdown."""

import csv
import hashlib
import io
import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from knowledge.imports.report import ImportRefused, need_columns
from knowledge.text import storable

MOST_BYTES = 500_000_000
# Spreadsheets leave byte order marks and zero-width spaces inside cells.
IDLE = " \t\r\n\u3000\xa0\ufeff\u200b"
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?")
# Each looks at a character once, whatever the file: a hostile one must not stop the process.
_OPENS, _CLOSES = re.compile(r"\s*\n"), re.compile(r"^---[ \t]*$", re.MULTILINE)
_LONGEST_HEAD = 10_000


def content_of(path: Path) -> bytes:
    """The bytes of a file; raises ImportRefused when it cannot be opened."""
    try:
        return path.read_bytes()
    except OSError as fault:
        raise ImportRefused(f"{path}：打不开（{fault.strerror}）。") from None


def read_text(path: Path) -> str:
    """The text of a file; raises ImportRefused when it is missing, too large or in no known encoding."""
    content = content_of(path)
    if len(content) > MOST_BYTES:
        raise ImportRefused(f"{path.name}：超过 {MOST_BYTES // 1_000_000} MB，请分成几个文件。")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return storable(content.decode(encoding))
        except UnicodeDecodeError:
            continue
    raise ImportRefused(f"{path.name}：既不是 UTF-8 也不是 GB18030，请另存为 CSV UTF-8。")


def sha256(path: Path) -> str:
    """What the file holds, as a hash; a folder's is that of its files' names and contents."""
    digest = hashlib.sha256()
    for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
        if file.is_file():
            digest.update(file.name.encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()


def csv_rows(
    path: Path, columns: tuple[str, ...], column: Callable[[str], str]
) -> Iterator[tuple[int, dict[str, str]]]:
    """Line number and cells of each row, stripped; raises ImportRefused when a column is missing.

    `column` is what a cell of the header names.
    """
    reader = csv.DictReader(io.StringIO(read_text(path), newline=""))
    try:
        reader.fieldnames = [column(name) for name in reader.fieldnames or ()]
        need_columns(path, reader.fieldnames, columns)
        for row in reader:
            if None in row:
                raise ImportRefused(f"{path.name} 第 {reader.line_num} 行：格数比表头多，检查有没有多余的逗号。")
            yield reader.line_num, {name: (value or "").strip(IDLE) for name, value in row.items()}
    except csv.Error as fault:
        raise ImportRefused(f"{path.name} 第 {reader.line_num} 行：不是合格的 CSV（{fault}）。") from None


def json_lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Line number and object of each line."""
    for number, line in enumerate(read_text(path).splitlines(), 1):
        if not line.strip():
            continue
        try:
            found = json.loads(line)
        except (ValueError, RecursionError):
            raise ImportRefused(f"{path.name} 第 {number} 行：不是合格的 JSON。没有导入任何内容。") from None
        if not isinstance(found, dict):
            raise ImportRefused(f"{path.name} 第 {number} 行：应是一个 JSON 对象。没有导入任何内容。")
        yield number, found


def front_matter(path: Path) -> tuple[dict[str, Any], str]:
    """The YAML head of a Markdown file, and its body."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError

    written, body = _parted(path, read_text(path).replace("\r\n", "\n"))
    try:
        # "base" leaves every value as written: an impossible date is then named like any other fault.
        head = YAML(typ="base", pure=True).load(written)
    except MarkedYAMLError as fault:
        line = fault.problem_mark.line + 2 if fault.problem_mark else 1
        raise ImportRefused(f"{path.name} 第 {line} 行：文件头不是合格的 YAML。") from None
    except RecursionError:
        raise ImportRefused(f"{path.name} 第 2 行：文件头套得太深。") from None
    # Lists of lists may stand for others by their names, and become as long as no machine can hold.
    if not isinstance(head, dict) or not all(map(_is_flat, head.values())):
        raise ImportRefused(f"{path.name} 第 2 行：文件头应是「键: 值」，值是文字或一列文字。")
    return head, body


def _parted(path: Path, text: str) -> tuple[str, str]:
    opened = _OPENS.match(text, 3) if text.startswith("---") else None
    closed = _CLOSES.search(text, opened.end()) if opened else None
    if not opened or not closed:
        raise ImportRefused(f"{path.name} 第 1 行：缺少以 --- 开头的文件头（title、source、date …）。")
    if closed.start() - opened.end() > _LONGEST_HEAD:
        raise ImportRefused(f"{path.name} 第 2 行：文件头太长，最多 {_LONGEST_HEAD} 字。")
    return text[opened.end() : closed.start()], text[closed.end() :]


def _is_flat(value: object) -> bool:
    return not isinstance(value, dict | list) or (
        isinstance(value, list) and not any(isinstance(each, dict | list) for each in value)
    )


def read_date(value: object) -> date:
    """A day in one of the usual writings; raises ValueError for an impossible one."""
    if isinstance(value, date):
        return value
    match = _DATE.fullmatch(str(value).strip())
    if not match:
        raise ValueError(value)
    return date(int(match[1]), int(match[2]), int(match[3]))
