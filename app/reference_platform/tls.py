"""The demo certificate authority, made at first start, and the TLS 1.3 context of the server.

The authority signs loopback names only and its key never leaves the data folder (0600). It must not be put
into an operating system's trust store: a console is told of `ca.pem` by its address. A platform that is
reached over a network brings a certificate of its own.
"""

import ipaddress
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from app.errors import UserFacing
from app.reference_platform.files import private_folder, write_private

LOOPBACK = ("127.0.0.1", "::1", "localhost")
VALID_FOR = timedelta(days=365)


@dataclass(frozen=True)
class Certificates:
    """Files of a server certificate; `ca` is what a console must trust to reach it."""

    ca: Path
    certificate: Path
    key: Path
    demo: bool


def demo_certificates(folder: Path) -> Certificates:
    """Return the demo certificates in `folder`, made or renewed where missing or within a week of expiry."""
    private_folder(folder)
    files = Certificates(folder / "ca.pem", folder / "server.pem", folder / "server.key", demo=True)
    if not _still_good(files):
        _issue(files)
    return files


def check_address(host: str, certificates: Certificates) -> None:
    """Raise UserFacing PLT-101 if the demo authority would be reachable from other machines."""
    if certificates.demo and host not in LOOPBACK:
        raise UserFacing(
            "PLT-101",
            f"The demo certificate authority answers on this machine only, not on {host}.",
            "Give the platform a certificate of its own with --certificate and --key.",
        )


def server_context(certificates: Certificates) -> ssl.SSLContext:
    """Return a context that speaks TLS 1.3 and nothing older."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.load_cert_chain(certificates.certificate, certificates.key)
    context.set_alpn_protocols(["http/1.1"])
    return context


def _still_good(files: Certificates) -> bool:
    if not all(path.exists() for path in (files.ca, files.certificate, files.key)):
        return False
    certificate = x509.load_pem_x509_certificate(files.certificate.read_bytes())
    return certificate.not_valid_after_utc - datetime.now(UTC) > timedelta(days=7)


def _issue(files: Certificates) -> None:
    """Make a new authority and one server certificate; the authority's key is kept nowhere.

    Nothing is ever signed after the server certificate, so that a key that could sign more is not kept.
    """
    authority_key, server_key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    ca_name = x509.Name(
        [x509.NameAttribute(NameOID.COMMON_NAME, "CallNex demo authority (this machine only)")]
    )
    names = x509.SubjectAlternativeName(
        [
            x509.DNSName("localhost"),
            x509.IPAddress(ipaddress.ip_address("127.0.0.1")),
            x509.IPAddress(ipaddress.ip_address("::1")),
        ]
    )
    authority = (
        _builder(ca_name, ca_name, authority_key.public_key())
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs=True), critical=True)
        .add_extension(_loopback_only(), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(authority_key.public_key()), critical=False)
        .sign(authority_key, hashes.SHA256())
    )
    issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority_key.public_key())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    certificate = (
        _builder(name, ca_name, server_key.public_key())
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(names, critical=False)
        .add_extension(issuer, critical=False)
        .sign(authority_key, hashes.SHA256())
    )
    private = server_key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    write_private(files.key, private)
    write_private(files.certificate, certificate.public_bytes(serialization.Encoding.PEM))
    write_private(files.ca, authority.public_bytes(serialization.Encoding.PEM))


def _builder(
    subject: x509.Name, issuer: x509.Name, public: ec.EllipticCurvePublicKey
) -> x509.CertificateBuilder:
    start = datetime.now(UTC) - timedelta(minutes=5)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + VALID_FOR)
    )


def _loopback_only() -> x509.NameConstraints:
    return x509.NameConstraints(
        permitted_subtrees=[
            x509.DNSName("localhost"),
            x509.IPAddress(ipaddress.ip_network("127.0.0.0/8")),
            x509.IPAddress(ipaddress.ip_network("::1/128")),
        ],
        excluded_subtrees=None,
    )


def _usage(*, signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs,
        crl_sign=signs,
        encipher_only=False,
        decipher_only=False,
    )
