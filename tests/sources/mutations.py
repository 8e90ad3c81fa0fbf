"""What a site may send one night instead of the page that its source was written for."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.sources.mutations_html import html_mutations
from tests.sources.mutations_json import json_mutations

UTF8_JSON, UTF8_HTML = "application/json;charset=UTF-8", "text/html; charset=utf-8"
_SHELL = "<!DOCTYPE html><html><head><meta charset='utf-8'><title>{}</title></head><body>{}</body></html>"
_PAGES = {
    "login page": ("用户登录", "<form>账号<input name='user'>密码<input type='password'><button>登录</button></form>"),
    "captcha": ("请验证", "<div id='captcha'>请完成滑块验证后继续访问</div>"),
    "captcha without a title": ("", "<p>请输入验证码</p><img src='/code.png'>"),
    "blocked by a firewall": ("405", "<p>您的访问请求可能对网站造成安全威胁，请求已被阻断。</p>"),
    "error page": ("出错了", "<h1>500</h1><p>系统繁忙，请稍后再试</p>"),
    "maintenance": ("系统维护", "<p>系统升级维护中，预计 6:00 恢复</p>"),
    "home page": ("首页", "<ul><li>新闻</li><li>通知</li></ul><table><tr><td>友情链接</td></tr></table>"),
    "empty table": ("行情", "<table><tr><th>品名</th><th>价格</th></tr></table><ul></ul>"),
    "another table": ("行情", "<table><tr><td>2026-11-23</td><td>大白菜</td><td>99</td><td>元/吨</td></tr></table>"),
}
_ANSWERS = {
    "JSON fault": '{"code":500,"message":"系统异常","content":null}',
    "JSON login": '{"code":401,"message":"请先登录"}',
    "JSON captcha": '{"code":200,"message":"请输入验证码","content":{"total":0,"list":[]},"count":0,"list":[]}',
    "JSON without content": '{"code":200,"message":"ok","content":null}',
    "JSON null": "null",
    "JSON list": '[{"prodName":"大白菜","avgPrice":"9","varietyName":"大白菜","middlePrice":9}]',
    "JSON text": '"大白菜 9元"',
    "JSON of another service": '{"data":{"rows":[{"name":"大白菜","price":9.9}]},"ok":true}',
    "plain text": "Service Unavailable",
    "nothing": "",
    "blank": "  \n ",
    "a NUL": "\0\0\0\0",
}


@dataclass(frozen=True)
class Mutation:
    """A changed page; `content_type` is empty where the site still says the same."""

    name: str
    body: bytes
    content_type: str = ""


def mutations(path: Path) -> Iterator[Mutation]:
    """Everything that may become of a recorded page."""
    body = path.read_bytes()
    yield from other_pages()
    for tenth in range(1, 10):
        yield Mutation(f"cut at {tenth}0 %", body[: len(body) * tenth // 10])
    yield from _encodings(body, path.suffix)
    text, encoding = _decoded(body)
    change = json_mutations if path.suffix == ".json" else html_mutations
    for name, changed in (*_texts(text), *change(text)):
        if changed != text:
            yield Mutation(name, changed.encode(encoding))
    yield Mutation("the other format", _exchanged(text, path.suffix).encode(encoding))


def other_pages() -> Iterator[Mutation]:
    """What comes instead of any page."""
    for name, (title, content) in _PAGES.items():
        yield Mutation(name, _SHELL.format(title, content).encode(), UTF8_HTML)
    for name, answer in _ANSWERS.items():
        yield Mutation(name, answer.encode(), UTF8_JSON)


def _encodings(body: bytes, suffix: str) -> Iterator[Mutation]:
    text, _ = _decoded(body)
    kind = "application/json" if suffix == ".json" else "text/html"
    yield Mutation("GBK called UTF-8", text.encode("gb18030"), f"{kind};charset=UTF-8")
    yield Mutation("GBK called nothing", text.encode("gb18030"), kind)
    yield Mutation("UTF-8 called GBK", text.encode(), f"{kind};charset=GBK")
    yield Mutation("UTF-8 called Latin-1", text.encode(), f"{kind};charset=ISO-8859-1")
    yield Mutation("UTF-16", text.encode("utf-16"), f"{kind};charset=UTF-16")
    yield Mutation("UTF-8 taken for GBK and saved", text.encode().decode("gb18030", "replace").encode())
    yield Mutation("UTF-8 taken for Latin-1 and saved", text.encode().decode("latin-1").encode())
    yield Mutation("GBK taken for Latin-1 and saved", text.encode("gb18030").decode("latin-1").encode())
    yield Mutation("Chinese lost to question marks", text.encode("ascii", "replace"))
    yield Mutation("Chinese lost to replacement characters", text.encode("gb18030").decode("utf-8", "replace").encode())


def _texts(text: str) -> Iterator[tuple[str, str]]:
    """Changes that know no format."""
    for years in (-1, 1, 10):
        yield f"dates shifted by {years} year", _years_later(text, years)
    yield "days written the American way", re.sub(r"(20\d\d)-(\d\d)-(\d\d)", r"\2/\3/\1", text)
    yield "days without a year", re.sub(r"20\d\d-(\d\d-\d\d)", r"\1", text)
    yield "no unit after prices", re.sub(r"(?<=\d)\s*元/[\u4e00-\u9fff]+", "", text)
    yield "prices as spans", re.sub(r"(\d+\.\d+)(?=元)", r"\1-99.5", text)
    yield "prices with a word before the unit", re.sub(r"(?<=\d)元/", "万元/", text)
    yield (
        "prices in full-width digits",
        re.sub(r"\d+\.\d+", lambda m: m[0].translate(str.maketrans("0123456789.", "０１２３４５６７８９．")), text),
    )
    yield "decimal commas", re.sub(r"(\d)\.(\d)", r"\1,\2", text)
    yield "no decimal points", re.sub(r"(?<=[\"> 为肉蛋鸡鱼])(\d+)\.(\d+)", r"\1 \2", text)


def _years_later(text: str, years: int) -> str:
    return re.sub(r"(20\d\d)(?=[-/年.])", lambda match: str(int(match[1]) + years), text)


def _decoded(body: bytes) -> tuple[str, str]:
    try:
        return body.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return body.decode("gb18030"), "gb18030"


def _exchanged(text: str, suffix: str) -> str:
    if suffix == ".json":
        return _SHELL.format("行情", f"<pre>{text}</pre>")
    return '{"code":200,"content":{"total":1,"list":[]},"html":' + repr(re.sub(r"[\"'\\\n]", " ", text)) + "}"
