"""What is sent to hurt: large, many, hostile files, and words that are no text."""

import os

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.bot.test_cli import HEAD, ROW
from tests.knowledge.office import docx, p
from tests.knowledge.test_import_others import JOB, JOBS
from tests.web.console.conftest import Browser, Entry
from tests.web.console.importing import DOCUMENT, PAGE, button, notice, tried
from web.console import imports


@pytest.mark.parametrize(
    ("kind", "name", "body", "said"),
    [
        ("articles", "a.doc", b"\xd0\xcf\x11\xe0", "技术文章应是 .docx"),
        ("articles", "a.docx", docx(p("字" * 9_000_000)), "压缩超过 100 倍"),
        ("articles", "a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "旧的 .doc"),
        ("articles", "a.docx", b"PK\x03\x04junk", "坏了"),
        ("articles", "a", b"", "技术文章应是"),
    ],
)
def test_a_hostile_file_is_refused_in_a_line(enter: Entry, kind: str, name: str, body: bytes, said: str) -> None:
    page = tried(enter("village_a"), kind, name, body)
    assert said in page and f'<option selected value="{kind}">' in page


@pytest.mark.parametrize(
    ("kind", "name", "body", "most"),
    [
        ("notices", "n.jsonl", "\n".join(notice(title=f"第{n}条") for n in range(501)), 500),
        ("prices", "p.csv", HEAD + ROW * 5_001, 5_000),
    ],
    ids=["notices", "prices"],
)
def test_who_sends_very_much_at_once_keeps_nobody_waiting(
    enter: Entry, kind: str, name: str, body: str, most: int
) -> None:
    assert f"有 {most + 1} 行，这里一次最多 {most} 行" in tried(enter("county"), kind, name, body)


def test_who_sends_many_files_at_once_takes_no_more_than_two_threads(enter: Entry) -> None:
    village = enter("village_a")
    ready = button(tried(village, "articles", "a.docx", DOCUMENT))
    with imports._room(), imports._room():
        assert "请过半分钟再试" in tried(village, "articles", "a.docx", DOCUMENT)
        assert "请过半分钟再试" in village.send(ready, page=PAGE)
    assert "导入好了" in village.send(ready, page=PAGE)


def sent(browser: Browser, path: str, body: bytes, token: str) -> TestResponse:
    """The answer to a large form; the client's own way of packing one leaves files open."""
    parts = {"csrf_token": token.encode(), "kind": b"articles", 'file"; filename="a.docx': body}
    packed = b"".join(
        b'--x\r\nContent-Disposition: form-data; name="%b"\r\n\r\n%b\r\n' % (name.encode(), value)
        for name, value in parts.items()
    )
    return browser.client.post(path, data=packed + b"--x--\r\n", content_type="multipart/form-data; boundary=x")


def test_a_request_may_be_larger_here_alone_and_only_for_staff(app: Flask, enter: Entry, stranger: Browser) -> None:
    app.config["MAX_CONTENT_LENGTH"] = 1_000_000
    village = enter("village_a")
    token = village.token(PAGE)
    assert "还没有导入" in sent(village, PAGE, docx(p("字"), further={"a": os.urandom(3_000_000)}), token).text
    answer = sent(village, PAGE, bytes(5_200_000), token)
    assert answer.status_code == 413 and "超过 5 MB，没有收下" in answer.text
    assert sent(village, "/console/password", bytes(3_000_000), token).status_code == 413
    assert sent(stranger, PAGE, bytes(3_000_000), token).status_code == 413


@pytest.mark.parametrize("payload", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{77777*3}}"])
def test_payloads_in_documents_tables_and_names_are_only_ever_text(enter: Entry, payload: str) -> None:
    county = enter("county")
    pages = [
        tried(county, "articles", f"{payload}.docx", docx(p(payload, "h1"), p(payload))),
        tried(
            county, "jobs", f"{payload}.csv", JOBS + JOB.replace("元/天", payload.replace('"', "“").replace(",", ""))
        ),
        county.send(PAGE, {"kind": "articles", "address": payload}),
    ]
    for page in pages:
        assert "<script>alert" not in page and "<img" not in page and "233331" not in page


def test_an_address_inside_is_refused(enter: Entry) -> None:
    page = enter("village_a").send(PAGE, {"kind": "articles", "address": "http://169.254.169.254/latest"})
    assert "没有取成：地址不允许" in page
