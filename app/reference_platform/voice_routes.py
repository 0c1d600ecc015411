"""The voice line of a call: offer and answer (WHIP-style), and what our end has heard."""

import dataclasses

import anyio.to_thread
from fastapi import APIRouter

from app.domain.call import Call
from app.domain.campaign import Campaign
from app.domain.contact import Contact
from app.domain.ids import CallId
from app.domain.people import Role
from app.protocol import routes
from app.protocol.messages import FarEnd, VoiceAnswer, VoiceOffer
from app.reference_platform import dialling, things
from app.reference_platform.access import SignedIn
from app.reference_platform.caller import Caller
from app.reference_platform.problems import not_found
from app.reference_platform.state import Here, State, keeper
from app.reference_platform.strict import StrictRoute

router = APIRouter(tags=["voice"], route_class=StrictRoute)


@router.post(routes.VOICE)
async def voice(call_id: CallId, body: VoiceOffer, caller: SignedIn, state: Here) -> VoiceAnswer:
    """Answer the console's offer, after the dial rules had their say."""
    campaign = await anyio.to_thread.run_sync(_may_dial, state, caller, call_id, body)
    sdp = await state.lines.answer(call_id, caller.user.id, body.sdp, campaign.language)
    return VoiceAnswer(sdp, call_id)


@router.get(routes.FAR_END)
async def far_end(call_id: CallId, caller: SignedIn, state: Here) -> FarEnd:
    """Return what our end of the line has heard: an agent of their own call, a team lead of any."""
    leads = caller.user.role is Role.TEAM_LEAD
    return state.lines.far_end(call_id, None if leads else caller.user.id)


def _may_dial(state: State, caller: Caller, call_id: CallId, offer: VoiceOffer) -> Campaign:
    with state.database.read() as connection:
        campaign = things.get(connection, Campaign, offer.campaign_id)
        row = things.row_of(connection, Contact, offer.contact_id)
        now = keeper(connection)
        if campaign is None or not caller.sees(campaign.id):
            raise not_found("campaign")
        if row is None or row.campaign_id != campaign.id or not now.shows(row):
            raise not_found("contact")
        contact: Contact = things.read(row)
        if things.row_of(connection, Call, call_id) is not None:
            # The outbox was faster: this very dial is counted already and must not stand in its own way.
            contact = dataclasses.replace(contact, attempts=contact.attempts - 1)
        verdict = dialling.judge(connection, campaign, contact, now.now)
        if not verdict.allowed:
            raise dialling.blocked(verdict)
        return campaign
