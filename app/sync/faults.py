"""Every way the platform can fail us, as one clear sentence and a next step.

Texts are ours: what a server writes into `detail` reaches people only where it explains a refusal of what
they asked for, and never a log.
"""

import ssl
from dataclasses import dataclass

import httpx
from pydantic import ValidationError

from app.errors import CallNexError, EnvironmentFault, UserFacing
from app.protocol.codec import decode
from app.protocol.problem import ErrorCode, Problem

CHECK_NETWORK = "Check the network; what you do is kept here and sent as soon as it is back."
TELL_IT = "Tell your administrator, with this code."
TRY_LATER = "Wait a moment; the console tries again by itself."


class PlatformSaysNo(UserFacing):
    """The platform understood and refused. `code` is its reason, `detail` its words where they explain."""

    def __init__(self, code: ErrorCode, detail: str = "") -> None:
        text = REFUSALS[code]
        super().__init__(text.code, (detail if code in EXPLAINED else "") or text.what, text.next_step)
        self.code = code


class PlatformBusy(EnvironmentFault):
    """The platform could not answer now. `retry_after_s` is what it asked for, None if it did not say."""

    def __init__(self, code: ErrorCode, retry_after_s: float | None = None) -> None:
        text = BUSY[code]
        super().__init__(text.code, text.what, text.next_step)
        self.code = code
        self.retry_after_s = retry_after_s


class Unreachable(EnvironmentFault):
    """No answer came; whether the request arrived is not known. Worth another try."""


@dataclass(frozen=True)
class Text:
    """A code for IT, what happened, and the next step."""

    code: str
    what: str
    next_step: str


REFUSALS: dict[ErrorCode, Text] = {
    ErrorCode.BAD_REQUEST: Text(
        "NET-131", "The platform did not understand this console.", f"Update the console. {TELL_IT}"
    ),
    ErrorCode.BAD_CREDENTIALS: Text(
        "AUT-101", "The e-mail address or the password is wrong.", "Type both again."
    ),
    ErrorCode.TOKEN_EXPIRED: Text("AUT-102", "Your session has ended.", "Sign in again."),
    ErrorCode.TOKEN_INVALID: Text(
        "AUT-103", "The platform no longer accepts your session.", "Sign in again."
    ),
    ErrorCode.SECOND_FACTOR_NEEDED: Text(
        "AUT-104", "This needs a second factor.", "Type the code that your authenticator shows now."
    ),
    ErrorCode.FORBIDDEN: Text(
        "AUT-105", "Your role does not allow this.", "Ask your team lead or administrator."
    ),
    ErrorCode.NOT_FOUND: Text(
        "NET-132", "The platform no longer has this.", "Refresh the list; it may have been deleted."
    ),
    ErrorCode.CONFLICT: Text(
        "NET-133", "Someone changed this before you.", "Look at the newest version and try again."
    ),
    ErrorCode.CODE_INVALID: Text(
        "ENR-102",
        "This enrolment code is not valid (any more).",
        "Ask your administrator for a new code: each is good for one device and a short time.",
    ),
    ErrorCode.DEVICE_REVOKED: Text(
        "ENR-105", "The platform has revoked this device.", "Ask your administrator to enrol it again."
    ),
    ErrorCode.NOTHING_TO_CALL: Text(
        "CAL-101", "There is nobody left to call in this campaign now.", "Choose another campaign or wait."
    ),
    ErrorCode.DIAL_BLOCKED: Text(
        "CAL-102", "The rules do not allow this call now.", "Go on with the next contact."
    ),
    ErrorCode.TOO_LARGE: Text("NET-135", "This is too large for the platform.", TELL_IT),
    ErrorCode.CURSOR_INVALID: Text(
        "NET-136", "The platform no longer knows where we were.", "The console fetches everything again."
    ),
}
"""What the platform refuses. Its `detail` replaces `what` only for the codes in `EXPLAINED`."""

EXPLAINED = frozenset({ErrorCode.DIAL_BLOCKED, ErrorCode.CONFLICT, ErrorCode.FORBIDDEN})

