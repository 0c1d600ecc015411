"""Strict bodies: a size limit, and JSON without NaN, infinities or lone surrogates."""

import re
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute
from pydantic_core import from_json
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.protocol import routes
from app.protocol.problem import ErrorCode
from app.reference_platform.problems import ProblemError, to_response

BODY_LIMIT = 8 << 20
_STREAMED = re.compile(routes.RECORDING_AUDIO.replace("{recording_id}", "[^/]+"))


class _StrictRequest(Request):
    async def json(self) -> Any:
        """Return the body; `json.loads` would take NaN and strings that no database can store."""
        return from_json(await self.body(), allow_inf_nan=False)


class StrictRoute(APIRoute):
    """A route that reads its body strictly."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Wrap the framework's handler."""
        handler = super().get_route_handler()

        async def strictly(request: Request) -> Response:
            return await handler(_StrictRequest(request.scope, request.receive))

        return strictly


class BodyLimit:
    """Refuses bodies past the limit, announced or not; audio is streamed and has a limit of its own."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on with its body counted."""
        if scope["type"] != "http" or _STREAMED.fullmatch(scope["path"]):
            await self._app(scope, receive, send)
            return
        lengths = [value for name, value in scope["headers"] if name == b"content-length"]
        if lengths and int(lengths[0]) > BODY_LIMIT:
            error = ProblemError(ErrorCode.TOO_LARGE, 413, "Too large", f"At most {BODY_LIMIT} bytes.")
            await to_response(error)(scope, receive, send)
            return
        taken = 0

        async def counted() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > BODY_LIMIT:
                raise HTTPException(413, "Too large")
            return message

        await self._app(scope, counted, send)
