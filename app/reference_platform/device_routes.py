"""What a device does by itself: check in and hand over receipts."""

from fastapi import APIRouter

from app.protocol import routes
from app.protocol.messages import ContactRequest, ContactResponse, ReceiptsRequest, ReceiptsResponse
from app.reference_platform import receipts
from app.reference_platform.access import SignedIn
from app.reference_platform.contact import answer_contact
from app.reference_platform.state import Here
from app.reference_platform.strict import StrictRoute

router = APIRouter(tags=["device"], route_class=StrictRoute)


@router.post(routes.CONTACT)
def contact(body: ContactRequest, caller: SignedIn, state: Here) -> ContactResponse:
    """Check in over a fresh nonce."""
    with state.database.write() as connection:
        return answer_contact(connection, caller.enrolment_id, body, state.keys)


@router.post(routes.RECEIPTS)
def hand_over(body: ReceiptsRequest, caller: SignedIn, state: Here) -> ReceiptsResponse:
    """Store receipts and countersign the head of the chain."""
    with state.database.write() as connection:
        receipts.store(connection, caller.enrolment_id, body.receipts)
        return ReceiptsResponse(receipts.countersign(connection, caller.enrolment_id, state.keys))
