"""The web: joins the rooms; nothing else."""

from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask

from bot import everyday, service
from bot.channels import operations, page, rest, wechat
from knowledge import deadline
from web import api, console, phone, public

MOST_BYTES = 1_000_000
# Who looks at a page waits no longer for a server that hangs, and leaves the thread to the messages.
PAGE_SECONDS = 4.0
# Staff wait for what they do: an import of a large file, figures of a year.
CONSOLE_SECONDS = 60.0
Answer = Callable[[Any, Any], Iterable[bytes]]


def create_app() -> Flask:
    """The application that a WSGI server runs."""
    running = service.build()
    running.conversation.warm_up()
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = MOST_BYTES
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.wsgi_app = _in_time(app.wsgi_app)  # type: ignore[assignment, method-assign]
    app.register_blueprint(wechat.blueprint(running.settings, running.conversation, running.state))
    app.register_blueprint(rest.blueprint(running.settings, running.conversation))
    app.register_blueprint(page.blueprint(running.conversation, running.state))
    app.register_blueprint(
        operations.blueprint(lambda: service.missing(running.settings), running.settings.figures_dir)
    )
    app.register_blueprint(public.blueprint())
    app.register_blueprint(api.blueprint())
    app.register_blueprint(phone.blueprint(running.conversation.welcome))
    app.register_blueprint(console.blueprint(everyday.sentence_with))
    return app


def _in_time(answer: Answer) -> Answer:
    def call(environ: Any, start: Any) -> Iterable[bytes]:
        with deadline.within(CONSOLE_SECONDS if environ["PATH_INFO"].startswith("/console/") else PAGE_SECONDS):
            return answer(environ, start)

    return call
