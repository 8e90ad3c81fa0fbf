"""What may be unpacked: judged by the archive's own list, before a byte of it is."""

import io
import re
import zipfile

from knowledge.documents import Unfit

MOST_BYTES = 5_000_000
MOST_UNPACKED = 50_000_000
MOST_RATIO = 100
MOST_FILES = 1_000
ZIP, OLD = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_FLAG = 0x1
# An office file with a password stands in the old container, under this name.
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_OUTSIDE = re.compile(r"\A[/\\]|\A[A-Za-z]:|(?:\A|[/\\])\.\.(?:[/\\]|\Z)")


def refuse_large(body: bytes, what: str) -> None:
    """Raises Unfit for a file above MOST_BYTES; `what` is what staff call it (表格, 文档)."""
    if len(body) > MOST_BYTES:
        raise Unfit(f"{what}超过 {MOST_BYTES // 1_000_000} MB")


def is_locked(body: bytes) -> bool:
    """Whether it is an office file with a password."""
    return body.startswith(OLD) and _LOCKED in body


def refuse_bomb(body: bytes, what: str, must_hold: str, suffix: str) -> None:
    """Raises Unfit for an archive that is broken, hostile, or does not hold the file that makes it one of its kind.

    Sizes that lie harm nobody: what reads a member stops at the size that is said here.
    """
    members = _members(body, what)
    if len(members) > MOST_FILES:
        raise Unfit(f"{what}里的文件太多")
    if sum(member.file_size for member in members) > MOST_UNPACKED:
        raise Unfit(f"{what}解开后超过 {MOST_UNPACKED // 1_000_000} MB")
    if any(member.file_size > MOST_RATIO * max(member.compress_size, 1) for member in members):
        raise Unfit(f"{what}压缩超过 {MOST_RATIO} 倍")
    if any(member.flag_bits & _ENCRYPTED_FLAG for member in members):
        raise Unfit(f"{what}加了密")
    if any(_OUTSIDE.search(member.orig_filename) for member in members):
        raise Unfit(f"{what}里有不合规的文件名")
    if must_hold not in {member.filename for member in members}:
        raise Unfit(f"不是 {suffix} {what}")


def _members(body: bytes, what: str) -> list[zipfile.ZipInfo]:
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            return packed.infolist()
    # The library's own NotImplementedError is for an archive of a version that it does not know.
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        raise Unfit(f"{what}文件坏了或加了密") from None
