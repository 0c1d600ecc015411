"""Base64url as JOSE writes it: no padding, one spelling per value (RFC 7515, section 2)."""

import base64
import binascii


def to_base64url(data: bytes) -> str:
    """Return `data` as base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def from_base64url(text: str, length: int) -> bytes:
    """Return the `length` bytes that `text` spells; raises ValueError for any other spelling or length."""
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise ValueError("not base64url") from error
    if len(data) != length or to_base64url(data) != text:
        raise ValueError(f"not the base64url of {length} bytes")
    return data
