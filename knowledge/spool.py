"""Messages that cannot be stored now: kept as sealed files beside the store until it takes them.

A file that has its name is whole and outlives a power cut; nothing in it or in its name can be read without the key.
"""

import json
import logging
import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from knowledge.clock import machine_seconds
from knowledge.inbox import Arrived
from knowledge.vault import Unreadable, Vault

log = logging.getLogger(__name__)
_NEW, _DAMAGED = ".new", ".damaged"
_ABANDONED_SECONDS = 60
_AS_TEXT = ("channel", "claim", "sender_hash", "kind", "text", "media")
_AS_TIME = ("sent_at", "received_at")


@dataclass(frozen=True)
class Kept:
    """A message that was told at `told_at` to be kept, as it was read from its file."""

    arrived: Arrived
    told_at: datetime
    path: Path
    written: tuple[int, int]


class Spool:
    """One folder that all processes of an installation share, with one file for each message."""

    def __init__(self, folder: Path, vault: Vault) -> None:
        self._folder = folder
        self._vault = vault

    def put(self, arrived: Arrived, told_at: datetime) -> None:
        """Keeps a message durably, in place of what was kept of it before; raises OSError."""
        words = {name: getattr(arrived, name) for name in _AS_TEXT}
        times = {name: getattr(arrived, name).isoformat() for name in _AS_TIME}
        sender = arrived.seal_sender().decode("ascii")
        whole = json.dumps({**words, **times, "sender": sender, "told_at": told_at.isoformat()})
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write(self._vault.sealed(whole), self._folder / arrived.claim)

    def waiting(self) -> Iterator[Kept]:
        """What is kept, oldest first; a file that cannot be understood is set aside."""
        for path in self._paths():
            kept = self._read(path)
            if kept is not None:
                yield kept

    def remove(self, kept: Kept) -> None:
        """Forgets a message, unless it has been kept anew since it was read."""
        try:
            if _written(os.stat(kept.path)) == kept.written:
                kept.path.unlink()
        except FileNotFoundError:
            pass

    def drop(self, claim: str) -> None:
        """Forgets a message whose reply has been heard."""
        (self._folder / claim).unlink(missing_ok=True)

    def _paths(self) -> list[Path]:
        found: list[tuple[int, str, Path]] = []
        if not self._folder.is_dir():
            return []
        for path in self._folder.iterdir():
            try:
                written = path.stat().st_mtime_ns
                if path.suffix == _NEW and written < (machine_seconds() - _ABANDONED_SECONDS) * 1e9:
                    # Its writer was killed before anybody was told that the message is kept.
                    path.unlink()
            except OSError:
                continue
            if not path.suffix:
                found.append((written, path.name, path))
        return [path for _, _, path in sorted(found)]

    def _read(self, path: Path) -> Kept | None:
        try:
            with path.open("rb") as file:
                written, sealed = _written(os.fstat(file.fileno())), file.read()
            return _kept(json.loads(self._vault.opened(sealed)), path, written)
        except FileNotFoundError:
            return None
        except OSError as fault:
            log.warning("spooled message %s cannot be read (%s)", path.name, fault.strerror)
        except (Unreadable, ValueError, KeyError, TypeError):
            log.warning("spooled message %s is damaged, or of another key, and has been set aside", path.name)
            with suppress(OSError):
                path.replace(path.with_name(path.name + _DAMAGED))
        return None


def check(folder: Path) -> None:
    """Makes a spool's folder and writes in it; raises OSError where one of both cannot be done."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    probe = folder / f"probe{_NEW}"
    _write(b"", probe)
    probe.unlink(missing_ok=True)


def _kept(fields: dict[str, str], path: Path, written: tuple[int, int]) -> Kept:
    sender = fields["sender"].encode("ascii")
    words = {name: fields[name] for name in _AS_TEXT}
    times = {name: datetime.fromisoformat(fields[name]) for name in _AS_TIME}
    arrived = Arrived(seal_sender=lambda: sender, sent_at=times["sent_at"], received_at=times["received_at"], **words)
    return Kept(arrived, datetime.fromisoformat(fields["told_at"]), path, written)


def _written(found: os.stat_result) -> tuple[int, int]:
    return found.st_ino, found.st_mtime_ns


def _write(content: bytes, path: Path) -> None:
    number, name = tempfile.mkstemp(suffix=_NEW, dir=path.parent)
    try:
        with os.fdopen(number, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(number)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    _sync(path.parent)


def _sync(folder: Path) -> None:
    number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
