"""The console's preview and the bot's answer are the same messages."""

import pytest
from sqlalchemy import select

from actions import as_sent, fit
from bot.conversation import Parts
from bot.dispatch import Request
from knowledge import catalogue
from knowledge.editions import fields
from knowledge.models.article import Article
from knowledge.models.notice import Notice
from tests.conftest import HOME, NOW


@pytest.mark.parametrize(("kind", "table"), [("article", Article), ("notice", Notice)])
def test_what_is_previewed_is_what_is_sent(sqlite_parts: Parts, kind: str, table: type[Article] | type[Notice]) -> None:
    with sqlite_parts.store.reading() as session:
        rows = session.scalars(select(table).where(table.status == "published").order_by(table.id).limit(30)).all()
        names = catalogue.current(session)
        assert rows
        for row in rows:
            parts = fields.as_parts(kind, row)
            intent = "ask_technique" if kind == "article" else "ask_notice"
            for asked in (row.title, *(["怎么办", "兑几倍水"] if kind == "article" else [])):
                answer = sqlite_parts.dispatcher.run(Request(intent, asked, (("title", row.title),)), HOME)
                if answer.rests_on:
                    assert as_sent.preview(row, parts, asked, names, NOW, session) == fit.sent(answer.text, answer.rest)
