"""The Privacy and device page over memory."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from app.changes import Changes
from app.domain.agent_state import NotReadyReason
from app.domain.command import ReceiptKind
from app.domain.ids import CampaignId
from app.domain.inventory import HeldAbout, Holding, InventoryRow, Purged, UpcomingDeletions
from app.domain.policy import LeaseTerms, Policy, UncheckedAudio
from app.domain.retention import CampaignRule, Schedule, default_rules
from app.security.keeper import TrustKeeper
from app.services.privacy import Privacy
from ui.bridge import Bridge
from ui.gallery import campaign_facts as facts
from ui.gallery.campaigns import AgentDesk
from ui.gallery.memory.campaigns import MemoryCampaigns
from ui.gallery.memory.clock import MemoryClock
from ui.gallery.memory.outbox import MemoryOutbox
from ui.gallery.memory.privacy import MemoryReceipts, MemoryRetention, MemoryTrust, signed_trust
from ui.gallery.memory.world import World
from ui.operations import Operations
from ui.privacy.model import PrivacyActions, PrivacyModel
from ui.privacy.page import NOTICE, RECEIPTS, STORED, PrivacyPage
from ui.privacy.person import Person
from ui.task_set import TaskSet

Factory = Callable[[], Coroutine[Any, Any, QWidget]]
NOW = datetime(2026, 4, 16, 12, 31, tzinfo=UTC)
NORTHGATE, MUTUALIS = CampaignId("northgate"), CampaignId("mutualis")


def policy() -> Policy:
    """Return the policy in force in the pictures."""
    own = (CampaignRule(NORTHGATE, "P60D"), CampaignRule(MUTUALIS, "P30D"))
    return Policy(
        revision=42,
        organisation="Brugmans Contact Center",
        signed_by="Brugmans Contact Center, DPO office",
        in_force_since=NOW - timedelta(days=2),
        schedule=Schedule("Europe/Brussels", default_rules(), own),
        lease=LeaseTerms("P5D", "P7D", "P30D"),
        scrub_within="PT24H",
        idle_lock="PT10M",
        unchecked_audio=UncheckedAudio.HOLD,
        transcription_threads=4,
        privacy_notice="Recordings and transcripts are deleted 90 days after the call.",
        authority="Gegevensbeschermingsautoriteit, Drukpersstraat 35, 1000 Brussels",
    )


def replaced() -> Policy:
    """Return the policy before it, in which Northgate had 90 days."""
    now = policy()
    schedule = Schedule(now.schedule.zone, now.schedule.rules, now.schedule.campaigns[1:])
    return replace(now, revision=41, in_force_since=NOW - timedelta(days=60), schedule=schedule)


def coming() -> Policy:
    """Return the policy that is announced."""
    now = policy()
    own = (CampaignRule(NORTHGATE, "P30D"), now.schedule.campaigns[1])
    schedule = Schedule(now.schedule.zone, now.schedule.rules, own)
    return replace(now, revision=43, in_force_since=NOW + timedelta(days=15), schedule=schedule)


def _rows() -> tuple[InventoryRow, ...]:
    tonight = datetime(2026, 4, 17, 0, 0, tzinfo=UTC)
    return (
        InventoryRow(Holding.RECORDINGS, 312, 4_100_000_000, "P90D", tonight, 9),
        InventoryRow(Holding.TRANSCRIPTS, 298, 31_000_000, "P90D", tonight, 9),
        InventoryRow(Holding.SEARCH_INDEX, 1, 15_000_000, "P90D", tonight, 9),
        InventoryRow(Holding.CONTACTS, 40, 100_000, "P90D", tonight + timedelta(days=3), 4),
        InventoryRow(Holding.CALLS, 412, 200_000, "P90D", tonight, 11),
        InventoryRow(Holding.MARKS, 126, 400_000, "P90D", tonight, 4),
        InventoryRow(Holding.LEGAL_HOLD, 2, 28_000_000, None, None, 0),
        InventoryRow(Holding.DO_NOT_CALL, 61, 6_000, None, None, 0),
        InventoryRow(Holding.RECEIPTS, 204, 600_000, "P3Y", tonight + timedelta(days=400), 1),
    )


def _upcoming() -> tuple[UpcomingDeletions, ...]:
    first = date(2026, 4, 17)
    return tuple(
        UpcomingDeletions(
            first + timedelta(days=n),
            ((None, (n * 5 + 4) % 7), (NORTHGATE, (n * 3 + 2) % 4), (MUTUALIS, (n * 2 + 3) % 5)),
        )
        for n in range(30)
    )


_PAST = (
    (44, ReceiptKind.ENROLLED, "enrolled by Brugmans Contact Center", ()),
    (9, ReceiptKind.ORDER_REFUSED, "expired", ()),
    (2, ReceiptKind.POLICY_APPLIED, "revision 42", ()),
    (0, ReceiptKind.PURGE, "retention", (("recordings", 11), ("transcripts", 11))),
)


PERSON = "0470 12 34 56"
_ABOUT = (
    HeldAbout(Holding.CONTACTS, 1, 0, NOW + timedelta(days=71), NOW + timedelta(days=71)),
    HeldAbout(Holding.CALLS, 3, 0, NOW + timedelta(days=12), NOW + timedelta(days=88)),
    HeldAbout(Holding.RECORDINGS, 2, 1, NOW + timedelta(days=12), NOW + timedelta(days=88)),
    HeldAbout(Holding.DO_NOT_CALL, 1, 0, None, None),
)


async def _nothing() -> Changes:
    return Changes()


async def _wipe() -> None:
    return None


class PrivacyDesk:
    """A workstation with all that the page asks about, and the page over it."""

    def __init__(
        self, *, contacted: bool = True, filled: bool = True, actions: PrivacyActions | None = None
    ) -> None:
        trust = signed_trust(
            policy(), "BRG-KTR-0142", "Tom Wouters", NOW - timedelta(hours=4), replaced(), coming()
        )
        if not contacted:
            trust = replace(trust, policy="", announced="", replaced="")
            trust = replace(trust, last_contact=None, high_water=None, claimed=None)
        rows = _rows() if filled else tuple(replace(row, items=0, size_bytes=0) for row in _rows())
        retention = MemoryRetention(rows, _upcoming() if filled else ())
        retention.known[PERSON] = _ABOUT
        retention.would = Purged(recordings=41, transcripts=41, calls_anonymised=44) if filled else Purged()
        clock = MemoryClock(NOW)
        world = World(clock)
        mutualis = replace(facts.OTHERS[0], id=MUTUALIS, name="Mutualis · Welcome")
        world.add_campaigns(facts.HELDERZON, *facts.OTHERS, mutualis)
        self.operations = Operations(Bridge(), TaskSet())
        self._past = _PAST if filled else ()
        self._chain = MemoryReceipts(trust.enrolment.enrolment_id, NOW)
        self._actions = actions or PrivacyActions(_nothing, _wipe)
        self._service = Privacy(
            MemoryCampaigns(world),
            MemoryOutbox(world),
            retention,
            self._chain,
            TrustKeeper(MemoryTrust(trust), clock),
        )

    def model(self) -> PrivacyModel:
        """Return the page's model; nothing is measured yet."""
        return PrivacyModel(self._service, self._actions, self.operations)

    async def page(self, tab: str = STORED) -> PrivacyPage:
        """Return the page, measured once."""
        for days, kind, detail, counts in self._past:
            self._chain.now = NOW - timedelta(days=days)
            await self._chain.append(kind, detail, counts)
        model = self.model()
        page = PrivacyPage(model)
        loaded = asyncio.Event()
        model.changed.connect(loaded.set)
        model.load()
        await loaded.wait()
        page.open_tab(tab)
        model.setParent(page)
        return page


async def build_person() -> QWidget:
    """Return the page with somebody asked about."""
    framed = await build()
    for person in framed.findChildren(Person):
        person.field.setText(PERSON)
        answered = asyncio.Event()
        model = framed.findChildren(PrivacyModel)[0]
        model.answered.connect(answered.set)
        person.field.returnPressed.emit()
        await answered.wait()
    return framed


async def build(*, contacted: bool = True, filled: bool = True, tab: str = STORED) -> QWidget:
    """Return the page in the frame of an agent who takes a break."""
    desk = AgentDesk()
    beside = await desk.page()
    desk.run.pause(NotReadyReason.BREAK)
    desk.clock.move(250)
    page = await PrivacyDesk(contacted=contacted, filled=filled).page(tab)
    return await desk.framed(beside, {"privacy": page})


STATES: tuple[tuple[str, Factory], ...] = (
    ("06-privacy-device", build),
    ("06-privacy-person", build_person),
    ("06-privacy-receipts", partial(build, tab=RECEIPTS)),
    ("06-privacy-policy", partial(build, tab=NOTICE)),
    ("06-privacy-empty", partial(build, filled=False)),
    ("06-privacy-before-contact", partial(build, contacted=False, filled=False)),
)
