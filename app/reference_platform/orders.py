"""Orders to devices (wipe, lock), and the devices as an admin sees them."""

from datetime import timedelta

from sqlalchemy import Connection, func, insert, select

from app.domain.command import CommandKind
from app.domain.ids import CommandId, EnrolmentId, UserId, new_id
from app.protocol.messages import DeviceStatus
from app.protocol.problem import ErrorCode
from app.reference_platform import audit, clock
from app.reference_platform.problems import ProblemError, bad_request, not_found
from app.reference_platform.tables import device, intent

WIPES_ALONE = 5
"""More wipes than this by one admin in a day need a second admin to order them."""

REASON_LIMIT = 500


def order(
    connection: Connection, kind: CommandKind, enrolment_id: EnrolmentId, reason: str, admin: UserId
) -> CommandId:
    """Keep an intent for the device; an order that waits already is returned instead of a second one."""
    if not reason.strip() or len(reason) > REASON_LIMIT:
        raise bad_request(f"A reason has 1 to {REASON_LIMIT} characters.")
    if not connection.execute(select(device.c.name).where(device.c.enrolment_id == enrolment_id)).first():
        raise not_found("device")
    waiting = connection.execute(
        select(intent.c.command_id).where(
            intent.c.enrolment_id == enrolment_id,
            intent.c.kind == kind.value,
            intent.c.settled_at.is_(None),
        )
    ).scalar_one_or_none()
    if waiting is not None:
        return CommandId(waiting)
    if kind is CommandKind.WIPE:
        _check_wipes(connection, admin)
    command_id = CommandId(new_id())
    connection.execute(
        insert(intent).values(
            command_id=command_id,
            enrolment_id=enrolment_id,
            kind=kind.value,
            reason=reason.strip(),
            ordered_by=admin,
            ordered_at=clock.now(),
        )
    )
    audit.note(connection, admin, f"{kind.value}_ordered", enrolment_id)
    return command_id


def wiped_or_to_be(connection: Connection, enrolment_id: str) -> bool:
    """Return whether a wipe was ever ordered for this device: nobody signs in on it again."""
    return (
        connection.execute(
            select(intent.c.command_id).where(
                intent.c.enrolment_id == enrolment_id, intent.c.kind == CommandKind.WIPE.value
            )
        ).first()
        is not None
    )


def devices(connection: Connection) -> tuple[DeviceStatus, ...]:
    """Return every device ever enrolled, newest first, with the orders that wait for it."""
    pending: dict[str, list[str]] = {}
    for row in connection.execute(select(intent).where(intent.c.settled_at.is_(None))):
        pending.setdefault(row.enrolment_id, []).append(row.kind)
    rows = connection.execute(select(device).order_by(device.c.enrolled_at.desc()))
    return tuple(
        DeviceStatus(
            enrolment_id=EnrolmentId(row.enrolment_id),
            name=row.name,
            enrolled_at=row.enrolled_at,
            last_contact=row.last_contact,
            pending=tuple(pending.get(row.enrolment_id, ())),
            receipts=row.receipts,
        )
        for row in rows
    )


def _check_wipes(connection: Connection, admin: UserId) -> None:
    since = clock.now() - timedelta(days=1)
    count = connection.execute(
        select(func.count())
        .select_from(intent)
        .where(
            intent.c.kind == CommandKind.WIPE.value,
            intent.c.ordered_by == admin,
            intent.c.ordered_at > since,
        )
    ).scalar_one()
    if count >= WIPES_ALONE:
        raise ProblemError(
            ErrorCode.FORBIDDEN,
            403,
            "A second admin is needed",
            f"One admin may order {WIPES_ALONE} wipes a day; ask another admin to order this one.",
        )
