"""Uploads are their sender's alone, few, and gone after a day."""

import stat
from datetime import timedelta
from pathlib import Path

import pytest

from knowledge.imports import uploads
from knowledge.staff.access import Actor, NotHere
from tests.web.console.conftest import NOW, VILLAGE_A


def actor_of(number: int) -> Actor:
    return Actor(number, "某", "village", VILLAGE_A)


def test_an_upload_is_its_senders_alone_and_for_a_day(tmp_path: Path) -> None:
    kept = uploads.keep(tmp_path, actor_of(1), "articles", "../../a.md", b"x", NOW)
    assert kept.path.name == "a.md" and kept.path.read_bytes() == b"x"
    assert stat.S_IMODE(kept.path.stat().st_mode) == 0o600 and stat.S_IMODE(kept.path.parent.stat().st_mode) == 0o700
    assert uploads.access_upload(tmp_path, actor_of(1), kept.token, NOW).path == kept.path
    own = uploads.keep(tmp_path, actor_of(2), "articles", "b.md", b"y", NOW)
    later, around = NOW + timedelta(days=1, seconds=1), f"{own.token}/../1.{kept.token}"
    for actor, token, now in ((2, kept.token, NOW), (1, kept.token, later), (2, around, NOW), (1, "", NOW)):
        with pytest.raises(NotHere):
            uploads.access_upload(tmp_path, actor_of(actor), token, now)
    uploads.sweep(tmp_path, NOW)
    assert kept.path.exists()
    uploads.sweep(tmp_path, later)
    assert not kept.path.exists()


def test_many_uploads_of_one_sender_make_room_for_the_newest(tmp_path: Path) -> None:
    other = uploads.keep(tmp_path, actor_of(2), "articles", "a.md", b"x", NOW)
    sent = [uploads.keep(tmp_path, actor_of(1), "articles", "a.md", b"x", NOW + timedelta(seconds=n)) for n in range(7)]
    assert [upload.path.exists() for upload in sent] == [False, False, True, True, True, True, True]
    assert other.path.exists()


@pytest.mark.parametrize(
    ("sent", "plain"),
    [("C:\\用户\\软腐病.DOCX", "软腐病.docx"), ("../../etc/x.md", "x.md"), ("a\r\nb<i>.md", "abi.md"), ("." * 300, "文件."),
     ("长" * 300 + ".docx", "长" * 60 + ".docx"), ("", "文件.")],
)  # fmt: skip
def test_a_file_name_is_a_plain_one(sent: str, plain: str) -> None:
    assert uploads.plain_name(sent) == plain
