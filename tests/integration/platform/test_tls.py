"""Only TLS 1.3, only with the platform's own authority."""

import socket
import ssl
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from app.errors import UserFacing
from app.reference_platform.tls import check_address, demo_certificates
from tests.support.platform_process import PlatformProcess


def _shake_hands(platform: PlatformProcess, context: ssl.SSLContext) -> str | None:
    parts = urlsplit(platform.url)
    with (
        socket.create_connection((parts.hostname, parts.port), 10) as raw,
        context.wrap_socket(raw, server_hostname=parts.hostname) as secure,
    ):
        return secure.version()


def test_tls_1_3_is_spoken(platform: PlatformProcess) -> None:
    context = ssl.create_default_context(cafile=platform.ca_file)
    assert _shake_hands(platform, context) == "TLSv1.3"


def test_tls_1_2_is_refused(platform: PlatformProcess) -> None:
    context = ssl.create_default_context(cafile=platform.ca_file)
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    # The server hangs up; whether its alert gets through before is a matter of luck.
    with pytest.raises(ssl.SSLError, match=r"PROTOCOL_VERSION|UNEXPECTED_EOF"):
        _shake_hands(platform, context)


def test_another_authority_is_refused(platform: PlatformProcess, tmp_path: Path) -> None:
    other = demo_certificates(tmp_path / "tls")
    with pytest.raises(ssl.SSLCertVerificationError):
        _shake_hands(platform, ssl.create_default_context(cafile=other.ca))


def test_the_demo_authority_stays_on_this_machine(tmp_path: Path) -> None:
    certificates = demo_certificates(tmp_path / "tls")
    assert all(path.stat().st_mode & 0o077 == 0 for path in (tmp_path / "tls").iterdir())
    for host in ("127.0.0.1", "::1", "localhost"):
        check_address(host, certificates)
    with pytest.raises(UserFacing, match="PLT-101"):
        check_address("0.0.0.0", certificates)
