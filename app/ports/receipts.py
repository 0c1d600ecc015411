"""The device's receipt chain: outside the wipe, free of personal data."""

from dataclasses import dataclass
from typing import Protocol

from app.domain.command import Receipt, ReceiptKind
from app.domain.ids import CommandId


@dataclass(frozen=True)
class ChainState:
    """Whether the chain holds: links, head (SHA-256 hex of the last), and what is wrong if anything is.

    `links` counts every link ever written, also the `pruned` ones whose time was over.
    """

    links: int
    head: str
    intact: bool
    countersigned: int
    fault: str = ""
    pruned: int = 0


class Receipts(Protocol):
    """Appends signed links and checks them."""

    async def append(
        self,
        kind: ReceiptKind,
        detail: str,
        counts: tuple[tuple[str, int], ...] = (),
        command_id: CommandId | None = None,
    ) -> Receipt:
        """Sign and fsync the next link."""
        ...

    async def all(self) -> tuple[Receipt, ...]:
        """Return the links, oldest first."""
        ...

    async def unsent(self) -> tuple[str, ...]:
        """Return the signed links that the platform has not countersigned, oldest first."""
        ...

    async def countersigned(self, head: str) -> None:
        """Keep the platform's countersignature (JWS of ReceiptHead) after checking that it fits."""
        ...

    async def prune(self, count: int) -> int:
        """Forget the oldest `count` receipts, as far as the platform has confirmed them; return how many."""
        ...

    async def state(self) -> ChainState:
        """Verify every link and the countersigned head."""
        ...
