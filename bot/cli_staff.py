"""The commands for the bureau's staff, and for the log of what they did."""

import sys

import click
from flask.cli import AppGroup

from bot import service
from bot.cli_guard import clear_errors
from knowledge import catalogue, clock, db, settings
from knowledge.models.staff import ROLES
from knowledge.refusal import Refused
from knowledge.staff import accounts, audit
from knowledge.staff.access import ROLE_NAMES

staff_group = AppGroup("staff", help="后台人员：第一个人在这里添加，以后由上一级在后台添加。")
audit_group = AppGroup("audit", help="操作记录：谁在后台做了什么，一条扣着一条。")
COMMANDS = (staff_group, audit_group)
_from_stdin = click.option("--password-stdin", is_flag=True, help="从标准输入读密码，不提示。")


@staff_group.command("add")
@click.argument("name")
@click.option("--role", type=click.Choice(ROLES), required=True, help="县、乡镇、村。")
@click.option("--region", required=True, help="管的地方：6、9 或 12 位区划代码，或地名。")
@click.option("--village", default="", help="村名，第一次用这个村的代码时写。")
@_from_stdin
@clear_errors
def add(name: str, role: str, region: str, village: str, password_stdin: bool) -> None:
    """添加后台人员，比如：flask staff add 王站长 --role county --region 430725"""
    service.prepare(settings.current())
    password, now = _password(password_stdin), clock.current().now()
    with db.current().writing() as session:
        places = catalogue.current(session).places
        code = places.find(region) or (region if region.isdigit() and len(region) == 12 else "")
        if not code:
            raise Refused(f"没有「{region}」这个地方：写 6、9 或 12 位区划代码，或地名。")
        made = accounts.add(session, None, name, role, code, password, now, village)
        audit.append(session, None, "添加", "人员", made.id, now, role=role, region=code)
        click.echo(f"已添加{ROLE_NAMES[role]}级人员「{made.name}」，从 {settings.current().public_url}/console/ 登录。")


@staff_group.command("password")
@click.argument("name")
@_from_stdin
@clear_errors
def password(name: str, password_stdin: bool) -> None:
    """给 NAME 重设密码，关掉他的动态验证码，让他在各处退出。"""
    service.prepare(settings.current())
    with db.current().writing(changes_answers=False) as session:
        found = accounts.by_name(session, name)
        if found is None:
            raise Refused(f"没有叫「{name}」的后台人员。")
        accounts.set_password(session, found, _password(password_stdin), by_himself=False)
        found.totp_cipher = None
        audit.append(session, None, "重设密码", "人员", found.id, clock.current().now())
        click.echo(f"「{found.name}」的密码已重设，他下次登录时要换成自己的。")


@staff_group.command("list")
@clear_errors
def list_staff() -> None:
    """列出后台人员。"""
    service.prepare(settings.current())
    with db.current().reading() as session:
        places = catalogue.current(session).places
        for one in accounts.everyone(session):
            state = "在用" if one.is_active else "已停用"
            click.echo(f"{one.name}\t{ROLE_NAMES[one.role]}\t{places.path(one.region_code)}\t{state}")


@audit_group.command("verify")
@click.option("--head", default="", help="以前记下的末尾值：证明没有从末尾删掉记录。")
@clear_errors
def verify(head: str) -> None:
    """检查操作记录有没有被改过、抽掉过；退出码 2 是有问题。"""
    service.prepare(settings.current())
    with db.current().reading() as session:
        broken = audit.first_broken(session)
        last, is_known = audit.head(session), not head or audit.has(session, head)
    if broken is not None:
        raise Refused(f"操作记录从第 {broken} 条起对不上：它被改过，或前面的被抽掉了。")
    if not is_known:
        raise Refused("记下的末尾值不在操作记录里：末尾的记录被删掉了。")
    click.echo(f"操作记录完好。末尾值（请另外抄存，下次用 --head 核对）：{last}")


def _password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    return str(click.prompt("密码", hide_input=True, confirmation_prompt="再输一遍"))
