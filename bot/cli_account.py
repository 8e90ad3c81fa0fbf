"""The commands that speak to the official account."""

import click
from flask.cli import AppGroup

from actions.menu import MENU
from bot.channels import wechat_menu
from bot.channels.wechat_api import WeChatApi
from bot.cli_guard import clear_errors
from bot.state import open_state
from knowledge import settings
from knowledge.settings import SettingError

menu_group = AppGroup("menu", help="The official account's menu.")


@menu_group.command("push")
@clear_errors
def menu_push() -> None:
    """Replaces the account's menu by the services of this product."""
    told = settings.current()
    if not (told.wechat_appid and told.wechat_secret):
        raise SettingError("WECHAT_APPID and WECHAT_SECRET are needed to push the menu.")
    WeChatApi(told, open_state(told.redis_url, told.data_dir)).create_menu(wechat_menu.as_wechat(MENU))
    click.echo("menu pushed; phones show it within five minutes")
