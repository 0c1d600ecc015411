"""How the platform says no: an exception that becomes a problem document (RFC 9457)."""

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from app.protocol.codec import encode
from app.protocol.problem import MEDIA_TYPE, ErrorCode, problem


class ProblemError(Exception):
    """A refusal with its code and HTTP status; `detail` is one clear sentence for a person."""

    def __init__(
        self,
        code: ErrorCode,
        status: int,
        title: str,
        detail: str = "",
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(f"{status} {code.value}: {title}")
        self.code, self.status, self.title, self.detail = code, status, title, detail
        self.headers = headers or {}


def not_found(what: str) -> ProblemError:
    """Return the answer for a thing that is not there, or not for this caller: the two look the same."""
    return ProblemError(ErrorCode.NOT_FOUND, 404, "Not found", f"There is no such {what} for you.")


def bad_request(detail: str) -> ProblemError:
    """Return the answer for a request that breaks the contract."""
    return ProblemError(ErrorCode.BAD_REQUEST, 400, "Bad request", detail)


def forbidden(detail: str) -> ProblemError:
    """Return the answer for a caller whose role does not reach this route."""
    return ProblemError(ErrorCode.FORBIDDEN, 403, "Not allowed", detail)


def to_response(error: ProblemError) -> Response:
    """Return `error` as a problem document."""
    document = problem(error.code, error.status, error.title, error.detail)
    return Response(encode(document), error.status, error.headers, MEDIA_TYPE)


async def on_problem(_: Request, error: Exception) -> Response:
    """Answer a ProblemError."""
    assert isinstance(error, ProblemError)
    return to_response(error)


async def on_invalid(_: Request, error: Exception) -> Response:
    """Answer a request that does not validate, naming the places but never repeating the values."""
    assert isinstance(error, RequestValidationError)
    places = sorted({".".join(str(part) for part in entry["loc"]) for entry in error.errors()})
    return to_response(bad_request(f"Not valid: {', '.join(places[:5])}."))


async def on_bug(_: Request, error: Exception) -> Response:
    """Answer an error of ours without a word of it; the log has the rest."""
    return to_response(ProblemError(ErrorCode.INTERNAL, 500, "Internal error", "The platform has a fault."))


async def on_http(_: Request, error: Exception) -> Response:
    """Answer the framework's own refusals (no such path, wrong method) in our form."""
    assert isinstance(error, HTTPException)
    code = ErrorCode.NOT_FOUND if error.status_code == 404 else ErrorCode.BAD_REQUEST
    return to_response(
        ProblemError(code, error.status_code, str(error.detail), "", dict(error.headers or {}))
    )
