"""A whole call through the reference platform's API: dialled over TLS, spoken over WebRTC."""

import asyncio
from collections.abc import Iterator

import pytest

from app.domain.ids import CallId, new_id
from app.ports.voice import LineState, LineStatus
from app.protocol import routes
from app.protocol.messages import FarEnd, NextContact, VoiceAnswer, VoiceOffer
from app.voice.line import EngineLine
from tests.support.platform_client import Session, good, new_device
from tests.support.platform_process import running_platform

pytestmark = pytest.mark.anyio


@pytest.fixture
def agent() -> Iterator[Session]:
    with running_platform() as process:
        device = new_device(process)
        yield device.sign_in(next(user for user in process.users if user.email.startswith("jana")))
        device.http.close()


async def test_the_platform_says_how_much_of_the_agent_its_end_has_heard(
    line: EngineLine, agent: Session
) -> None:
    campaign = next(c.id for page in agent.everything() for c in page.campaigns if c.language == "nl")
    contact = good(
        NextContact, agent.request("POST", routes.NEXT_CONTACT.format(campaign_id=campaign))
    ).contact
    call_id = CallId(new_id())

    async def answer(sdp: str) -> str:
        offer = VoiceOffer(sdp, contact.campaign_id, contact.id)
        path = routes.VOICE.format(call_id=call_id)
        return good(VoiceAnswer, await asyncio.to_thread(agent.request, "POST", path, offer)).sdp

    def far_end() -> FarEnd:
        return good(FarEnd, agent.request("GET", routes.FAR_END.format(call_id=call_id)))

    statuses = []
    async with asyncio.timeout(60):
        async for event in line.call(answer):
            if isinstance(event, LineStatus):
                statuses.append(event.state)
            elif far_end().seconds_voiced > 2:
                await line.hang_up()
    assert statuses == [LineState.CONNECTING, LineState.CONNECTED, LineState.ENDED]
    heard = far_end()
    assert 2 < heard.seconds_voiced < heard.seconds_received
