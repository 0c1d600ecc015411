"""What people at a desk need: the delta, the outbox's other end, the next contact, the voice line."""

import zlib
from typing import Annotated

import anyio.to_thread
from fastapi import APIRouter, Query, Response

from app.domain.campaign import Campaign
from app.domain.contact import Contact
from app.domain.ids import CallId
from app.protocol import routes
from app.protocol.codec import encode
from app.protocol.messages import (
    ActionsRequest,
    ActionsResponse,
    ChangePage,
    FarEnd,
    NextContact,
    VoiceAnswer,
    VoiceOffer,
)
from app.protocol.problem import ErrorCode
from app.reference_platform import actions, dialling, sync, things
from app.reference_platform.access import SignedIn
from app.reference_platform.caller import Caller
from app.reference_platform.problems import ProblemError, bad_request, not_found
from app.reference_platform.state import Here, State, keeper
from app.reference_platform.strict import StrictRoute

router = APIRouter(tags=["work"], route_class=StrictRoute)
MAX_ACTIONS = 200


@router.get(routes.SYNC, response_model=ChangePage)
def pull(
    caller: SignedIn,
    state: Here,
    cursor: Annotated[str, Query(max_length=1000)] = "",
    limit: Annotated[int, Query(ge=1, le=sync.MAX_ROWS)] = sync.PAGE_ROWS,
) -> Response:
    """Return the next page of changes; an empty cursor starts at the beginning."""
    position = sync.unseal(cursor, caller, state.keys.cursor)
    with state.database.read() as connection:
        page, end = sync.changes(connection, caller, position, limit, keeper(connection))
    sealed = sync.seal(end, state.keys.cursor)
    return Response(encode(sync.with_cursor(page, sealed)), media_type="application/json")


@router.post(routes.ACTIONS)
def deliver(body: ActionsRequest, caller: SignedIn, state: Here) -> ActionsResponse:
    """Apply outbox entries in order, each by itself: one that is refused does not stop the others."""
    if len(body.actions) > MAX_ACTIONS:
        raise bad_request(f"At most {MAX_ACTIONS} entries at once.")
    results = []
    for entry in body.actions:
        with state.changing() as connection:
            results.append(actions.apply(connection, caller, entry, state.keys))
    return ActionsResponse(tuple(results))


@router.post(routes.NEXT_CONTACT)
def next_contact(campaign_id: str, caller: SignedIn, state: Here) -> NextContact:
    """Reserve the next contact of a campaign; 404 `nothing_to_call` when nobody may be called now."""
    with state.database.write() as connection:
        campaign = things.get(connection, Campaign, campaign_id)
        if campaign is None or not caller.sees(campaign_id):
            raise not_found("campaign")
        found = dialling.next_contact(connection, campaign, caller.user.id, keeper(connection))
    if found is None:
        raise ProblemError(
            ErrorCode.NOTHING_TO_CALL, 404, "Nothing to call", "Nobody of this campaign may be called now."
        )
    return found


@router.post(routes.VOICE)
async def voice(call_id: str, body: VoiceOffer, caller: SignedIn, state: Here) -> VoiceAnswer:
    """Answer the console's offer, after the dial rules had their say."""
    campaign = await anyio.to_thread.run_sync(_may_dial, state, caller, body)
    seed = zlib.crc32(call_id.encode("utf-8"))
    sdp = await state.gateway().answer(call_id, body.sdp, campaign.language, seed)
    return VoiceAnswer(sdp, CallId(call_id))


@router.get(routes.FAR_END)
async def far_end(call_id: str, caller: SignedIn, state: Here) -> FarEnd:
    """Return what our end of the line has heard; 404 for a call that has no line here."""
    try:
        return state.gateway().far_end(call_id)
    except KeyError as error:
        raise not_found("voice line") from error


def _may_dial(state: State, caller: Caller, offer: VoiceOffer) -> Campaign:
    with state.database.read() as connection:
        campaign = things.get(connection, Campaign, offer.campaign_id)
        row = things.row_of(connection, Contact, offer.contact_id)
        now = keeper(connection)
        if campaign is None or not caller.sees(campaign.id):
            raise not_found("campaign")
        if row is None or row.campaign_id != campaign.id or not now.shows(row):
            raise not_found("contact")
        verdict = dialling.judge(connection, campaign, things.read(row), now.now)
        if not verdict.allowed:
            raise dialling.blocked(verdict)
        return campaign
