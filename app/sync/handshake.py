"""A TLS handshake that is cancelled, as when the console is closed, leaves its socket open in httpcore."""

from collections.abc import Awaitable, Callable
from typing import Any, Protocol

Trace = Callable[[str, dict[str, Any]], Awaitable[None]]


class _Stream(Protocol):
    async def aclose(self) -> None: ...


def closing_cut_off_handshakes() -> Trace:
    """Return a trace for one request (httpcore's extension of that name) that closes such a socket."""
    opened: list[_Stream] = []

    async def trace(event: str, about: dict[str, Any]) -> None:
        if event == "connection.connect_tcp.complete":
            opened.append(about["return_value"])
        elif event == "connection.start_tls.failed" and opened:
            await opened.pop().aclose()

    return trace
