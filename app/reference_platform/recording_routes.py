"""Audio up and down. It is streamed in pieces; no plaintext of it touches the disk."""

import re
from collections.abc import Iterator

import anyio.from_thread
import anyio.to_thread
from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse
from starlette.requests import ClientDisconnect

from app.domain.call import Call
from app.protocol import routes
from app.protocol.problem import ErrorCode
from app.reference_platform import recordings
from app.reference_platform.access import SignedIn
from app.reference_platform.caller import Caller
from app.reference_platform.problems import ProblemError, bad_request
from app.reference_platform.state import Here, State
from app.reference_platform.strict import StrictRoute

router = APIRouter(tags=["recordings"], route_class=StrictRoute)
FLAC = "audio/flac"
DIGEST_HEADER = "X-Content-SHA256"
_DIGEST = re.compile(r"[0-9a-f]{64}")
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")


@router.put(
    routes.RECORDING_AUDIO,
    status_code=204,
    openapi_extra={"requestBody": {"required": True, "content": {FLAC: {}}}},
)
async def upload(recording_id: str, request: Request, caller: SignedIn, state: Here) -> Response:
    """Store a recording's audio; `X-Content-SHA256` announces its digest in hex."""
    sha256 = _announced(request.headers.get(DIGEST_HEADER, ""))
    if int(request.headers.get("content-length") or 0) > recordings.MAX_BYTES:
        raise ProblemError(ErrorCode.TOO_LARGE, 413, "Too large", f"At most {recordings.MAX_BYTES} bytes.")
    call = await anyio.to_thread.run_sync(_expected, state, caller, recording_id, sha256)
    if call is not None:
        stream = request.stream()

        async def following() -> bytes | None:
            return await anext(stream, None)

        def chunks() -> Iterator[bytes]:
            while (chunk := anyio.from_thread.run(following)) is not None:
                yield chunk

        try:
            await anyio.to_thread.run_sync(_store, state, recording_id, call, chunks(), sha256)
        except ClientDisconnect as error:
            raise bad_request("The upload broke off.") from error
    return Response(status_code=204)


@router.get(
    routes.RECORDING_AUDIO,
    response_class=StreamingResponse,
    responses={200: {"content": {FLAC: {}}}, 206: {"content": {FLAC: {}}}},
)
def download(recording_id: str, request: Request, caller: SignedIn, state: Here) -> Response:
    """Return a recording's audio, whole or the one range that was asked for (RFC 9110, 14)."""
    with state.database.read() as connection:
        row = recordings.stored_audio(connection, caller, recording_id)
    start, end = _range(request.headers.get("range"), row.size_bytes)
    whole = (start, end) == (0, row.size_bytes)
    headers = {
        "Accept-Ranges": "bytes",
        "Content-Length": str(end - start),
        "ETag": f'"{row.sha256}"',
        DIGEST_HEADER: row.sha256,
    }
    if not whole:
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{row.size_bytes}"
    pieces = state.audio.read(row.file, row.key, start, end)
    return StreamingResponse(pieces, 200 if whole else 206, headers, FLAC)


def _expected(state: State, caller: Caller, recording_id: str, sha256: str) -> Call | None:
    with state.database.read() as connection:
        row, call = recordings.expected(connection, caller, recording_id)
        return None if recordings.already_stored(row, sha256) else call


def _store(state: State, recording_id: str, call: Call, chunks: Iterator[bytes], sha256: str) -> None:
    got = recordings.receive(state.audio, chunks, sha256)
    try:
        with state.changing() as connection:
            recordings.settle(connection, state.audio, recording_id, call, got)
    except BaseException:
        state.audio.remove(got.file)
        raise


def _announced(header: str) -> str:
    if _DIGEST.fullmatch(header) is None:
        raise bad_request(f"The header {DIGEST_HEADER} is needed: SHA-256 in lower-case hex.")
    return header


def _range(header: str | None, size: int) -> tuple[int, int]:
    """Return start and end (exclusive); anything but one well-formed range means the whole."""
    match = None if header is None else _RANGE.fullmatch(header.strip())
    if match is None or not (match[1] or match[2]):
        return 0, size
    if not match[1]:
        start, end = max(size - int(match[2]), 0), size
    else:
        start, end = int(match[1]), min(int(match[2]) + 1, size) if match[2] else size
    if start >= end:
        raise ProblemError(
            ErrorCode.BAD_REQUEST, 416, "No such range", "", {"Content-Range": f"bytes */{size}"}
        )
    return start, end
