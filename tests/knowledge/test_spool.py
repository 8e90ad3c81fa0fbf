"""The spool's files: whole or not there, sealed, oldest first, and one for each message."""

import logging
import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from knowledge import spool as spooling
from knowledge.inbox import Arrived
from knowledge.spool import Spool
from knowledge.vault import Vault
from tests.conftest import NOW, SECRET

OPENID, TEXT = "oFarmer000000000000000000001", "白菜多少钱 13900000000"


def arrived(number: int = 1, text: str = TEXT) -> Arrived:
    vault = Vault(SECRET)
    return Arrived(
        channel="wechat",
        claim=vault.hashed("claim", str(number)),
        sender_hash=vault.hashed("person", OPENID),
        seal_sender=lambda: vault.sealed(OPENID),
        kind="text",
        text=text,
        media="",
        sent_at=NOW,
        received_at=NOW + timedelta(seconds=number),
    )


def files(spool: Spool) -> list[Path]:
    return sorted(spool._folder.iterdir())


def later(path: Path, seconds: int) -> None:
    """As if it had been written so many seconds after the file was."""
    at = path.stat().st_mtime + seconds
    os.utime(path, (at, at))


def test_a_message_comes_out_as_it_went_in(spool: Spool) -> None:
    sent = arrived(text="\ud800 白菜\x00多少钱")
    spool.put(sent, NOW)
    (kept,) = spool.waiting()
    assert replace(kept.arrived, seal_sender=sent.seal_sender) == sent and kept.told_at == NOW
    assert Vault(SECRET).opened(kept.arrived.seal_sender()) == OPENID


def test_nothing_can_be_read_without_the_key_and_by_nobody_else(spool: Spool) -> None:
    spool.put(arrived(), NOW)
    (path,) = files(spool)
    assert path.stat().st_mode & 0o777 == 0o600 and path.parent.stat().st_mode & 0o777 == 0o700
    inside = path.read_bytes() + path.name.encode()
    for secret in (OPENID, "白菜", "\\u767d", "13900000000", arrived().sender_hash):
        assert secret.encode() not in inside


def test_it_is_on_the_disk_before_it_has_its_name_and_before_anybody_hears(
    spool: Spool, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    sync, rename = os.fsync, os.replace

    def synced(number: int) -> None:
        kind = "folder" if Path(f"/proc/self/fd/{number}").resolve().is_dir() else "file"
        done.append(kind)
        sync(number)

    monkeypatch.setattr(spooling.os, "fsync", synced)
    monkeypatch.setattr(spooling.os, "replace", lambda *names: (done.append("name"), rename(*names)))
    spool.put(arrived(), NOW)
    assert done == ["file", "name", "folder"]


def test_what_cannot_be_written_leaves_nothing_behind(spool: Spool, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_number: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(spooling.os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        spool.put(arrived(), NOW)
    assert files(spool) == []


def test_the_oldest_comes_first(spool: Spool) -> None:
    for number in (3, 1, 2):
        spool.put(arrived(number), NOW)
        later(spool._folder / arrived(number).claim, number)
    assert [kept.arrived.claim for kept in spool.waiting()] == [arrived(number).claim for number in (1, 2, 3)]


def test_a_message_that_is_brought_again_is_kept_once(spool: Spool) -> None:
    spool.put(arrived(), NOW)
    (first,) = spool.waiting()
    spool.put(arrived(), NOW + timedelta(seconds=5))
    (kept,) = spool.waiting()
    assert kept.told_at == NOW + timedelta(seconds=5)
    spool.remove(first)
    assert len(files(spool)) == 1
    spool.remove(kept)
    spool.remove(kept)
    assert files(spool) == []


@pytest.mark.parametrize(
    "content",
    [b"", b"torn", Vault("another key").sealed("{}"), Vault(SECRET).sealed("{}")],
    ids=["empty", "torn", "of another key", "of no message"],
)
def test_a_damaged_file_is_set_aside_and_stops_no_other(
    spool: Spool, content: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    spool.put(arrived(), NOW)
    (spool._folder / "abc").write_bytes(content)
    assert len(list(spool.waiting())) == 1
    assert (spool._folder / "abc.damaged").read_bytes() == content
    caplog.clear()
    assert len(list(spool.waiting())) == 1 and not caplog.records


def test_a_file_that_another_process_has_brought_in_meanwhile_is_passed_over(
    spool: Spool, caplog: pytest.LogCaptureFixture
) -> None:
    spool.put(arrived(1), NOW)
    spool.put(arrived(2), NOW)
    one_by_one = spool.waiting()
    next(one_by_one)
    for path in files(spool):
        path.unlink()
    with caplog.at_level(logging.WARNING):
        assert list(one_by_one) == [] and not caplog.records


def test_what_a_killed_writer_began_is_cleared_away_and_what_is_being_written_is_not(spool: Spool) -> None:
    spool.put(arrived(), NOW)
    for name, seconds in (("begun.new", -3600), ("writing.new", 0)):
        path = spool._folder / name
        path.write_bytes(b"half")
        later(path, seconds)
    assert len(list(spool.waiting())) == 1
    assert [path.name for path in files(spool) if path.suffix] == ["writing.new"]


def test_a_folder_that_cannot_be_is_told(tmp_path: Path) -> None:
    spooling.check(tmp_path / "spool")
    assert list((tmp_path / "spool").iterdir()) == []
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError, match="exists"):
        spooling.check(tmp_path / "file")
