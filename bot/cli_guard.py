"""How a command fails: one line that says what to do, never a traceback."""

import logging
import sys
from collections.abc import Callable
from functools import wraps
from typing import Any

import click

from bot import service
from bot.channels.wechat_errors import WeChatRefused
from bot.nlu.rasa_format import FormatError
from knowledge import backup
from knowledge.imports.report import ImportRefused
from knowledge.night.alarm import WrongAlarm
from knowledge.night.lock import AnotherNight
from knowledge.night.recording import NotKept
from knowledge.night.sites import UnknownSource
from knowledge.refusal import Refused
from knowledge.settings import SettingError
from knowledge.sources.setup import WrongSetup

REFUSED, FAULT = 2, 1
MENDABLE = (
    SettingError, service.NotReady, ImportRefused, Refused, FormatError, WeChatRefused, WrongSetup, AnotherNight,
    UnknownSource, WrongAlarm, NotKept, backup.Refused,
)  # fmt: skip


def clear_errors(command: Callable[..., Any]) -> Callable[..., Any]:
    """One line on stderr and exit 2 where the user can mend it."""

    @wraps(command)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        try:
            return command(*args, **kwargs)
        except MENDABLE as fault:
            click.echo(str(fault), err=True)
            sys.exit(REFUSED)
        except (click.ClickException, click.exceptions.Exit, KeyboardInterrupt):
            raise
        except Exception as fault:
            logging.getLogger(__name__).debug("fault", exc_info=True)
            click.echo(
                f"出错了（{type(fault).__name__}）：{str(fault).splitlines()[0] if str(fault) else ''}", err=True
            )
            sys.exit(FAULT)

    return guarded
