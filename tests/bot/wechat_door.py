"""The door as the tests open it, and what came of a message in the store."""

from dataclasses import replace
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from bot.channels import wechat
from bot.conversation import Conversation, Parts
from knowledge.settings import Settings
from tests.bot import wechat_client as weixin

PLAIN = Settings(wechat_token=weixin.TOKEN, flood_limit=0)
SAFE = replace(
    PLAIN, wechat_mode="safe", wechat_appid=weixin.APPID, wechat_aes_key=weixin.KEY, wechat_aes_key_old=weixin.OLD_KEY
)


def client_of(parts: Parts, settings: Settings = PLAIN, seconds: float | None = None) -> FlaskClient:
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = 1_000_000
    app.register_blueprint(wechat.blueprint(settings, Conversation(parts, seconds), parts.state))
    return app.test_client()


def rows(parts: Parts, table: Any) -> int:
    with parts.store.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0
