"""What a cancelled request leaves behind: nothing."""

import asyncio
import ssl
from datetime import UTC, datetime

import pytest

from app.sync.transport import Request, Transport

pytestmark = pytest.mark.anyio


class NoProofs:
    def proof(self, method: str, url: str, access_token: str = "") -> str:
        return "proof"

    def now(self) -> datetime:
        return datetime(2026, 4, 16, tzinfo=UTC)


async def test_a_request_cancelled_in_its_handshake_closes_its_socket() -> None:
    greeted, left = asyncio.Event(), asyncio.Event()

    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        assert await reader.read(1)
        greeted.set()
        while await reader.read(4096):
            pass
        left.set()
        writer.close()

    server = await asyncio.start_server(silent, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    transport = Transport(
        f"https://127.0.0.1:{port}", ssl.create_default_context(), NoProofs(), use_proxy=False
    )
    async with server:
        asking = asyncio.ensure_future(transport.send(Request("GET", "/v1/sync")))
        await greeted.wait()
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
        async with asyncio.timeout(5):
            await left.wait()
        await transport.close()
