"""receipts.log: the device's receipts, each signed and holding the hash of the one before.

One JWS a line, append-only, fsynced; the first link has sequence 1. receipts.head holds the platform's newest
countersignature over the chain: a file of its own, so that cutting the chain's tail shows. A new enrolment
begins a new chain; the old one is kept beside it under its enrolment id.

Links whose time is over are cut off at the front. A link of the chain itself says up to where and with which
hash, so that nobody but the device can cut: a chain that begins later than such a link says is broken.
"""

import asyncio
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from joserfc import jws
from joserfc.errors import JoseError
from pydantic import ValidationError

from app.domain.command import Receipt, ReceiptKind
from app.domain.ids import CommandId, EnrolmentId
from app.errors import EnvironmentFault
from app.ports.clock import Clock
from app.ports.receipts import ChainState
from app.protocol.codec import decode
from app.protocol.signed import RECEIPT, Refused, verify
from app.protocol.trust import ReceiptHead
from app.security.device import DeviceIdentity
from app.security.trust import TrustedKeys, verify_receipt_head
from local_store.files import append_durably, cut, disk_fault, write_atomic
from local_store.profile import ProfilePaths


class ReceiptSigner(Protocol):
    """What the chain needs of the device and of the platform's keys."""

    enrolment_id: EnrolmentId

    def sign(self, receipt: Receipt) -> str:
        """Return the receipt as a JWS of the device key."""
        ...

    def check(self, token: str) -> Receipt:
        """Return the receipt if this device signed it; raises Refused."""
        ...

    def check_head(self, token: str) -> ReceiptHead:
        """Return a countersignature if the platform made it for this device; raises Refused."""
        ...


class DeviceSigner:
    """Implements ReceiptSigner; `keys` gives the platform's keys in force."""

    def __init__(
        self, identity: DeviceIdentity, enrolment_id: EnrolmentId, keys: Callable[[], TrustedKeys]
    ) -> None:
        self.enrolment_id = enrolment_id
        self._identity = identity
        self._keys = keys

    def sign(self, receipt: Receipt) -> str:
        """Return the receipt as a JWS of the device key."""
        return self._identity.sign(RECEIPT, receipt)

    def check(self, token: str) -> Receipt:
        """Return the receipt if this device signed it; raises Refused."""
        return verify(RECEIPT, token, {self._identity.kid: self._identity.key})

    def check_head(self, token: str) -> ReceiptHead:
        """Return a countersignature if the platform made it for this device; raises Refused."""
        return verify_receipt_head(token, self._keys(), self.enrolment_id)


