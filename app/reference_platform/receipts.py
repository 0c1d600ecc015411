"""Receipts of a device: a chain signed link by link. The platform stores it and countersigns its head."""

import hashlib
from collections.abc import Sequence

from sqlalchemy import Connection, insert, select, update

from app.domain.command import Receipt, ReceiptKind
from app.domain.ids import EnrolmentId
from app.protocol.problem import ErrorCode
from app.protocol.signed import RECEIPT, RECEIPT_HEAD, Refused, sign, verify
from app.protocol.trust import ReceiptHead
from app.reference_platform import audit, clock
from app.reference_platform.keys import PlatformKeys, public_key
from app.reference_platform.problems import ProblemError, bad_request
from app.reference_platform.tables import device, intent, receipt

SETTLES = {"wipe": ReceiptKind.WIPE, "lock": ReceiptKind.LOCK}
"""Which receipt settles which order. A refused order stays open: it is minted anew at the next contact."""


def store(connection: Connection, enrolment_id: EnrolmentId, links: Sequence[str]) -> None:
    """Append `links` (JWS, oldest first) to the device's chain; links we hold already are passed over.

    The first link has sequence 1. Raises a problem, storing nothing, where a signature or a link is wrong.
    """
    known = connection.execute(select(device).where(device.c.enrolment_id == enrolment_id)).one()
    key = public_key(known.public_key)
    length, head = known.receipts, known.receipt_head
    for link in links:
        try:
            found = verify(RECEIPT, link, {key.thumbprint(): key})
        except Refused as error:
            raise bad_request(f"A receipt is not valid: {error.reason.value}.") from error
        if found.enrolment_id != enrolment_id:
            raise bad_request("A receipt is of another device.")
        if found.sequence <= length:
            _check_same(connection, found, link)
            continue
        if found.sequence != length + 1 or found.previous != head:
            raise _broken(f"Link {found.sequence} does not follow link {length}.")
        _append(connection, found, link)
        length, head = found.sequence, hashlib.sha256(link.encode("ascii")).hexdigest()
    connection.execute(
        update(device).where(device.c.enrolment_id == enrolment_id).values(receipts=length, receipt_head=head)
    )


def countersign(connection: Connection, enrolment_id: EnrolmentId, keys: PlatformKeys) -> str:
    """Return our signature over the chain as we hold it (sequence 0 and an empty head: no link yet)."""
    known = connection.execute(select(device).where(device.c.enrolment_id == enrolment_id)).one()
    head = ReceiptHead(enrolment_id, known.receipts, known.receipt_head, clock.now())
    return sign(RECEIPT_HEAD, head, keys.command)


def _append(connection: Connection, found: Receipt, link: str) -> None:
    connection.execute(
        insert(receipt).values(
            enrolment_id=found.enrolment_id, sequence=found.sequence, jws=link, received_at=clock.now()
        )
    )
    if found.command_id is not None:
        _settle(connection, found)


def _settle(connection: Connection, found: Receipt) -> None:
    row = connection.execute(
        select(intent).where(
            intent.c.command_id == found.command_id, intent.c.enrolment_id == found.enrolment_id
        )
    ).one_or_none()
    if row is None or row.settled_at is not None or SETTLES[row.kind] is not found.kind:
        return
    connection.execute(
        update(intent).where(intent.c.command_id == found.command_id).values(settled_at=clock.now())
    )
    audit.note(connection, found.enrolment_id, f"{row.kind}_settled", row.command_id)


def _check_same(connection: Connection, found: Receipt, link: str) -> None:
    held = connection.execute(
        select(receipt.c.jws).where(
            receipt.c.enrolment_id == found.enrolment_id, receipt.c.sequence == found.sequence
        )
    ).scalar_one_or_none()
    if held != link:
        raise _broken(f"Link {found.sequence} is not the one that was handed over before.")


def _broken(detail: str) -> ProblemError:
    return ProblemError(ErrorCode.CONFLICT, 409, "The receipt chain is broken", detail)
