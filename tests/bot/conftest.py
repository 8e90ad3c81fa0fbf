"""WeChat's outward side, for every test of the calls."""

from collections.abc import Iterator

import pytest

from bot.channels import wechat_api
from bot.channels.wechat_api import WeChatApi
from bot.state import State
from tests.bot import wechat_stand_in
from tests.bot.wechat_stand_in import StandIn


@pytest.fixture
def platform(monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIn]:
    monkeypatch.setattr(wechat_api.time, "sleep", lambda _seconds: None)
    with wechat_stand_in.running() as running:
        yield running


@pytest.fixture
def api(platform: StandIn, state: State) -> WeChatApi:
    return WeChatApi(wechat_stand_in.settings_of(platform), state)