class ReceiptLog:
    """Implements app.ports.receipts.Receipts. One process writes it: the holder of the profile."""

    def __init__(self, paths: ProfilePaths, clock: Clock, signer: ReceiptSigner) -> None:
        self._paths = paths
        self._clock = clock
        self._signer = signer
        self._one_at_a_time = asyncio.Lock()

    async def append(
        self,
        kind: ReceiptKind,
        detail: str,
        counts: tuple[tuple[str, int], ...] = (),
        command_id: CommandId | None = None,
    ) -> Receipt:
        """Sign and fsync the next link; raises EnvironmentFault when the disk is full or fails."""
        async with self._one_at_a_time:
            return await asyncio.to_thread(self._append, kind, detail, counts, command_id)

    def _append(
        self,
        kind: ReceiptKind,
        detail: str,
        counts: tuple[tuple[str, int], ...],
        command_id: CommandId | None,
    ) -> Receipt:
        self._paths.make()
        self._begin_anew()
        links = self._links()
        size = sum(len(link) + 1 for link in links)
        if self._paths.receipts.exists() and self._paths.receipts.stat().st_size > size:
            cut(self._paths.receipts, size)
        receipt = Receipt(
            sequence=_first(links) + len(links),
            previous=link_hash(links[-1]) if links else "",
            kind=kind,
            enrolment_id=self._signer.enrolment_id,
            at=self._clock.now(),
            detail=detail,
            counts=counts,
            command_id=command_id,
        )
        append_durably(self._paths.receipts, self._signer.sign(receipt).encode("ascii") + b"\n")
        return receipt

    async def all(self) -> tuple[Receipt, ...]:
        """Return the links, oldest first; one that is not readable as a receipt is left out (see `state`)."""
        return await asyncio.to_thread(receipts_left, self._paths, self._signer.enrolment_id)

    async def unsent(self) -> tuple[str, ...]:
        """Return the signed links that the platform has not countersigned, oldest first."""

        def work() -> tuple[str, ...]:
            links = self._own()
            return tuple(links[max(0, self._countersigned() + 1 - _first(links)) :])

        return await asyncio.to_thread(work)

    async def countersigned(self, head: str) -> None:
        """Keep the platform's countersignature after checking that it fits the chain.

        Raises Refused when the platform did not make it; EnvironmentFault REC-101 when it is for another
        chain than the one here, REC-102 when it says less than one that is kept already.
        """
        await asyncio.to_thread(self._keep_head, head)

    def _keep_head(self, token: str) -> None:
        head, links = self._signer.check_head(token), self._own()
        if not _fits(head, links):
            raise EnvironmentFault(
                "REC-101",
                "The platform's record of this device's receipts differs from the one here.",
                "Tell your privacy officer: receipts may have been removed from this workstation.",
            )
        if head.sequence < self._countersigned():
            raise EnvironmentFault(
                "REC-102",
                "The platform has forgotten receipts of this device that it had confirmed.",
                "Tell your privacy officer; the receipts are still here.",
            )
        write_atomic(self._paths.receipt_head, token.encode("ascii"))

    async def state(self) -> ChainState:
        """Verify every link and the countersigned head."""
        return await asyncio.to_thread(self._state)

    def _state(self) -> ChainState:
        links = self._own()
        head = link_hash(links[-1]) if links else ""
        try:
            kept = self._head()
            foreign = _FOREIGN if self._links() and not links else ""
            fault = foreign or self._broken(links) or ("" if kept is None or _fits(kept, links) else _CUT)
        except Refused:
            kept, fault = None, "The platform's countersignature is not genuine."
        pruned = _first(links) - 1
        return ChainState(pruned + len(links), head, not fault, kept.sequence if kept else 0, fault, pruned)

    async def prune(self, count: int) -> int:
        """Cut the oldest `count` links off, as far as the platform has confirmed them; return how many went.

        The link that says so is written and fsynced first: killed in between, the cut is made next time.
        """
        async with self._one_at_a_time:
            return await asyncio.to_thread(self._prune, count)

    def _prune(self, count: int) -> int:
        links = self._own()
        first = _first(links)
        # The confirmed link itself stays: the countersignature is checked against it.
        going = min(count, self._countersigned() - first, len(links) - 1)
        said = _cut_at(links)
        begun = said.sequence + 1 - first if said is not None else 0
        going = begun if begun > 0 else going
        if going <= 0 or self._broken(links):
            return 0
        if begun <= 0:
            through = ("through", first + going - 1)
            self._append(ReceiptKind.CHAIN_PRUNED, link_hash(links[going - 1]), (through,), None)
            links = self._own()
        write_atomic(self._paths.receipts, "".join(f"{link}\n" for link in links[going:]).encode("ascii"))
        return going

    def _broken(self, links: list[str]) -> str:
        first, previous = _first(links), ""
        if first > 1:
            said = _cut_at(links)
            if said is None or said.sequence != first - 1:
                return f"The receipts before {first} are missing, and this device did not cut them off."
            previous = said.digest
        for sequence, link in enumerate(links, first):
            try:
                receipt = self._signer.check(link)
            except Refused as error:
                return f"Receipt {sequence} was not signed by this device ({error.reason.value})."
            if receipt.sequence != sequence or receipt.previous != previous:
                return f"Receipt {sequence} does not follow the one before it."
            previous = link_hash(link)
        return ""

    def _head(self) -> ReceiptHead | None:
        path = self._paths.receipt_head
        try:
            return self._signer.check_head(path.read_text("ascii")) if path.exists() else None
        except (OSError, ValueError) as error:
            raise disk_fault(OSError(str(error)), path) from error

    def _countersigned(self) -> int:
        """Return up to which link the platform has confirmed; a head that is not genuine confirms none."""
        try:
            head = self._head()
        except Refused:
            return 0
        return head.sequence if head else 0

    def _own(self) -> list[str]:
        """Return the links of this enrolment's chain."""
        links = self._links()
        return [] if links and self._foreign(links[0]) else links

    def _foreign(self, link: str) -> bool:
        first = _peek(link)
        return first is not None and first.enrolment_id != self._signer.enrolment_id

    def _begin_anew(self) -> None:
        """Put the chain of an earlier enrolment aside."""
        links = self._links()
        first = _peek(links[0]) if links else None
        if first is None or not self._foreign(links[0]):
            return
        old = hashlib.sha256(first.enrolment_id.encode()).hexdigest()[:16]
        self._paths.receipts.replace(self._paths.root / f"receipts.{old}.log")
        if self._paths.receipt_head.exists():
            self._paths.receipt_head.replace(self._paths.root / f"receipts.{old}.head")

    def _links(self) -> list[str]:
        return _lines(self._paths.receipts)


