"""Bringing documents in at the console, as a browser does it."""

import io
import json
import re

from sqlalchemy import func, select

from knowledge.db import Store
from knowledge.models.article import Article
from knowledge.models.audit import AuditEntry
from knowledge.models.job import Job
from knowledge.models.notice import Notice
from tests.knowledge.office import docx, p
from tests.knowledge.test_import_others import NOTICE
from tests.web.console.conftest import Browser

PAGE = "/console/imports"
DOCUMENT = docx(p("萝卜软腐病怎么防", "h1"), p("拔掉病株，撒石灰。"))


def tried(browser: Browser, kind: str, name: str, body: bytes | str) -> str:
    """The page that follows when a file is sent."""
    content = body.encode() if isinstance(body, str) else body
    fields = {"kind": kind, "file": (io.BytesIO(content), name), "csrf_token": browser.token(PAGE)}
    answer = browser.client.post(PAGE, data=fields, content_type="multipart/form-data")
    assert answer.status_code == 200
    return answer.text


def button(page: str) -> str:
    found = re.search(r'action="(/console/imports/[^"]+)"', page)
    assert found, page
    return found[1]


def imported(browser: Browser, kind: str, name: str, body: bytes | str) -> str:
    return browser.send(button(tried(browser, kind, name, body)), page=PAGE)


def count(store: Store, table: type[Article] | type[Notice] | type[Job] | type[AuditEntry]) -> int:
    with store.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def notice(**changed: str) -> str:
    return json.dumps({**NOTICE, "region": "", **changed}, ensure_ascii=False)
