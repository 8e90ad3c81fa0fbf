"""A picture as WeChat takes it: its kind and size are looked at before it goes out."""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

# WeChat's own page says 10 MB in one place and 2 MB in another.
MOST_BYTES = 2_000_000
_KINDS = (
    (b"\x89PNG\r\n\x1a\n", "png", "image/png"),
    (b"\xff\xd8\xff", "jpg", "image/jpeg"),
    (b"GIF87a", "gif", "image/gif"),
    (b"GIF89a", "gif", "image/gif"),
)


@dataclass(frozen=True)
class Picture:
    """A picture that may be uploaded; `digest` is the same for the same bytes."""

    content: bytes
    name: str
    kind: str

    @property
    def digest(self) -> str:
        """SHA-256 of the content."""
        return sha256(self.content).hexdigest()


def picture(source: bytes | Path) -> Picture:
    """The picture in `source`; raises ValueError for one that WeChat would refuse, OSError for an unreadable file."""
    content = source if isinstance(source, bytes) else _read(source)
    if not 0 < len(content) < MOST_BYTES:
        raise ValueError(f"a picture has 1 to {MOST_BYTES - 1} bytes, not {_size(len(content))}")
    for begin, ending, kind in _KINDS:
        if content.startswith(begin):
            return Picture(content, f"picture.{ending}", kind)
    raise ValueError("a picture is a PNG, JPG or GIF")


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(MOST_BYTES)


def _size(count: int) -> str:
    return str(count) if count < MOST_BYTES else f"{MOST_BYTES} or more"
