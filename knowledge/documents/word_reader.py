"""A program of its own that reads a Word document; `apart` starts it.

It takes one line of JSON (most characters, bytes of memory) and the file on standard input, and answers in JSON: the
text as `html` of a few harmless tags, how many `pictures` were left out, and the moment when it was last `modified` as
the document says it (empty where it does not); or with the `fault` in Chinese. It imports nothing of ours.
"""

import contextlib
import io
import json
import re
import resource
import sys
import zipfile
from pathlib import Path

import mammoth
import nh3

# What Word, WPS and older Chinese templates call a title and their headings; the library knows the English names.
_STYLES = "\n".join(
    (
        "p[style-name='Title'] => h1:fresh",
        "p[style-name='标题'] => h1:fresh",
        *(f"p[style-name='标题 {level}'] => h{level}:fresh" for level in range(1, 7)),
    )
)
_TAGS = {"p", "br", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "strong", "table", "tr", "td", "th"}
_DECLARED = re.compile(b"|".join(re.escape("<!DOCTYPE".encode(to)) for to in ("utf-8", "utf-16-le", "utf-16-be")))
# Beyond this share of its bounds a fault is one of memory.
_NEARLY = 0.8
_MODIFIED = re.compile(rb"<dcterms:modified[^>]*>\s*([0-9T:.Z+-]{10,40})\s*<")


def read(body: bytes) -> tuple[str, int]:
    """The document as HTML without anything that could act, and the number of its pictures, none of which is opened."""
    _refuse_entities(body)
    pictures = 0

    def left_out(_picture: object) -> list[object]:
        nonlocal pictures
        pictures += 1
        return []

    html = mammoth.convert_to_html(
        io.BytesIO(body),
        style_map=_STYLES,
        # A document may bring a map of its own: what becomes of its styles is ours to say.
        include_embedded_style_map=False,
        external_file_access=False,
        convert_image=left_out,
    ).value
    return nh3.clean(html, tags=_TAGS, attributes={}), pictures


def _refuse_entities(body: bytes) -> None:
    """Raises ValueError where a part declares entities, which no office writes and which can grow without end."""
    with zipfile.ZipFile(io.BytesIO(body)) as packed:
        for name in packed.namelist():
            if name.endswith((".xml", ".rels")) and _DECLARED.search(packed.read(name)):
                raise ValueError(name)


def modified(body: bytes) -> str:
    """The moment of the last change, as written in the document; empty where it is not."""
    with zipfile.ZipFile(io.BytesIO(body)) as packed, contextlib.suppress(KeyError):
        found = _MODIFIED.search(packed.read("docProps/core.xml"))
        return found[1].decode("ascii") if found else ""
    return ""


def _takes() -> int:
    """The bytes of this process's address space; 0 where the system does not tell."""
    with contextlib.suppress(OSError):
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    return 0


def _answer() -> dict[str, object]:
    asked = json.loads(sys.stdin.buffer.readline())
    # Where the system knows no such limit, the deadline of who started this remains.
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (asked["memory"], asked["memory"]))
    body = sys.stdin.buffer.read()
    try:
        html, pictures = read(body)
        changed = modified(body)
    except Exception as fault:
        # Where memory ends, Python raises MemoryError, and the libraries in C whatever they stumble over then.
        if isinstance(fault, MemoryError) or _takes() > _NEARLY * asked["memory"]:
            raise
        # The library answers a broken document with whatever it stumbles over.
        return {"fault": "文档文件坏了"}
    if len(html) > asked["characters"]:
        return {"fault": "文档太长，请分成几篇"}
    return {"html": html, "pictures": pictures, "modified": changed}


if __name__ == "__main__":
    sys.stdout.buffer.write(json.dumps(_answer()).encode("ascii"))
