"""Retention, receipts and trust in memory: what the Privacy and device page stands on in the gallery."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from joserfc.jwk import OKPKey

from app.domain.command import Receipt, ReceiptKind
from app.domain.ids import CommandId, EnrolmentId, OrganisationId
from app.domain.inventory import DueReceipt, HeldAbout, InventoryRow, Purged, UpcomingDeletions
from app.domain.policy import Policy
from app.domain.retention import DataClass
from app.ports.profile import Enrolment, TrustState
from app.ports.receipts import ChainState
from app.protocol.signed import KEY_SET, POLICY, sign
from app.protocol.trust import KeySet, KeyUse, PlatformKey


class MemoryRetention:
    """Says what it was given; a purge empties `expired` once."""

    def __init__(
        self,
        rows: Sequence[InventoryRow],
        upcoming: Sequence[UpcomingDeletions],
        expired: Purged | None = None,
    ) -> None:
        self._rows = tuple(rows)
        self._upcoming = tuple(upcoming)
        self._expired = expired or Purged()
        self._owed = Purged()
        self.would, self.in_force = Purged(), 42
        self.known: dict[str, tuple[HeldAbout, ...]] = {}
        self._due: DueReceipt | None = None

    async def inventory(self) -> tuple[InventoryRow, ...]:
        """Return the rows."""
        return self._rows

    async def upcoming(self, days: int) -> tuple[UpcomingDeletions, ...]:
        """Return the first `days` days."""
        return self._upcoming[:days]

    async def about(self, text: str) -> tuple[HeldAbout, ...]:
        """Return what was given for this text."""
        return self.known.get(text, ())

    async def preview(self, policy: Policy) -> Purged:
        """Return what the next purge takes; of a policy that is to come, what was given."""
        return self.would if policy.revision > self.in_force else self._expired

    async def purge(self) -> Purged:
        """Return what has expired, once."""
        self._owed, self._expired = self._expired, Purged()
        return self._owed

    async def scrub(self) -> None:
        """Memory keeps nothing of what is gone: its receipt is due."""
        self._due = DueReceipt(self._owed)

    async def due(self) -> DueReceipt | None:
        """Return what waits for its receipt."""
        return self._due

    async def promise(self, sequence: int) -> None:
        """Keep the promised link."""
        if self._due is not None:
            self._due = replace(self._due, sequence=sequence)

    async def settled(self) -> None:
        """Forget what was due."""
        self._due = None

    async def over(self, data_class: DataClass, moments: Sequence[datetime]) -> int:
        """Return 0: nothing here grows old."""
        return 0


@dataclass(frozen=True)
class _Link:
    receipt: Receipt
    digest: str


class MemoryReceipts:
    """A chain hashed as the real one is, without signatures and without a file."""

    def __init__(self, enrolment_id: EnrolmentId, now: datetime) -> None:
        self._enrolment_id = enrolment_id
        self.now = now
        self._links: list[_Link] = []
        self._countersigned = 0

    async def append(
        self,
        kind: ReceiptKind,
        detail: str,
        counts: tuple[tuple[str, int], ...] = (),
        command_id: CommandId | None = None,
    ) -> Receipt:
        """Add the next link, at `now`."""
        previous = self._links[-1].digest if self._links else ""
        receipt = Receipt(
            len(self._links) + 1, previous, kind, self._enrolment_id, self.now, detail, counts, command_id
        )
        self._links.append(_Link(receipt, hashlib.sha256(repr(receipt).encode()).hexdigest()))
        return receipt

    async def all(self) -> tuple[Receipt, ...]:
        """Return the links, oldest first."""
        return tuple(link.receipt for link in self._links)

    async def unsent(self) -> tuple[str, ...]:
        """Return digests of links that were not countersigned."""
        return tuple(link.digest for link in self._links[self._countersigned :])

    async def countersigned(self, head: str) -> None:
        """Take the platform's word for all links so far."""
        self._countersigned = len(self._links)

    async def prune(self, count: int) -> int:
        """Return 0: every link stays."""
        return 0

    async def state(self) -> ChainState:
        """Return the state of an unbroken chain."""
        head = self._links[-1].digest if self._links else ""
        return ChainState(len(self._links), head, True, self._countersigned)


class MemoryTrust:
    """A trust state signed by keys made for the occasion."""

    def __init__(self, state: TrustState) -> None:
        self._state = state

    def load(self) -> TrustState | None:
        """Return the state."""
        return self._state

    def save(self, state: TrustState) -> None:
        """Keep another state."""
        self._state = state


def signed_trust(
    policy: Policy,
    device_name: str,
    enrolled_by: str,
    now: datetime,
    replaced: Policy | None = None,
    coming: Policy | None = None,
) -> TrustState:
    """Return a trust state whose key set and policy verify, last in contact at `now`."""
    root, signer, seal = (OKPKey.generate_key("Ed25519") for _ in range(3))
    keys = tuple(
        PlatformKey(use, key.thumbprint(), _public(key))
        for use, key in ((KeyUse.POLICY, signer), (KeyUse.SEAL, seal))
    )
    enrolment = Enrolment(
        enrolment_id=EnrolmentId("enrolment"),
        organisation_id=OrganisationId("organisation"),
        organisation=policy.organisation,
        device_name=device_name,
        enrolled_by=enrolled_by,
        enrolled_at=now - timedelta(days=44),
        root_public=_public(root),
        platform_url="https://callnex.example",
    )
    state = TrustState(
        enrolment,
        sign(KEY_SET, KeySet(1, keys), root),
        sign(POLICY, policy, signer),
        announced=sign(POLICY, coming, signer) if coming else "",
        replaced=sign(POLICY, replaced, signer) if replaced else "",
    )
    return replace(state, last_contact=now, high_water=now, claimed=now)


def _public(key: OKPKey) -> str:
    return str(key.as_dict(private=False)["x"])
