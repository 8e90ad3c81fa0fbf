"""Pictures: looked at before they go out, uploaded once, shown once."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.channels import wechat_api
from bot.channels.wechat_api import WeChatApi
from bot.channels.wechat_errors import Kind, WeChatRefused
from bot.channels.wechat_picture import MOST_BYTES
from bot.state import State, sqlite_state
from knowledge.clock import machine_seconds
from tests.bot.wechat_stand_in import DROP, HANG, SECRET, StandIn, settings_of

SEND, UPLOAD = "/cgi-bin/message/custom/send", "/cgi-bin/media/upload"
OPENID = "o" * 28
PNG, JPG, GIF = b"\x89PNG\r\n\x1a\n\r\n--\x00\xff", b"\xff\xd8\xff\xe0 JFIF", b"GIF89a a curve"


def refusal(api: WeChatApi) -> Kind:
    with pytest.raises(WeChatRefused) as caught:
        api.send_image(OPENID, PNG)
    assert "token-" not in str(caught.value) and SECRET not in str(caught.value)
    return caught.value.kind


@pytest.mark.parametrize("content", [PNG, JPG, GIF, b"GIF87a", PNG.ljust(MOST_BYTES - 1, b"x")])
def test_a_picture_is_shown_as_it_was_given(platform: StandIn, api: WeChatApi, content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "价格曲线.png"
    path.write_bytes(content)
    api.send_image(OPENID, content)
    api.send_image(OPENID, path)
    assert platform.shown == [(OPENID, content)] * 2
    assert platform.calls[UPLOAD] == 1


@pytest.mark.parametrize(
    "content", [b"", b"<svg/>", b"RIFF....WEBP", b"\x89PNG", PNG.ljust(MOST_BYTES, b"x"), PNG.ljust(3_000_000, b"x")]
)
def test_what_wechat_would_refuse_does_not_go_out(
    platform: StandIn, api: WeChatApi, content: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "picture"
    path.write_bytes(content)
    for source in (content, path):
        with pytest.raises(ValueError, match="picture"):
            api.send_image(OPENID, source)
    assert not platform.calls


def test_many_threads_upload_one_picture_once(platform: StandIn, state: State) -> None:
    apis = [WeChatApi(settings_of(platform), state) for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda api: api.upload_image(PNG), apis))
    assert len(found) == 1 and platform.calls[UPLOAD] == 1


def test_each_picture_has_its_own_id(platform: StandIn, api: WeChatApi) -> None:
    assert api.upload_image(PNG) != api.upload_image(JPG)
    assert api.upload_image(PNG) == api.upload_image(PNG) and platform.calls[UPLOAD] == 2


def test_an_id_is_not_kept_as_long_as_wechat_keeps_the_picture(
    platform: StandIn, api: WeChatApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, begin = api.upload_image(PNG), machine_seconds()
    monkeypatch.setattr(sqlite_state, "machine_seconds", lambda: begin + 2 * 86_400)
    assert api.upload_image(PNG) == first
    monkeypatch.setattr(sqlite_state, "machine_seconds", lambda: begin + 3 * 86_400 - 60)
    assert api.upload_image(PNG) != first


def test_a_picture_that_wechat_has_forgotten_is_uploaded_again(platform: StandIn, api: WeChatApi) -> None:
    first = api.upload_image(PNG)
    platform.media.clear()
    api.send_image(OPENID, PNG)
    assert platform.shown == [(OPENID, PNG)]
    assert platform.calls[UPLOAD] == 2 and platform.calls[SEND] == 2
    assert api.upload_image(PNG) != first and platform.calls[UPLOAD] == 2


def test_a_picture_that_is_never_known_is_uploaded_again_once(platform: StandIn, api: WeChatApi) -> None:
    platform.faults[SEND] = [40007] * 20
    assert refusal(api) is Kind.MEDIA
    assert platform.calls[UPLOAD] == 2 and platform.calls[SEND] == 2


@pytest.mark.parametrize("path", [UPLOAD, SEND])
def test_an_ended_token_is_replaced_once(platform: StandIn, api: WeChatApi, path: str) -> None:
    platform.faults[path] = [40001]
    api.send_image(OPENID, PNG)
    assert platform.shown == [(OPENID, PNG)]
    assert platform.issued == 2 and platform.calls[path] == 2


@pytest.mark.parametrize("path", [UPLOAD, SEND])
@pytest.mark.parametrize(("code", "kind"), [(45009, Kind.QUOTA), (48001, Kind.RIGHTS), (40009, Kind.OURS)])
def test_each_refusal_is_classed_and_not_repeated(
    platform: StandIn, api: WeChatApi, path: str, code: int, kind: Kind
) -> None:
    platform.faults[path] = [code] * 5
    assert refusal(api) is kind
    assert platform.calls[path] == 1 and not platform.shown


@pytest.mark.parametrize("fault", [DROP, HANG, "<html>502</html>"])
def test_a_picture_that_may_have_arrived_is_not_sent_again(
    platform: StandIn, api: WeChatApi, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    api.upload_image(PNG)
    monkeypatch.setattr(wechat_api, "READ_SECONDS", 0.5)
    platform.faults[SEND] = [fault]
    assert refusal(api) is Kind.UNKNOWN
    assert platform.shown == [(OPENID, PNG)] and platform.calls[SEND] == 1


@pytest.mark.parametrize("fault", [DROP, HANG, "<html>502</html>", -1])
def test_an_upload_whose_answer_is_lost_is_repeated(
    platform: StandIn, api: WeChatApi, fault: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wechat_api, "READ_SECONDS", 0.5)
    platform.faults[UPLOAD] = [fault]
    api.send_image(OPENID, PNG)
    assert platform.shown == [(OPENID, PNG)] and platform.calls[UPLOAD] == 2


@pytest.mark.parametrize("answer", [{"type": "image"}, {"media_id": ""}, {"media_id": 7}])
def test_an_upload_that_names_no_picture_is_no_success(platform: StandIn, api: WeChatApi, answer: object) -> None:
    platform.faults[UPLOAD] = [answer]
    assert refusal(api) is Kind.UNKNOWN
    assert not platform.calls[SEND]