BUSY: dict[ErrorCode, Text] = {
    ErrorCode.TOO_MANY_REQUESTS: Text("NET-134", "The platform asks us to slow down.", TRY_LATER),
    ErrorCode.UNAVAILABLE: Text("NET-121", "The platform is not available at the moment.", TRY_LATER),
    ErrorCode.INTERNAL: Text("NET-122", "The platform had an error of its own.", TRY_LATER),
}

WRONG_CERTIFICATE = Text(
    "NET-111",
    "The platform's certificate cannot be trusted, so nothing was sent.",
    f"Check the address and the date of this computer. {TELL_IT}",
)
OLD_TLS = Text(
    "NET-112",
    "The platform's end offers no TLS 1.3, so nothing was sent.",
    f"A proxy or an old server is in between. {TELL_IT}",
)
TLS_FAILED = Text(
    "NET-113",
    "The encrypted connection could not be set up, so nothing was sent.",
    f"A proxy or a filter may be in between. {TELL_IT}",
)
NOT_REACHED = Text("NET-101", "The platform cannot be reached.", CHECK_NETWORK)
TOO_SLOW = Text("NET-102", "The platform took too long to answer.", CHECK_NETWORK)
TORN = Text("NET-103", "The connection broke off in the middle of an answer.", CHECK_NETWORK)
NONSENSE = Text(
    "NET-123", "The platform's answer made no sense, so none of it was used.", f"{TRY_LATER} {TELL_IT}"
)
WRONG_CLOCK = Text(
    "NET-117",
    "The clock of this computer is wrong, so the platform refused it.",
    "Set the computer's date and time, then try again.",
)
WRONG_AUDIO = Text("NET-141", "The audio arrived damaged and was thrown away.", "Download it again.")


WAITING = (ssl.SSLWantReadError, ssl.SSLWantWriteError)


def fault(text: Text) -> EnvironmentFault:
    """Return `text` as a fault that another try will not mend by itself."""
    return EnvironmentFault(text.code, text.what, text.next_step)


def from_transport(error: httpx.HTTPError) -> EnvironmentFault:
    """Return what it means for a person that httpx failed this way."""
    if isinstance(error, httpx.TimeoutException):
        return _unreachable(NOT_REACHED if isinstance(error, httpx.ConnectTimeout) else TOO_SLOW)
    secure = _ssl_cause(error)
    if secure is not None:
        return _from_tls(secure)
    if isinstance(error, httpx.RemoteProtocolError | httpx.ReadError | httpx.WriteError):
        return _unreachable(TORN)
    return fault(NONSENSE) if isinstance(error, httpx.DecodingError) else _unreachable(NOT_REACHED)


def from_answer(status: int, body: bytes, retry_after: str | None) -> CallNexError:
    """Return what an answer of 400 or more means; `body` should be a problem document (RFC 9457)."""
    try:
        found = decode(Problem, body)
    except ValidationError:
        # A proxy or load balancer answered in the platform's place.
        return (
            PlatformBusy(ErrorCode.UNAVAILABLE, _seconds(retry_after)) if status >= 500 else fault(NONSENSE)
        )
    if found.code in BUSY:
        return PlatformBusy(found.code, _seconds(retry_after))
    return PlatformSaysNo(found.code, found.detail)


def _unreachable(text: Text) -> Unreachable:
    return Unreachable(text.code, text.what, text.next_step)


def _from_tls(error: ssl.SSLError) -> EnvironmentFault:
    if isinstance(error, ssl.SSLCertVerificationError):
        return fault(WRONG_CERTIFICATE)
    if isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError):
        return _unreachable(TORN)
    reason = error.reason or ""
    return fault(OLD_TLS if "PROTOCOL" in reason or "VERSION" in reason else TLS_FAILED)


def _ssl_cause(error: BaseException | None) -> ssl.SSLError | None:
    while error is not None:
        # "Want read" is how a socket says that nothing came yet: no failure, though often the context of one.
        if isinstance(error, ssl.SSLError) and not isinstance(error, WAITING):
            return error
        error = error.__cause__ or error.__context__
    return None


def _seconds(retry_after: str | None) -> float | None:
    """Return Retry-After in seconds; its date form is not worth a clock comparison here."""
    return float(retry_after) if retry_after and retry_after.isdecimal() else None
