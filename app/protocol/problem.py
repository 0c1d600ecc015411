"""Problem details (RFC 9457): how the platform says no."""

from dataclasses import dataclass
from enum import StrEnum

MEDIA_TYPE = "application/problem+json"


class ErrorCode(StrEnum):
    """Machine-readable reasons; the last part of the problem's `type` URN."""

    BAD_REQUEST = "bad_request"
    BAD_CREDENTIALS = "bad_credentials"
    TOKEN_EXPIRED = "token_expired"
    TOKEN_INVALID = "token_invalid"
    SECOND_FACTOR_NEEDED = "second_factor_needed"
    FORBIDDEN = "forbidden"
    NOT_FOUND = "not_found"
    CONFLICT = "conflict"
    CODE_INVALID = "code_invalid"
    DEVICE_REVOKED = "device_revoked"
    NOTHING_TO_CALL = "nothing_to_call"
    DIAL_BLOCKED = "dial_blocked"
    TOO_MANY_REQUESTS = "too_many_requests"
    TOO_LARGE = "too_large"
    CURSOR_INVALID = "cursor_invalid"
    UNAVAILABLE = "unavailable"
    INTERNAL = "internal"


@dataclass(frozen=True)
class Problem:
    """A problem document. `code` repeats the last part of `type` for easy reading."""

    type: str
    title: str
    status: int
    detail: str
    code: ErrorCode


def problem(code: ErrorCode, status: int, title: str, detail: str = "") -> Problem:
    """Return a problem document for `code`."""
    return Problem(f"urn:callnex:problem:{code.value}", title, status, detail, code)
