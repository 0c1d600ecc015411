"""Faults on purpose, for tests: a file says which requests fail, and how. Off unless a file is named.

The file is JSON, a list of `Fault`, and is read again whenever it changes. Counting starts anew with it.
"""

import asyncio
import re
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.protocol.codec import decode
from app.protocol.problem import ErrorCode
from app.reference_platform import clock
from app.reference_platform.forgery import Forging
from app.reference_platform.problems import ProblemError, to_response


class FaultKind(StrEnum):
    """How a request fails.

    `status`: it is not done and answered with `status`. `delay`: done after `seconds`. `torn`: done, and the
    answer breaks off half-way. `lost`: done, but no answer arrives. `dropped`: not done, no answer.
    `clock_skew`: done, with the platform's clock off by `seconds`. `forged`: the answer to a contact brings
    a wipe that the platform never signed.
    """

    STATUS = "status"
    DELAY = "delay"
    TORN = "torn"
    LOST = "lost"
    DROPPED = "dropped"
    CLOCK_SKEW = "clock_skew"
    FORGED = "forged"


@dataclass(frozen=True)
class Fault:
    """One scripted fault for paths that `path` (a regular expression) matches; `times` 0 is for ever."""

    kind: FaultKind
    path: str = ".*"
    method: str = ""
    times: int = 1
    status: int = 503
    seconds: float = 0.0


@dataclass(frozen=True)
class _Script:
    faults: tuple[Fault, ...]


class Faults:
    """ASGI middleware in front of everything else."""

    def __init__(self, app: ASGIApp, file: Path) -> None:
        self._app, self._file = app, file
        self._seen: tuple[int, int] | None = None
        self._left: list[list[Any]] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request fail as scripted, or pass it on."""
        fault = self._take(scope) if scope["type"] == "http" else None
        if fault is None:
            await self._app(scope, receive, send)
        else:
            await self._fail(fault, scope, receive, send)

    async def _fail(self, fault: Fault, scope: Scope, receive: Receive, send: Send) -> None:
        match fault.kind:
            case FaultKind.STATUS:
                error = ProblemError(ErrorCode.UNAVAILABLE, fault.status, "Scripted fault")
                await to_response(error)(scope, receive, send)
            case FaultKind.DELAY:
                await asyncio.sleep(fault.seconds)
                await self._app(scope, receive, send)
            case FaultKind.CLOCK_SKEW:
                clock.skew_by(timedelta(seconds=fault.seconds))
                await self._app(scope, receive, send)
            case FaultKind.TORN:
                await self._app(scope, receive, _Tearing(send))
            case FaultKind.FORGED:
                await self._app(scope, receive, Forging(send))
            case FaultKind.LOST:
                await self._app(scope, receive, _swallow)
                await _hang_up(send)
            case FaultKind.DROPPED:
                await _hang_up(send)

    def _take(self, scope: Scope) -> Fault | None:
        self._reload()
        for entry in self._left:
            fault: Fault = entry[0]
            fits = re.fullmatch(fault.path, scope["path"]) and fault.method in ("", scope["method"])
            if fits and entry[1] != 0:
                entry[1] -= 1
                return fault
        return None

    def _reload(self) -> None:
        try:
            found = self._file.stat()
        except FileNotFoundError:
            self._seen, self._left = None, []
            return
        seen = (found.st_mtime_ns, found.st_ino)
        if seen != self._seen:
            script = decode(_Script, b'{"faults":' + self._file.read_bytes() + b"}")
            self._seen, self._left = seen, [[fault, fault.times or -1] for fault in script.faults]


class _Tearing:
    """Sends the head and half of the body, then nothing: the server then closes the connection."""

    def __init__(self, send: Send) -> None:
        self._send, self._torn = send, False

    async def __call__(self, message: Message) -> None:
        if self._torn:
            return
        if message["type"] == "http.response.body" and message.get("body"):
            body = message["body"]
            self._torn = True
            message = {"type": "http.response.body", "body": body[: len(body) // 2], "more_body": True}
        await self._send(message)


async def _swallow(_: Message) -> None:
    pass


async def _hang_up(send: Send) -> None:
    """Promise a body and send none; the server closes the connection over the broken promise."""
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"1")]})
