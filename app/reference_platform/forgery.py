"""A forged order, for tests of the console: perfect in every field, signed by a key nobody vouches for."""

import dataclasses

from joserfc import jws
from joserfc.jwk import OKPKey
from starlette.types import Message, Send

from app.domain.command import Command, CommandKind, ContactGrant
from app.domain.ids import CommandId, new_id
from app.protocol.codec import decode, encode
from app.protocol.messages import ContactResponse
from app.protocol.signed import COMMAND, sign


class Forging:
    """Sends the answer to a contact with a wipe added that the platform never signed."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._start: Message | None = None
        self._body = b""

    async def __call__(self, message: Message) -> None:
        """Hold the answer back until it is whole, then send the forged one."""
        if message["type"] == "http.response.start":
            self._start = message
            return
        self._body += message.get("body", b"")
        if message.get("more_body") or self._start is None:
            return
        body = forged(self._body) if self._start["status"] == 200 else self._body
        headers = [
            (name, str(len(body)).encode() if name == b"content-length" else value)
            for name, value in self._start["headers"]
        ]
        await self._send({**self._start, "headers": headers})
        await self._send({"type": "http.response.body", "body": body})


def forged(answer: bytes) -> bytes:
    """Return a ContactResponse with one more command, for the right device and nonce, by a wrong key."""
    response = decode(ContactResponse, answer)
    grant = decode(ContactGrant, jws.extract_compact(response.grant.encode("ascii")).payload)
    command = Command(
        id=CommandId(new_id()),
        kind=CommandKind.WIPE,
        audience=grant.audience,
        nonce=grant.nonce,
        issued_at=grant.server_time,
        expires_at=grant.expires_at,
        reason="forged",
    )
    order = sign(COMMAND, command, OKPKey.generate_key("Ed25519"))
    return encode(dataclasses.replace(response, commands=(*response.commands, order)))
