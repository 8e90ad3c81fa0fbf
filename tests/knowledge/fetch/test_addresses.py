"""Nothing inside is reached, however its address is written, found or redirected to."""

import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from knowledge.fetch import Gate, NotFetched
from knowledge.fetch.addresses import is_public
from knowledge.fetch.errors import AddressRefused, Unreachable
from knowledge.pages import Ask
from tests.knowledge.fetch.conftest import Make
from tests.knowledge.fetch.stand_in import Listener, StandIn, listening, page, redirect, running

# What names of a hostile DNS lead to.
NAMES = {
    "127.0.0.1.nip.io": ["127.0.0.1"],
    "10.0.0.1.nip.io": ["10.0.0.1"],
    "mixed.example": ["93.184.216.34", "127.0.0.1"],
    "mapped.example": ["::ffff:127.0.0.1"],
    "both.example": ["2606:2800:21f:cb07::1", "::1"],
    "metadata.example": ["169.254.169.254"],
    "link.example": ["fe80::1%lo"],
}
# One a line; PORT is the listener's.
INSIDE = (Path(__file__).parent / "hostile.txt").read_text(encoding="utf-8").split()


def resolve(host: str, port: int) -> list[str]:
    if host in NAMES:
        return NAMES[host]
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    with listening() as door:
        yield door


def test_the_listener_counts_who_comes(listener: Listener) -> None:
    socket.create_connection(("127.0.0.1", listener.port)).close()
    assert listener.reached() == 1


@pytest.mark.parametrize("url", INSIDE)
def test_a_hostile_address_reaches_nothing(listener: Listener, make: Make, url: str) -> None:
    # The listener's port counts as a web server's, so that the addresses alone are what is refused.
    gate = Gate(ports=frozenset({listener.port, 80, 443}), resolve=resolve)
    with pytest.raises(NotFetched) as refusal:
        make(gate, seconds=0.2).get(Ask(url.replace("PORT", str(listener.port))))
    assert listener.reached() == 0
    assert isinstance(refusal.value, AddressRefused) and refusal.value.permanent
    assert refusal.value.text == "地址不允许"


def test_more_than_sixty_addresses_were_tried() -> None:
    assert len(INSIDE) > 60


@pytest.mark.parametrize("port", [22, 81, 6379, 8080])
def test_other_ports_than_the_web_s_are_refused(port: int) -> None:
    with pytest.raises(AddressRefused):
        Gate().site(f"http://example.com:{port}/")


@pytest.mark.parametrize(
    "url", ["http://a.example/", "https://a.example/", "http://a.example:443/", "HTTP://A.Example:80/"]
)
def test_the_web_s_ports_are_let_out(url: str) -> None:
    gate = Gate(resolve=lambda _host, _port: ["93.184.216.34"])
    assert gate.site(url).host == "a.example" and gate.address(gate.site(url)) == "93.184.216.34"


@pytest.mark.parametrize("address", ["8.8.8.8", "114.114.114.114", "2400:3200::1", "2606:2800:21f:cb07::1"])
def test_a_public_address_is_public(address: str) -> None:
    assert is_public(address)


def test_an_address_with_a_line_break_is_refused() -> None:
    with pytest.raises(AddressRefused):
        Gate().site("http://a.example/\r\nHost:b.example")


def test_a_dot_at_the_end_of_a_name_makes_no_other_site() -> None:
    assert Gate().site("http://a.example./") == Gate().site("http://a.example/")


def test_a_chinese_name_is_asked_for_as_dns_knows_it() -> None:
    assert Gate().site("http://田讯.中国/价格").host == "xn--rnyw39b.xn--fiqs8s"


def test_a_name_that_does_not_exist_may_exist_later() -> None:
    def nowhere(_host: str, _port: int) -> list[str]:
        raise socket.gaierror

    with pytest.raises(Unreachable) as fault:
        Gate(resolve=nowhere).address(Gate().site("http://nowhere.example/"))
    assert not fault.value.permanent


def test_ipv4_is_tried_before_an_ipv6_that_often_nobody_serves() -> None:
    gate = Gate(resolve=lambda _host, _port: ["2400:3200::1", "93.184.216.34"])
    assert gate.address(gate.site("http://a.example/")) == "93.184.216.34"


def test_the_checked_address_is_the_one_connected_to(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that leads outside when it is checked and inside afterwards gains nothing: it is looked up once."""
    answers, connected = [["93.184.216.34"], ["127.0.0.1"]], []

    def connect(_sock: socket.socket, address: tuple[object, ...]) -> None:
        connected.append(address[:2])
        raise ConnectionRefusedError

    monkeypatch.setattr(socket.socket, "connect", connect)
    with pytest.raises(NotFetched):
        make(Gate(resolve=lambda _host, _port: answers.pop(0) if answers else ["127.0.0.1"])).get(
            Ask("http://rebound.example/")
        )
    # The second look-up, for the next try, is refused before anything is connected to.
    assert connected == [("93.184.216.34", 80)]


@pytest.fixture
def site() -> Iterator[StandIn]:
    with running({"/": page(b"here")}) as running_site:
        yield running_site


def test_the_host_keeps_its_name_at_the_checked_address(site: StandIn, make: Make) -> None:
    name = f"prices.example:{site.key.split(':')[1]}"
    gate = Gate(allow=frozenset({name}), resolve=lambda _host, _port: ["127.0.0.1"])
    assert make(gate).get(Ask(f"http://{name}/")).body == b"here"
    assert site.visits[0].headers["Host"] == name


def test_an_allowed_host_and_port_allows_no_other(site: StandIn, listener: Listener, make: Make) -> None:
    with pytest.raises(AddressRefused):
        make(site.gate).get(Ask(f"http://127.0.0.1:{listener.port}/"))
    assert listener.reached() == 0


@pytest.mark.parametrize(
    "to",
    [
        "http://127.0.0.1:PORT/",
        "//127.0.0.1:PORT/",
        "http://[::1]:PORT/",
        "file:///etc/passwd",
        "http://user@127.0.0.1:PORT/",
    ],
)
def test_a_redirect_inside_is_refused(listener: Listener, make: Make, to: str) -> None:
    with running({"/": redirect(to.replace("PORT", str(listener.port)))}) as hostile:
        gate = replace(hostile.gate, ports=frozenset({listener.port}))
        with pytest.raises(AddressRefused):
            make(gate).get(Ask(f"{hostile.base}/"))
    assert len(hostile.visits) == 1 and listener.reached() == 0


def test_a_proxy_of_the_environment_is_not_used(
    site: StandIn, listener: Listener, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{listener.port}")
    assert make(site.gate).get(Ask(f"{site.base}/")).body == b"here"
    assert listener.reached() == 0
