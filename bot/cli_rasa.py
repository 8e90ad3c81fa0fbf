"""The commands for working with a Rasa server."""

import os
import sys

import click

from bot import rasa_domain, service
from bot.cli_guard import clear_errors
from bot.dispatch import Dispatcher
from knowledge import settings


@click.command("actions")
@click.option("--port", default=5055, show_default=True, help="Where it listens, on 127.0.0.1 alone.")
@clear_errors
def actions_command(port: int) -> None:
    """The actions over HTTP, for a Rasa server on this machine."""
    service.prepare(settings.current())
    command = [
        sys.executable, "-m", "gunicorn", "bot.channels.action_server:create_app()", "--bind", f"127.0.0.1:{port}",
        "--workers", "1", "--threads", "4", "--no-control-socket", "--log-level", "warning",
    ]  # fmt: skip
    click.echo(f"actions: http://127.0.0.1:{port}/webhook")
    os.execv(command[0], command)  # noqa: S606 - our own command


@click.command("domain")
@clear_errors
def domain_command() -> None:
    """Prints domain.yml for a Rasa server."""
    click.echo(rasa_domain.written(Dispatcher()), nl=False)


@click.command("rules")
@clear_errors
def rules_command() -> None:
    """Prints rules.yml for a Rasa server."""
    click.echo(rasa_domain.rules(Dispatcher()), nl=False)


COMMANDS = (actions_command, domain_command, rules_command)
