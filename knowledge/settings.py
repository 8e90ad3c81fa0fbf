"""What this installation is told by its environment: read once, checked, frozen.

It stands in the lowest room because the action server runs `actions` without `bot`.
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path

# Its name is the metrics library's own; `flask serve` sets it for the processes that it starts.
FIGURES_DIR = "PROMETHEUS_MULTIPROC_DIR"


class SettingError(ValueError):
    """A variable holds what it cannot hold; the message is one line that says what it should look like."""


@dataclass(frozen=True)
class Settings:
    """Every variable of the environment that the product reads, with its default."""

    host: str = "127.0.0.1"
    port: int = 8000
    data_dir: Path = Path("data")
    database_url: str = ""
    redis_url: str = ""
    home_region: str = "430725000000"
    starter: bool = True
    clock: datetime | None = None
    secret_key: str = field(default="", repr=False)
    chat_token: str = field(default="", repr=False)
    wechat_token: str = field(default="", repr=False)
    wechat_appid: str = ""
    wechat_secret: str = field(default="", repr=False)
    wechat_aes_key: str = field(default="", repr=False)
    wechat_aes_key_old: str = field(default="", repr=False)
    wechat_mode: str = "plain"
    flood_limit: int = 20
    wechat_replay_window: int = 600
    wechat_alert_template: str = ""
    wechat_api_base: str = "https://api.weixin.qq.com"
    public_url: str = "http://127.0.0.1:8000"
    figures_dir: Path | None = None


def read(environ: Mapping[str, str]) -> Settings:
    """The settings that `environ` describes.

    Raises SettingError for a value that is malformed or for two that exclude each other.
    """
    host = environ.get("HOST") or "127.0.0.1"
    port = _whole(environ, "PORT", 8000, low=1, high=65535)
    data_dir = Path(environ.get("DATA_DIR") or "data").absolute()
    aes_key = _matching(environ, "WECHAT_AES_KEY", r"[A-Za-z0-9]{43}", "43 letters and digits")
    settings = Settings(
        host=host,
        port=port,
        data_dir=data_dir,
        database_url=_database_url(environ, data_dir),
        redis_url=_matching(environ, "REDIS_URL", r"(rediss?|unix)://\S+", "redis://host:port/0"),
        home_region=_region(environ),
        starter=_choice(environ, "STARTER", ("0", "1"), "1") == "1",
        clock=_moment(environ, "CLOCK"),
        secret_key=_secret_key(environ),
        chat_token=environ.get("CHAT_TOKEN", ""),
        wechat_token=_matching(environ, "WECHAT_TOKEN", r"[A-Za-z0-9]{3,32}", "3 to 32 letters and digits"),
        wechat_appid=_matching(environ, "WECHAT_APPID", r"wx[0-9a-z]{16}", "wx and 16 letters and digits"),
        wechat_secret=_matching(environ, "WECHAT_SECRET", r"[0-9A-Za-z]{32}", "32 letters and digits"),
        wechat_aes_key=aes_key,
        wechat_aes_key_old=_matching(environ, "WECHAT_AES_KEY_OLD", r"[A-Za-z0-9]{43}", "43 letters and digits"),
        wechat_mode=_choice(environ, "WECHAT_MODE", ("plain", "compatible", "safe"), "safe" if aes_key else "plain"),
        flood_limit=_whole(environ, "FLOOD_LIMIT", 20, low=0, high=100_000),
        wechat_replay_window=_whole(environ, "WECHAT_REPLAY_WINDOW", 600, low=0, high=86_400),
        wechat_alert_template=_matching(
            environ,
            "WECHAT_ALERT_TEMPLATE",
            r"[A-Za-z0-9_-]{20,64}(:[a-z_]{1,20}[0-9]{1,2}){3}",
            "a template's id and its fields for goods, figure and day, such as ID:thing1:amount2:date3",
        ),
        wechat_api_base=_address(environ, "WECHAT_API_BASE", "https://api.weixin.qq.com"),
        public_url=_address(environ, "PUBLIC_URL", f"http://{host}:{port}"),
        figures_dir=Path(environ[FIGURES_DIR]) if environ.get(FIGURES_DIR) else None,
    )
    _refuse_contradictions(settings)
    return settings


@cache
def current() -> Settings:
    """This process's settings."""
    return read(os.environ)


def _refuse_contradictions(settings: Settings) -> None:
    if settings.wechat_mode != "plain" and not settings.wechat_aes_key:
        raise SettingError(f"WECHAT_MODE={settings.wechat_mode} needs WECHAT_AES_KEY (43 letters and digits).")
    if settings.wechat_aes_key and not settings.wechat_appid:
        raise SettingError("WECHAT_AES_KEY needs WECHAT_APPID (wx and 16 letters and digits).")
    if settings.wechat_secret and not settings.wechat_appid:
        raise SettingError("WECHAT_SECRET needs WECHAT_APPID (wx and 16 letters and digits).")
    if settings.clock and settings.wechat_secret:
        raise SettingError("CLOCK is for demos and is refused while WECHAT_SECRET is set: unset one of them.")


def _whole(environ: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    text = environ.get(name) or str(default)
    if not re.fullmatch(r"[0-9]{1,9}", text) or not low <= int(text) <= high:
        raise SettingError(f"{name} should be a whole number from {low} to {high}, not {_shown(text)}.")
    return int(text)


def _matching(environ: Mapping[str, str], name: str, pattern: str, form: str) -> str:
    """An optional value that must match when it is set; set but empty is a slip worth stopping for."""
    text = environ.get(name)
    if text is None:
        return ""
    if not re.fullmatch(pattern, text):
        raise SettingError(f"{name} is set but malformed: it should be {form}; unset it to do without.")
    return text


def _choice(environ: Mapping[str, str], name: str, allowed: tuple[str, ...], default: str) -> str:
    text = environ.get(name) or default
    if text not in allowed:
        raise SettingError(f"{name} should be one of {', '.join(allowed)}, not {_shown(text)}.")
    return text


def _database_url(environ: Mapping[str, str], data_dir: Path) -> str:
    url = environ.get("DATABASE_URL") or f"sqlite:///{data_dir / 'tianxun.sqlite'}"
    if not re.match(r"(sqlite:///|postgresql\+psycopg://).", url):
        raise SettingError("DATABASE_URL should begin with postgresql+psycopg:// or sqlite:///.")
    return url


def _region(environ: Mapping[str, str]) -> str:
    text = environ.get("HOME_REGION") or "430725"
    if not re.fullmatch(r"[0-9]{6}|[0-9]{9}|[0-9]{12}", text):
        raise SettingError(f"HOME_REGION should be a division code of 6, 9 or 12 digits, not {_shown(text)}.")
    return text.ljust(12, "0")


def _moment(environ: Mapping[str, str], name: str) -> datetime | None:
    text = environ.get(name)
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise SettingError(
            f"{name} should be a date-time with offset such as 2026-05-05T08:00:00+08:00, not {_shown(text)}."
        )
    return moment


def _secret_key(environ: Mapping[str, str]) -> str:
    text = environ.get("SECRET_KEY", "")
    if text and len(text) < 16:
        raise SettingError("SECRET_KEY should have at least 16 characters; unset it to have one made.")
    return text


def _address(environ: Mapping[str, str], name: str, default: str) -> str:
    text = (environ.get(name) or default).rstrip("/")
    if not re.fullmatch(r"https?://[^\s/]+(/\S*)?", text):
        raise SettingError(f"{name} should be an address such as https://example.org, not {_shown(text)}.")
    return text


def _shown(text: str) -> str:
    return repr(text if len(text) <= 40 else text[:40] + "…")
