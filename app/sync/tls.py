"""TLS to the platform: 1.3 or nothing; trust is the operating system's, or one pinned authority."""

import ipaddress
import ssl
from pathlib import Path
from urllib.parse import urlsplit

import truststore

from app.errors import EnvironmentFault, UserFacing


def client_context(base_url: str, pinned_ca: Path | None) -> ssl.SSLContext:
    """Return the context for `base_url`.

    `pinned_ca` (PEM) is the authority of a demo platform on this computer: it alone is trusted, and only
    for a loopback address. Raises UserFacing NET-114 and NET-115, EnvironmentFault NET-116.
    """
    parts = urlsplit(base_url)
    if parts.scheme != "https" or not parts.hostname:
        raise UserFacing(
            "NET-114", "The platform's address must begin with https://.", "Correct the address."
        )
    context: ssl.SSLContext
    if pinned_ca is None:
        context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    else:
        if not is_loopback(parts.hostname):
            raise UserFacing(
                "NET-115",
                "A demo profile works only with a platform on this computer.",
                "Enrol with the code of your organisation's platform instead.",
            )
        context = _pinned(pinned_ca)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    return context


def is_loopback(host: str) -> bool:
    """Return whether `host` names this computer."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _pinned(authority: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    try:
        context.load_verify_locations(cafile=authority)
    except (OSError, ssl.SSLError) as error:
        raise EnvironmentFault(
            "NET-116",
            "The certificate authority of the demo platform cannot be read.",
            "Start the demo platform again; it writes a new one.",
        ) from error
    return context
