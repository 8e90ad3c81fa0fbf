"""Which addresses may be connected to: public web servers and nothing inside."""

import ipaddress
import re
import socket
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from threading import Thread
from urllib.parse import urlsplit

from knowledge.fetch.errors import AddressRefused, Unreachable

Resolve = Callable[[str, int], Sequence[str]]
WEB_PORTS = frozenset({80, 443})
_STANDARD = {"http": 80, "https": 443}
_DNS_SECONDS = 5
# Python's own is_global lets these through, or did before 3.11.10: protocol assignments with a cloud's metadata
# among them, the 6to4 relay, and the address at which Azure's host speaks to its guests.
_NOT_PUBLIC_4 = [ipaddress.IPv4Network(net) for net in ("192.0.0.0/24", "192.88.99.0/24", "168.63.129.16/32")]
# Of IPv6 only what registries give to networks is public, which leaves out mapped IPv4 and NAT64 (64:ff9b::/96);
# inside it is_global lets through 6to4, which carries an IPv4 address, and the newer net for documentation.
_PUBLIC_6 = ipaddress.IPv6Network("2000::/3")
_NOT_PUBLIC_6 = [ipaddress.IPv6Network(net) for net in ("2002::/16", "3fff::/20")]


@dataclass(frozen=True, slots=True)
class Site:
    """One web server as an address names it; the host in lower-case ASCII."""

    scheme: str
    host: str
    port: int

    @property
    def key(self) -> str:
        """host:port, by which pace, cookies and robots.txt are kept."""
        return f"{self._bracketed}:{self.port}"

    @property
    def netloc(self) -> str:
        """The site as the Host header names it."""
        return self._bracketed if self.port == _STANDARD[self.scheme] else self.key

    @property
    def _bracketed(self) -> str:
        return f"[{self.host}]" if ":" in self.host else self.host


def is_public(address: str) -> bool:
    """Whether an IP address is global unicast, so that it cannot be a machine inside."""
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv4Address):
        return ip.is_global and not (ip.is_multicast or ip.is_reserved or any(ip in net for net in _NOT_PUBLIC_4))
    return ip in _PUBLIC_6 and ip.is_global and not any(ip in net for net in _NOT_PUBLIC_6)


def resolved(host: str, port: int) -> Sequence[str]:
    """The host's addresses as the system resolves it; raises OSError, also when that takes longer than 5 seconds."""
    found: Future[list[str]] = Future()

    # The system's resolver takes no time limit.
    def look_up() -> None:
        try:
            answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            found.set_result([str(answer[4][0]) for answer in answers])
        except Exception as fault:
            found.set_exception(fault)

    Thread(target=look_up, daemon=True).start()
    return found.result(_DNS_SECONDS)


@dataclass(frozen=True)
class Gate:
    """Lets requests out to public servers, and to the "host:port" pairs of `allow`, wherever these lead."""

    allow: frozenset[str] = frozenset()
    ports: frozenset[int] = WEB_PORTS
    resolve: Resolve = resolved

    def site(self, url: str) -> Site:
        """The site that the address names; raises AddressRefused."""
        try:
            site = _parsed(url)
        except ValueError:
            raise AddressRefused from None
        if site.port not in self.ports and site.key not in self.allow:
            raise AddressRefused
        return site

    def address(self, site: Site) -> str:
        """The one IP address to connect to: every address of the host was checked, in one look-up.

        Raises AddressRefused, and Unreachable where the name is not known.
        """
        try:
            addresses = self.resolve(site.host, site.port)
        except UnicodeError:
            raise AddressRefused from None
        except OSError:
            raise Unreachable from None
        if site.key not in self.allow and not all(map(is_public, addresses)):
            raise AddressRefused
        # Many sites publish an IPv6 address at which nobody answers.
        for address in sorted(addresses, key=lambda address: ":" in address):
            return address
        raise Unreachable


def _parsed(url: str) -> Site:
    """The parts of an address; raises ValueError (UnicodeError is one) for anything out of the ordinary."""
    parts = urlsplit(url)
    scheme, host, port = parts.scheme, parts.hostname or "", parts.port
    if scheme not in _STANDARD or "@" in parts.netloc or re.search(r"[\x00-\x1f\x7f]", url):
        raise ValueError
    if port is None:
        port = _STANDARD[scheme]
    if ":" in host and "%" not in host:
        return Site(scheme, str(ipaddress.IPv6Address(host)), port)
    # IDNA turns 。 and full-width digits into what they stand for.
    host = host.encode("idna").decode("ascii").lower().rstrip(".")
    if not all(re.fullmatch(r"[a-z0-9_-]+", label) for label in host.split(".")):
        raise ValueError
    return Site(scheme, host, port)
