"""A server that cannot prove who it is, is not read."""

import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

from crawling import ReactorThread, configuration, crawl, feed_of, ledger, source
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from misbehaving_site import answer, misbehaving_site


def self_signed(folder: Path) -> ssl.SSLContext:
    """A certificate that nobody vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    file = folder / "certificate.pem"
    file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


def test_a_certificate_nobody_vouches_for_is_refused_with_a_reason(reactor: ReactorThread, tmp_path: Path) -> None:
    with misbehaving_site(ssl_context=self_signed(tmp_path)) as secure, misbehaving_site() as site:
        site.behaviours["/feed"] = answer(feed_of([f"https://127.0.0.1:{secure.port}/page"]))
        reactor.run(lambda: crawl(configuration(tmp_path, source("one", f"{site.origin}/feed"), robots_obey=False)))
        assert secure.asked == []
    (row,) = ledger(tmp_path).values()
    assert row.state == "pending"
    assert "certificate is not valid" in row.reason
