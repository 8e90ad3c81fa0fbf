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

menu_group = AppGroup("menu", help="公众号的菜单。")


@menu_group.command("push")
@clear_errors
def menu_push() -> None:
    """把公众号的菜单换成田讯的服务。"""
    told = settings.current()
    if not (told.wechat_appid and told.wechat_secret):
        raise SettingError("推菜单要先设好 WECHAT_APPID 和 WECHAT_SECRET。")
    WeChatApi(told, open_state(told.redis_url, told.data_dir)).create_menu(wechat_menu.as_wechat(MENU))
    click.echo("菜单已推上去，手机上五分钟内看到")
