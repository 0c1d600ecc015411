"""A device checks in: everything it must believe is signed now, over its own nonce.

The platform keeps *intents* (wipe device X). The command is minted at contact and lives ten minutes, so that
a recorded command, a late laptop and a device enrolled anew are of no use to anybody.
"""

from datetime import timedelta

from sqlalchemy import Connection, select, update

from app.domain.command import Command, CommandKind, ContactGrant
from app.domain.ids import CommandId, EnrolmentId
from app.protocol.messages import ContactRequest, ContactResponse
from app.protocol.signed import COMMAND, GRANT, POLICY, sign
from app.reference_platform import audit, clock
from app.reference_platform.keys import PlatformKeys, from_b64url
from app.reference_platform.problems import bad_request
from app.reference_platform.receipts import countersign
from app.reference_platform.state import announced_policies, policy_in_force
from app.reference_platform.tables import device, intent

COMMAND_LIVES = timedelta(minutes=10)
NONCE_BYTES = 16


def answer_contact(
    connection: Connection, enrolment_id: EnrolmentId, request: ContactRequest, keys: PlatformKeys
) -> ContactResponse:
    """Return grant, key set, policy, commands and countersigned head for this device.

    A device that shows a shorter receipt chain than we hold has lost its tail: that is put on record.
    """
    _check_nonce(request.nonce)
    now = clock.now()
    known = connection.execute(select(device).where(device.c.enrolment_id == enrolment_id)).one()
    if request.receipt_sequence < known.receipts:
        audit.note(connection, enrolment_id, "receipt_chain_shortened", str(request.receipt_sequence))
    connection.execute(update(device).where(device.c.enrolment_id == enrolment_id).values(last_contact=now))
    policy, coming = policy_in_force(connection), announced_policies(connection)
    grant = ContactGrant(enrolment_id, request.nonce, now, policy.revision, now + COMMAND_LIVES)
    return ContactResponse(
        grant=sign(GRANT, grant, keys.command),
        key_set=keys.key_set(),
        policy=sign(POLICY, policy, keys.policy),
        commands=_commands(connection, enrolment_id, request.nonce, keys),
        receipt_head=countersign(connection, enrolment_id, keys),
        announced=sign(POLICY, coming[0], keys.policy) if coming else "",
    )


def _commands(
    connection: Connection, enrolment_id: EnrolmentId, nonce: str, keys: PlatformKeys
) -> tuple[str, ...]:
    now = clock.now()
    waiting = connection.execute(
        select(intent)
        .where(intent.c.enrolment_id == enrolment_id, intent.c.settled_at.is_(None))
        .order_by(intent.c.ordered_at)
    ).all()
    commands = (
        Command(
            id=CommandId(row.command_id),
            kind=CommandKind(row.kind),
            audience=enrolment_id,
            nonce=nonce,
            issued_at=now,
            expires_at=now + COMMAND_LIVES,
            reason=row.reason,
        )
        for row in waiting
    )
    return tuple(sign(COMMAND, command, keys.command) for command in commands)


def _check_nonce(nonce: str) -> None:
    try:
        size = len(from_b64url(nonce))
    except ValueError as error:
        raise bad_request("The nonce is not base64url.") from error
    if not NONCE_BYTES <= size <= 64:
        raise bad_request("The nonce has 16 to 64 bytes.")
