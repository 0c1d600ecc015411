"""The console's own client against the platform: what one promises, the other keeps."""

import asyncio
import base64
import hashlib
from collections.abc import AsyncIterator
from contextlib import aclosing
from datetime import UTC, datetime
from io import BytesIO

import pytest
from nacl.signing import SigningKey

from app.domain.actions import EndCall, SignedAction, StartCall
from app.domain.ids import ActionKey, CallId, RecordingId, new_id
from app.domain.outcome import SystemResult
from app.errors import UserFacing
from app.ports.voice import AudioChunk, Levels
from app.protocol.messages import ContactRequest, EnrolRequest, EventKind, SealedAction, VoiceOffer
from app.security.device import ActionSealer, DeviceIdentity
from app.security.dpop import DeviceProofs
from app.security.trust import trusted_keys, verify_key_set
from app.sync.client import HttpPlatform, connect
from app.voice.line import EngineLine
from resources import ROOT
from tests.support.platform_client import Session, new_code
from tests.support.platform_process import PlatformProcess

IDENTITY = DeviceIdentity(bytes(SigningKey.generate()))


@pytest.fixture
async def console(platform: PlatformProcess, admin: Session) -> AsyncIterator[HttpPlatform]:
    """Yield a client on which an agent is signed in."""
    proofs = DeviceProofs(IDENTITY, lambda: datetime.now(UTC))
    client = connect(platform.url, proofs, platform.ca_file)
    yield client
    await client.close()


@pytest.mark.anyio
async def test_a_day_of_the_console(platform: PlatformProcess, admin: Session, console: HttpPlatform) -> None:
    enrolled = await console.enrol(EnrolRequest(new_code(admin), IDENTITY.public, "DESK-1"))
    keys = trusted_keys(verify_key_set(enrolled.key_set, enrolled.root_public, None))
    checked = await console.contact(enrolled.enrolment_id, ContactRequest("A" * 22, 0, ""))
    assert checked.commands == ()
    login = platform.login("agent")
    with pytest.raises(UserFacing, match="AUT-101"):
        await console.sign_in(login.email, "wrong", enrolled.enrolment_id)
    user = (await console.sign_in(login.email, login.password, enrolled.enrolment_id)).user
    page = await console.changes("")
    campaign = next(c for c in page.campaigns if c.language == "en")
    served = await console.next_contact(campaign.id)
    assert served is not None and served.contact.campaign_id == campaign.id

    downloaded = b"".join([piece async for piece in console.download_audio(page.recordings[0].id)])
    assert hashlib.sha256(downloaded).hexdigest() == page.recordings[0].sha256

    call_id, recording_id, now = CallId(new_id()), RecordingId(new_id()), datetime.now(UTC)
    await _talk(console, call_id, VoiceOffer("", campaign.id, served.contact.id))
    sealer = ActionSealer(IDENTITY, lambda: keys.seal)
    entries = []
    for action in (
        StartCall(call_id, campaign.id, served.contact.id, now),
        EndCall(call_id, SystemResult.ANSWERED, now, now, recording_id),
    ):
        key = ActionKey(new_id())
        box = sealer.seal(SignedAction(key, enrolled.enrolment_id, user.id, now, action))
        entries.append(SealedAction(key, base64.urlsafe_b64encode(box).rstrip(b"=").decode()))
    async with aclosing(console.events()) as hints:
        assert [await anext(hints), await anext(hints)] == [EventKind.CONTACT, EventKind.CHANGED]
        hint = asyncio.ensure_future(anext(hints))
        results = (await console.deliver(tuple(entries))).results
        assert [(result.accepted, result.reason) for result in results] == [(True, "")] * 2
        async with asyncio.timeout(20):
            assert await hint is EventKind.CHANGED
    await console.upload_audio(recording_id, BytesIO(downloaded), hashlib.sha256(downloaded).hexdigest())
    again = b"".join([piece async for piece in console.download_audio(recording_id)])
    assert again == downloaded
    await console.sign_out()


async def _talk(console: HttpPlatform, call_id: CallId, offer: VoiceOffer) -> None:
    """Make a call with sound both ways, and ask the platform what its end heard."""
    line = EngineLine(loopback=True, microphone=ROOT / "voices" / "en-oliver")

    async def answerer(sdp: str) -> str:
        return await console.answer(call_id, VoiceOffer(sdp, offer.campaign_id, offer.contact_id))

    heard, seconds = False, 0.0
    async with asyncio.timeout(60), aclosing(line.call(answerer)) as events:
        async for event in events:
            if isinstance(event, AudioChunk):
                seconds += len(event.pcm) / 4 / event.sample_rate
            elif isinstance(event, Levels):
                heard = heard or event.customer_db > -40
            if heard and seconds > 3:
                break
    await line.close()
    far = await console.far_end(call_id)
    assert far.seconds_received > 2 and far.seconds_voiced > 0.5
