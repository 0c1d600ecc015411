"""What admins and the privacy officer do; every act is on record."""

from fastapi import APIRouter

from app.domain.command import CommandKind
from app.domain.ids import EnrolmentId, RecordingId
from app.domain.policy import Policy
from app.domain.recording import Recording
from app.protocol import routes
from app.protocol.messages import DeviceStatus, EnrolmentCode, KeptByLaw, OrderRequest, OrderResponse
from app.reference_platform import audit, orders, policies, recordings, retention, sessions
from app.reference_platform.access import SignedIn
from app.reference_platform.caller import Caller
from app.reference_platform.enrolment import new_code
from app.reference_platform.people import check_second_factor
from app.reference_platform.recordings import Law
from app.reference_platform.state import Here, State, announced_policies, policy_in_force
from app.reference_platform.strict import StrictRoute

router = APIRouter(tags=["admin"], route_class=StrictRoute)


@router.post(routes.ADMIN_CODES)
def make_code(caller: SignedIn, state: Here) -> EnrolmentCode:
    """Return a code that enrols one device."""
    with state.database.write() as connection:
        audit.note(connection, caller.user.id, "enrolment_code_made")
        return new_code(connection, state.keys, caller.user.name)


@router.get(routes.ADMIN_DEVICES)
def list_devices(caller: SignedIn, state: Here) -> tuple[DeviceStatus, ...]:
    """Return every device and the orders that wait for it."""
    with state.database.read() as connection:
        return orders.devices(connection)


@router.post(routes.ADMIN_WIPE)
def wipe(enrolment_id: EnrolmentId, body: OrderRequest, caller: SignedIn, state: Here) -> OrderResponse:
    """Order a wipe; needs a fresh second factor. Everybody on the device is signed out at once."""
    return _order(CommandKind.WIPE, enrolment_id, body, caller, state)


@router.post(routes.ADMIN_LOCK)
def lock(enrolment_id: EnrolmentId, body: OrderRequest, caller: SignedIn, state: Here) -> OrderResponse:
    """Order a lock; needs a fresh second factor."""
    return _order(CommandKind.LOCK, enrolment_id, body, caller, state)


@router.get(routes.ADMIN_POLICY)
def read_policy(caller: SignedIn, state: Here) -> Policy:
    """Return the policy in force."""
    with state.database.read() as connection:
        return policy_in_force(connection)


@router.put(routes.ADMIN_POLICY)
def set_policy(body: Policy, caller: SignedIn, state: Here) -> Policy:
    """Keep the next revision: in force from its date on, announced to devices until then.

    One that deletes earlier needs fourteen days' notice. Once in force, retention follows it at once;
    devices are told to check in.
    """
    with state.changing() as connection:
        policies.update_policy(connection, body, caller.user.id, state.notice)
    retention.sweep(state)
    state.hub.contact_all()
    return body


@router.get(routes.ADMIN_POLICIES_ANNOUNCED)
def read_announced(caller: SignedIn, state: Here) -> tuple[Policy, ...]:
    """Return the revisions that are going to be in force, in the order of their dates."""
    with state.database.read() as connection:
        return announced_policies(connection)


@router.post(routes.ADMIN_LEGAL_HOLD)
def legal_hold(recording_id: RecordingId, body: KeptByLaw, caller: SignedIn, state: Here) -> Recording:
    """Keep a recording, with all that hangs on it, whatever its age, or let its time count again."""
    return _by_law(state, caller, recording_id, "legal_hold", body)


@router.post(routes.ADMIN_RESTRICTION)
def restriction(recording_id: RecordingId, body: KeptByLaw, caller: SignedIn, state: Here) -> Recording:
    """Freeze a recording (GDPR art. 18): kept, but not to be played, searched or scored; or lift that."""
    return _by_law(state, caller, recording_id, "restricted", body)


def _by_law(state: State, caller: Caller, recording_id: RecordingId, what: Law, body: KeptByLaw) -> Recording:
    with state.changing() as connection:
        changed = recordings.keep_by_law(connection, recording_id, what, body)
        audit.note(
            connection,
            caller.user.id,
            f"{what}_{'set' if body.on else 'lifted'}",
            f"{recording_id} {body.reason}",
        )
    return changed


def _order(
    kind: CommandKind, enrolment_id: EnrolmentId, body: OrderRequest, caller: Caller, state: State
) -> OrderResponse:
    with state.database.write() as connection:
        check_second_factor(connection, caller.user.id, body.totp)
    with state.database.write() as connection:
        command_id = orders.order(connection, kind, enrolment_id, body.reason, caller.user.id)
        # The admin's own console may be the device: the answer still goes out, its tokens end with it.
        families = sessions.revoke_device(connection, enrolment_id, users_only=True)
    state.hub.contact(enrolment_id)
    for family in families:
        state.hub.close_family(family)
    return OrderResponse(command_id)
