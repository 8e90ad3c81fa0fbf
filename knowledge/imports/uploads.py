"""Files that staff sent in the console, kept between the trial and the import: each the sender's alone, for a day."""

import json
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from knowledge.staff.access import Actor, NotHere

KEPT_FOR = timedelta(days=1)
# Older ones of the same sender make room.
_MOST_EACH = 5
_TOKEN = re.compile(r"[A-Za-z0-9_-]{32}")
_TOLD = "upload.json"
_LONGEST_NAME = 60


@dataclass(frozen=True)
class Upload:
    """One file that waits: under what word it is asked for, what it brings, where it lies, where it was fetched."""

    token: str
    kind: str
    path: Path
    origin: str


@contextmanager
def arriving(data_dir: Path) -> Iterator[Path]:
    """A folder for a file on its way in; it is gone after the block."""
    with TemporaryDirectory(dir=_home(data_dir), prefix="arriving-") as folder:
        yield Path(folder)


def keep(data_dir: Path, actor: Actor, kind: str, name: str, body: bytes, now: datetime, origin: str = "") -> Upload:
    """Keeps the file for the sender; what was kept for longer than a day goes."""
    sweep(data_dir, now)
    _make_room(data_dir, actor)
    token = secrets.token_urlsafe(24)
    folder = _home(data_dir) / f"{actor.id}.{token}"
    folder.mkdir(mode=0o700)
    path = folder / plain_name(name)
    for file, content in (
        (path, body),
        (folder / _TOLD, json.dumps({"kind": kind, "name": path.name, "origin": origin}).encode()),
    ):
        with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as opened:
            opened.write(content)
    _date(folder, now)
    return Upload(token, kind, path, origin)


def access_upload(data_dir: Path, actor: Actor, token: str, now: datetime) -> Upload:
    """The actor's own upload of this token; raises NotHere for any other, and for one that is over."""
    folder = _home(data_dir) / f"{actor.id}.{token}"
    if not _TOKEN.fullmatch(token) or not folder.is_dir() or _is_over(folder, now):
        raise NotHere
    told = json.loads((folder / _TOLD).read_text(encoding="utf-8"))
    return Upload(token, told["kind"], folder / told["name"], told["origin"])


def forget(upload: Upload) -> None:
    """The file has gone in, or is not wanted."""
    shutil.rmtree(upload.path.parent, ignore_errors=True)


def sweep(data_dir: Path, now: datetime) -> None:
    """Deletes what has been kept for longer than a day."""
    home = data_dir / "uploads"
    for folder in home.iterdir() if home.is_dir() else ():
        if _is_over(folder, now):
            shutil.rmtree(folder, ignore_errors=True)


def plain_name(name: str) -> str:
    """The file's own name, without a path or anything that a file system or a reader of a report could stumble over."""
    last = re.split(r"[/\\]", name)[-1]
    stem, dot, suffix = last.rpartition(".")
    kept = "".join(sign for sign in stem or suffix if sign.isalnum() or sign in " ._-（）()《》、").strip(" .")
    ending = re.sub(r"[^A-Za-z0-9]", "", suffix)[:5].lower() if dot else ""
    return f"{kept[:_LONGEST_NAME] or '文件'}.{ending}"


def _home(data_dir: Path) -> Path:
    folder = data_dir / "uploads"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _make_room(data_dir: Path, actor: Actor) -> None:
    own = sorted(_home(data_dir).glob(f"{actor.id}.*"), key=lambda folder: folder.stat().st_mtime, reverse=True)
    for folder in own[_MOST_EACH - 1 :]:
        shutil.rmtree(folder, ignore_errors=True)


def _date(folder: Path, now: datetime) -> None:
    """The moment is our clock's, which a demo may have set."""
    os.utime(folder, (now.timestamp(), now.timestamp()))


def _is_over(folder: Path, now: datetime) -> bool:
    try:
        return now.timestamp() - folder.stat().st_mtime > KEPT_FOR.total_seconds()
    except OSError:
        return False
