"""What people at a desk need: the delta, the outbox's other end, the next contact, the voice line."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from app.domain.campaign import Campaign
from app.protocol import routes
from app.protocol.codec import encode
from app.protocol.messages import (
    ActionsRequest,
    ActionsResponse,
    ChangePage,
    NextContact,
)
from app.protocol.problem import ErrorCode
from app.reference_platform import actions, dialling, sync, things
from app.reference_platform.access import SignedIn
from app.reference_platform.problems import ProblemError, bad_request, not_found
from app.reference_platform.state import Here, keeper
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
