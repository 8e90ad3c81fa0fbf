"""A backup as a file: one line with the SHA-256 of all that follows, then gzipped lines of JSON.

The lines are a header; for each table its rows, each a list, and `{"rows": how many}`.
"""

import gzip
import hashlib
import json
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

from knowledge.snapshot import as_text

VERSION = 1
_NAME = b"TIANXUN BACKUP "
_FIRST_LINE = re.compile(_NAME + rb"([0-9]{1,6}) ([0-9a-f]{64})\n")
_MEGABYTE = 1024 * 1024
# Takes a third of the usual level's time, for a file that is hardly larger.
_LEVEL = 4


class Refused(RuntimeError):
    """Nothing was changed; the message is one line that says why."""


@dataclass(frozen=True)
class Header:
    """What a backup is of: the store's revision, when it was, a mark of the key, and columns by table."""

    revision: str
    taken_at: str
    key_mark: str
    tables: dict[str, list[str]]


class Writer:
    """Takes the lines of a backup in their order."""

    def __init__(self, out: gzip.GzipFile) -> None:
        self._out = out

    def header(self, header: Header) -> None:
        """The first line."""
        self._line(vars(header))

    def table(self, rows: Iterable[Any]) -> int:
        """One table's rows; returns how many."""
        count = 0
        for row in rows:
            self._line(list(row))
            count += 1
        self._line({"rows": count})
        return count

    def _line(self, content: Any) -> None:
        self._out.write(as_text(content) + b"\n")


class Reader:
    """Gives the lines of a backup in their order."""

    def __init__(self, lines: BinaryIO) -> None:
        self._lines = lines
        self.header = Header(**json.loads(lines.readline()))

    def table(self) -> Iterator[list[Any]]:
        """The rows of the next table."""
        for count, line in enumerate(self._lines):
            row = json.loads(line)
            if isinstance(row, dict):
                if row != {"rows": count}:
                    raise ValueError(f"{count} rows where the backup says {row}")
                return
            yield row
        raise ValueError("the backup ends within a table")


@contextmanager
def written(path: Path) -> Iterator[Writer]:
    """A file that stands at `path` once the block is over, whole and readable by its owner alone; or not at all."""
    _refuse_to_replace(path)
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(_first_line(""))
            with gzip.GzipFile(filename="", fileobj=file, mode="wb", compresslevel=_LEVEL, mtime=0) as out:
                yield Writer(out)
            _seal(partial, file)
        partial.replace(path)
        _sync_folder(path.parent)
    finally:
        partial.unlink(missing_ok=True)


@contextmanager
def opened(path: Path) -> Iterator[Reader]:
    """A backup of which every byte has been checked; raises Refused for any other file."""
    if not path.is_file():
        raise Refused(f"{path}：没有这个文件 (no such file)。")
    with path.open("rb") as file:
        _check(path.name, file)
        with gzip.GzipFile(fileobj=file, mode="rb") as lines:
            yield Reader(cast(BinaryIO, lines))


def _check(name: str, file: BinaryIO) -> None:
    first = file.readline(len(_first_line("")) + 10)
    matched = _FIRST_LINE.fullmatch(first)
    if matched is None:
        raise Refused(f"{name}：不是田讯的备份，或者坏了 (not a Tianxun backup, or damaged)。什么都没有改。")
    if int(matched[1]) > VERSION:
        raise Refused(f"{name}：是更新的田讯做的备份，请先更新程序 (made by a newer Tianxun)。什么都没有改。")
    if int(matched[1]) < VERSION or _rest(file) != matched[2].decode():
        raise Refused(f"{name}：备份坏了或不完整 (damaged or cut short)。什么都没有改。")
    file.seek(len(first))


def _first_line(sha256: str) -> bytes:
    return _NAME + f"{VERSION} {sha256:0>64}\n".encode()


def _seal(partial: Path, file: BinaryIO) -> None:
    """Puts the SHA-256 of what has been written into the first line, and all of it on the disk."""
    file.flush()
    with partial.open("rb") as again:
        again.seek(len(_first_line("")))
        sha256 = _rest(again)
    file.seek(0)
    file.write(_first_line(sha256))
    file.flush()
    os.fsync(file.fileno())


def _rest(file: BinaryIO) -> str:
    """The SHA-256 from where the file stands to its end."""
    found = hashlib.sha256()
    while block := file.read(_MEGABYTE):
        found.update(block)
    return found.hexdigest()


def _refuse_to_replace(path: Path) -> None:
    """A slip of the hand must not cost a file that is no backup, the store's own least of all."""
    if not path.parent.is_dir():
        raise Refused(f"{path.parent}：没有这个文件夹 (no such folder)。")
    if path.exists() and not (path.is_file() and _begins_like_ours(path)):
        raise Refused(f"{path}：已有别的文件，不覆盖；请换一个名字 (exists and is no backup)。")


def _begins_like_ours(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(_NAME)) == _NAME


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        # Some file systems cannot sync a folder.
        with suppress(OSError):
            os.fsync(handle)
    finally:
        os.close(handle)
