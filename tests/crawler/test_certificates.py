"""A server that cannot prove who it is, is not read."""

import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from crawling import LedgerRow, ReactorThread, article, configuration, crawl, feed_of, ledger, source
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from misbehaving_site import answer, misbehaving_site

from crawler.certificates import verifying_policy

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """Who vouches for servers, in these tests."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate


def name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def authority() -> Authority:
    key = ec.generate_private_key(ec.SECP256R1())
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name("Authority of the tests"))
        .issuer_name(name("Authority of the tests"))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - DAY)
        .not_valid_after(now + DAY)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    return Authority(key=key, certificate=certificate)


def server(folder: Path, by: Authority, address: str, *, until: timedelta = DAY) -> ssl.SSLContext:
    """A server's side of a secure connection, with a certificate for this address."""
    key = ec.generate_private_key(ec.SECP256R1())
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name(address))
        .issuer_name(by.certificate.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - 2 * DAY)
        .not_valid_after(now + until)
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(address))]), critical=False)
        .sign(by.key, hashes.SHA256())
    )
    file = folder / "server.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


@pytest.fixture
def trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Authority]:
    """An authority that this process trusts for the length of a test."""
    made = authority()
    file = tmp_path / "authorities.pem"
    file.write_bytes(made.certificate.public_bytes(serialization.Encoding.PEM))
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    verifying_policy.cache_clear()
    yield made
    verifying_policy.cache_clear()


def crawl_secure_page(reactor: ReactorThread, folder: Path, context: ssl.SSLContext) -> LedgerRow:
    with misbehaving_site(ssl_context=context) as secure, misbehaving_site() as site:
        page = f"https://127.0.0.1:{secure.port}/page"
        secure.behaviours["/page"] = answer(article("secure"))
        site.behaviours["/feed"] = answer(feed_of([page]))
        reactor.run(lambda: crawl(configuration(folder, source("one", f"{site.origin}/feed"), robots_obey=False)))
        row = ledger(folder)[page]
        assert (row.state == "article") == (secure.paths_asked() == ["/page"])
    return row


def test_a_server_that_someone_trusted_vouches_for_is_read(
    reactor: ReactorThread, trusted: Authority, tmp_path: Path
) -> None:
    assert crawl_secure_page(reactor, tmp_path, server(tmp_path, trusted, "127.0.0.1")).state == "article"


def test_a_certificate_nobody_vouches_for_is_refused(
    reactor: ReactorThread, trusted: Authority, tmp_path: Path
) -> None:
    row = crawl_secure_page(reactor, tmp_path, server(tmp_path, authority(), "127.0.0.1"))
    assert row.state == "pending"
    assert "certificate is not valid" in row.reason


def test_a_certificate_of_another_host_is_refused(reactor: ReactorThread, trusted: Authority, tmp_path: Path) -> None:
    row = crawl_secure_page(reactor, tmp_path, server(tmp_path, trusted, "127.0.0.9"))
    assert row.state == "pending"
    assert "certificate is not valid" in row.reason


def test_a_certificate_that_has_run_out_is_refused(reactor: ReactorThread, trusted: Authority, tmp_path: Path) -> None:
    row = crawl_secure_page(reactor, tmp_path, server(tmp_path, trusted, "127.0.0.1", until=-DAY))
    assert row.state == "pending"
    assert "certificate is not valid" in row.reason
