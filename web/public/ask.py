"""Asking here, for who has no WeChat: the form and what was answered. What is sent goes to the bot's own channel."""

from flask import Blueprint, Response

from knowledge import asked_here, clock, db, vault
from knowledge.posts import hidden
from web.public import browser, fresh
from web.public.shown import Nav

NAV = Nav(80, "提问", "public.ask")
FOLDER = "/ask"
MOST_LETTERS = 200
EXAMPLES = ("白菜多少钱", "哪里招人摘茶", "水稻二化螟怎么治", "最近有什么通知")


def add_to(routes: Blueprint) -> None:
    """`/ask`; the bot takes what is sent to `/ask/send`."""

    @routes.get(FOLDER)
    @fresh.personal
    def ask() -> Response:
        device = browser.mine()
        with db.current().reading() as session:
            now = clock.current().now()
            said = asked_here.said(session, vault.current(), device, now) if device else []
        seen = [(hidden.shown(each.text), hidden.shown(each.reply)) for each in said]
        return browser.form(
            FOLDER, FOLDER, "public/ask.html", said=seen, most=MOST_LETTERS, examples=[] if said else EXAMPLES
        )