_FOREIGN = "The receipts here are of another device or of an earlier enrolment."
_CUT = "Receipts that the platform has confirmed are missing or were changed."


def receipts_left(paths: ProfilePaths, enrolment_id: EnrolmentId) -> tuple[Receipt, ...]:
    """Return what the links of an enrolment say, oldest first, unverified: its key may be gone. Blocking."""
    found = [_peek(link) for link in _lines(paths.receipts)]
    return tuple(one for one in found if one is not None and one.enrolment_id == enrolment_id)


def _lines(path: Path) -> list[str]:
    """Return the whole lines; a last line that was never finished was never promised to anyone."""
    try:
        data = path.read_bytes() if path.exists() else b""
    except OSError as error:
        raise disk_fault(error, path) from error
    return data[: data.rfind(b"\n") + 1].decode("ascii", errors="replace").splitlines()


def link_hash(token: str) -> str:
    """Return what the next link holds of this one: SHA-256 of the JWS, hex."""
    return hashlib.sha256(token.encode("ascii", errors="replace")).hexdigest()


def _fits(head: ReceiptHead, links: list[str]) -> bool:
    if head.sequence == 0:
        return head.head == ""
    place = head.sequence - _first(links)
    return 0 <= place < len(links) and link_hash(links[place]) == head.head


def _first(links: list[str]) -> int:
    """Return the sequence of the first link here; 1 where it is not readable: then the chain is broken."""
    receipt = _peek(links[0]) if links else None
    return 1 if receipt is None else max(1, receipt.sequence)


@dataclass(frozen=True)
class _Cut:
    """Through which link the chain was cut, and that link's hash."""

    sequence: int
    digest: str


def _cut_at(links: list[str]) -> _Cut | None:
    """Return the newest cut that a link here speaks of, unverified: every link is verified in its turn."""
    for link in reversed(links):
        receipt = _peek(link)
        if receipt is not None and receipt.kind is ReceiptKind.CHAIN_PRUNED:
            return _Cut(dict(receipt.counts).get("through", 0), receipt.detail)
    return None


def _peek(link: str) -> Receipt | None:
    """Return what a link says, unverified; None when it is not a receipt at all."""
    try:
        return decode(Receipt, jws.extract_compact(link.encode("ascii", errors="replace")).payload)
    except (JoseError, ValueError, ValidationError):
        return None
