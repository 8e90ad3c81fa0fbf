"""TLS is spoken to the name, though the connection goes to the checked address."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from knowledge.clock import Clock
from knowledge.fetch import Gate
from knowledge.fetch.errors import CertificateRefused
from knowledge.pages import Ask
from tests.knowledge.fetch.conftest import Make
from tests.knowledge.fetch.stand_in import StandIn, page, running

NAME = "prices.example"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """The files of a certificate of NAME, signed by itself, and of its key."""
    folder: Path = tmp_path_factory.mktemp("certificate")
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    now = Clock().now()
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / "cert.pem").write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    pem, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    (folder / "key.pem").write_bytes(key.private_bytes(pem, form, plain))
    return str(folder / "cert.pem"), str(folder / "key.pem")


@pytest.fixture
def site(certificate: tuple[str, str]) -> Iterator[StandIn]:
    with running({"/": page(b"here")}, certificate=certificate) as running_site:
        yield running_site


def gate_to(site: StandIn, name: str) -> Gate:
    port = site.key.split(":")[1]
    return Gate(allow=frozenset({f"{name}:{port}"}), resolve=lambda _host, _port: ["127.0.0.1"])


def test_a_certificate_of_the_name_is_accepted(site: StandIn, make: Make, certificate: tuple[str, str]) -> None:
    fetcher = make(gate_to(site, NAME), ca_bundle=certificate[0])
    assert fetcher.get(Ask(site.base.replace("127.0.0.1", NAME) + "/")).body == b"here"


@pytest.mark.parametrize(("name", "known"), [("other.example", True), (NAME, False)])
def test_a_certificate_of_another_name_or_of_nobody_known_is_refused(
    site: StandIn, make: Make, certificate: tuple[str, str], name: str, known: bool
) -> None:
    fetcher = make(gate_to(site, name), ca_bundle=certificate[0] if known else None)
    with pytest.raises(CertificateRefused) as fault:
        fetcher.get(Ask(site.base.replace("127.0.0.1", name) + "/"))
    assert fault.value.permanent and fault.value.text == "网站证书不对" and not site.visits
