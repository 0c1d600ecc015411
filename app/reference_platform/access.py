"""Who may use which route. A route without an entry answers nobody: the table fails closed."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request
from sqlalchemy import Connection, Row, select

from app.domain.ids import EnrolmentId
from app.domain.people import Role, User
from app.protocol import routes
from app.protocol.codec import decode
from app.protocol.problem import ErrorCode
from app.reference_platform import clock, sessions
from app.reference_platform.caller import Caller
from app.reference_platform.dpop import Asked, bare_url, check_proof
from app.reference_platform.problems import ProblemError, forbidden
from app.reference_platform.state import Here, State
from app.reference_platform.tables import device, membership, person


@dataclass(frozen=True)
class Rule:
    """`public`: no token; `device`: the device's own token; `roles`: people with one of these."""

    roles: frozenset[Role] = frozenset()
    device: bool = False
    public: bool = False


PUBLIC = Rule(public=True)
DEVICE = Rule(device=True)
EVERYONE = Rule(frozenset(Role))
CALLERS = Rule(frozenset({Role.AGENT, Role.TEAM_LEAD}))
LISTENERS = Rule(frozenset({Role.AGENT, Role.REVIEWER, Role.TEAM_LEAD, Role.PRIVACY_OFFICER}))
ADMINS = Rule(frozenset({Role.ADMIN}))
OFFICERS = Rule(frozenset({Role.PRIVACY_OFFICER}))
OVERSEERS = Rule(frozenset({Role.ADMIN, Role.PRIVACY_OFFICER}))

ACCESS: dict[tuple[str, str], Rule] = {
    ("GET", routes.HEALTH): PUBLIC,
    ("POST", routes.ENROL): PUBLIC,
    ("POST", routes.SIGN_IN): PUBLIC,
    ("POST", routes.REFRESH): PUBLIC,
    ("POST", routes.DEVICE_TOKEN): PUBLIC,
    ("POST", routes.SIGN_OUT): EVERYONE,
    ("POST", routes.CONTACT): DEVICE,
    ("POST", routes.RECEIPTS): DEVICE,
    ("GET", routes.SYNC): EVERYONE,
    ("GET", routes.EVENTS): EVERYONE,
    ("POST", routes.ACTIONS): LISTENERS,
    ("POST", routes.NEXT_CONTACT): CALLERS,
    ("POST", routes.VOICE): CALLERS,
    ("GET", routes.FAR_END): CALLERS,
    ("PUT", routes.RECORDING_AUDIO): CALLERS,
    ("GET", routes.RECORDING_AUDIO): LISTENERS,
    ("POST", routes.ADMIN_CODES): ADMINS,
    ("GET", routes.ADMIN_DEVICES): OVERSEERS,
    ("POST", routes.ADMIN_WIPE): ADMINS,
    ("POST", routes.ADMIN_LOCK): ADMINS,
    ("GET", routes.ADMIN_POLICY): OVERSEERS,
    ("PUT", routes.ADMIN_POLICY): OVERSEERS,
    ("GET", routes.ADMIN_POLICIES_ANNOUNCED): OVERSEERS,
    ("POST", routes.ADMIN_LEGAL_HOLD): OFFICERS,
    ("POST", routes.ADMIN_RESTRICTION): OFFICERS,
}


def guard(request: Request, state: Here) -> Caller | None:
    """Let a request through if the table says so; returns who is asking, None on public routes.

    Depends on nothing the request says of itself but the token and the device's proof for it.
    """
    rule = ACCESS.get((request.method, request.scope["route"].path))
    if rule is None:
        raise forbidden("This route has no entry in the access table.")
    if rule.public:
        return None
    caller = _authenticate(request, state)
    if caller.person is None and not rule.device:
        raise forbidden("A device token opens contact, receipts and policy only.")
    if caller.person is not None and caller.person.role not in rule.roles:
        raise forbidden(f"The role {caller.person.role.value} does not reach this.")
    return caller


def _signed_in(caller: Annotated[Caller | None, Depends(guard)]) -> Caller:
    if caller is None:
        raise forbidden("This needs a token.")
    return caller


SignedIn = Annotated[Caller, Depends(_signed_in)]


def asked(request: Request, access_token: str = "") -> Asked:
    """Return the request as a proof must name it."""
    return Asked(request.method, bare_url(str(request.url)), access_token, clock.now())


def live_device(connection: Connection, enrolment_id: str) -> Row[Any]:
    """Return the row of an enrolled device; raises the 401 problem."""
    row = connection.execute(select(device).where(device.c.enrolment_id == enrolment_id)).one_or_none()
    if row is None:
        raise ProblemError(
            ErrorCode.DEVICE_REVOKED, 401, "Device not known", "This device is not enrolled any more."
        )
    return row


def person_of(connection: Connection, user_id: str) -> User | None:
    """Return a person whose account is open."""
    row = connection.execute(
        select(person.c.body).where(person.c.id == user_id, person.c.closed_at.is_(None))
    ).one_or_none()
    return None if row is None else decode(User, row.body)


def _authenticate(request: Request, state: State) -> Caller:
    scheme, _, access_token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "dpop" or not access_token:
        raise sessions.invalid("This needs a token of type DPoP.")
    # A used proof stays used even when the token turns out not to be good: two transactions.
    with state.database.write(durable=False) as connection:
        thumbprint = check_proof(connection, request.headers.get("dpop"), asked(request, access_token))
    with state.database.read() as connection:
        row = sessions.find_access(connection, access_token, thumbprint)
        live_device(connection, row.enrolment_id)
        user = None if row.user_id is None else person_of(connection, row.user_id)
        if row.user_id is not None and user is None:
            raise sessions.invalid("This account is closed.")
        campaigns = connection.execute(
            select(membership.c.campaign_id).where(membership.c.user_id == row.user_id)
        ).scalars()
        return Caller(EnrolmentId(row.enrolment_id), user, row.family, row.expires_at, frozenset(campaigns))
