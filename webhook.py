"""The web: joins the rooms; nothing else."""

from flask import Flask

from bot import service
from bot.channels import operations, rest, wechat
from web import console, phone, public

MOST_BYTES = 1_000_000


def create_app() -> Flask:
    """The application that a WSGI server runs."""
    running = service.build()
    running.conversation.warm_up()
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = MOST_BYTES
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.register_blueprint(wechat.blueprint(running.settings, running.conversation, running.state))
    app.register_blueprint(rest.blueprint(running.settings, running.conversation))
    app.register_blueprint(
        operations.blueprint(lambda: service.missing(running.settings), running.settings.figures_dir)
    )
    app.register_blueprint(public.blueprint())
    app.register_blueprint(phone.blueprint(running.conversation.welcome))
    app.register_blueprint(console.blueprint())
    return app
