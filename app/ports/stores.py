"""The local store, as the application sees it. Everything is async: no caller waits on a disk."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, Protocol

from app.analysis.findings import Analysis
from app.changes import Changes
from app.domain.actions import Action, OutboxItem
from app.domain.call import Call, WrapUp
from app.domain.campaign import AgentDay, Campaign, CampaignProgress
from app.domain.contact import Contact
from app.domain.ids import (
    ActionKey,
    CallId,
    CampaignId,
    ContactId,
    Phone,
    RecordingId,
    UserId,
)
from app.domain.inventory import DueReceipt, HeldAbout, InventoryRow, Purged, UpcomingDeletions
from app.domain.people import User
from app.domain.policy import Policy
from app.domain.recording import (
    Mark,
    Recording,
    RecordingFilter,
    RecordingItem,
    RecordingPage,
    Transcript,
)
from app.domain.retention import DataClass
from app.domain.transcription_queue import Partial, QueuedRecording, QueueItem, QueueSettings
from app.protocol.messages import ActionResult, ChangePage, SealedAction


class CampaignStore(Protocol):
    """Campaigns and how far they are."""

    async def all(self) -> tuple[Campaign, ...]:
        """Return every campaign, running ones first, then by name."""
        ...

    async def get(self, campaign_id: CampaignId) -> Campaign | None:
        """Return one campaign."""
        ...

    async def progress(self, campaign_id: CampaignId) -> CampaignProgress:
        """Return how many contacts are done, by class of their latest outcome."""
        ...

    async def day_of(self, agent_id: UserId, since: datetime) -> AgentDay:
        """Return what an agent has done since `since`."""
        ...


class ContactStore(Protocol):
    """Contacts and the do-not-call list."""

    async def get(self, contact_id: ContactId) -> Contact | None:
        """Return one contact."""
        ...

    async def put(self, contact: Contact) -> Changes:
        """Keep a contact handed out by the platform."""
        ...

    async def find(self, text: str, limit: int) -> tuple[Contact, ...]:
        """Return contacts of the number that `text` spells, or with all its words in name or company."""
        ...

    async def on_do_not_call(self, phone: Phone, campaign_id: CampaignId) -> bool:
        """Return whether the number is on the campaign's or the organisation's list."""
        ...


class CallStore(Protocol):
    """Calls, optimistic ones included, and wrap-ups in progress."""

    async def get(self, call_id: CallId) -> Call | None:
        """Return one call."""
        ...

    async def history(self, contact_id: ContactId, limit: int) -> tuple[Call, ...]:
        """Return a contact's calls, newest first."""
        ...

    async def draft(self, call_id: CallId) -> WrapUp | None:
        """Return what has been typed so far about a call."""
        ...

    async def open_draft(self) -> WrapUp | None:
        """Return the newest wrap-up that was never saved, after a crash for example."""
        ...

    async def keep_draft(self, draft: WrapUp) -> None:
        """Keep what has been typed; durable when it returns."""
        ...


class RecordingStore(Protocol):
    """Recordings, transcripts, marks. Expired things never appear, purged or not."""

    async def page(self, wanted: RecordingFilter, after: str | None, limit: int) -> RecordingPage:
        """Return a page, newest first; with `wanted.text`, those whose transcript has every word."""
        ...

    async def get(self, recording_id: RecordingId) -> RecordingItem | None:
        """Return one recording."""
        ...

    async def add(self, recording: Recording) -> Changes:
        """Keep a recording made on this workstation."""
        ...

    async def transcript(self, recording_id: RecordingId) -> Transcript | None:
        """Return the transcript, if there is one."""
        ...

    async def put_transcript(self, transcript: Transcript) -> Changes:
        """Keep and index a transcript without what the policy has removed, replacing an earlier one."""
        ...

    async def analysis(self, recording_id: RecordingId) -> Analysis | None:
        """Return what was derived from the transcript, if it was."""
        ...

    async def put_analysis(self, analysis: Analysis) -> Changes:
        """Keep what was derived from a transcript, unless that has gone or been replaced meanwhile."""
        ...

    async def marks(self, recording_id: RecordingId) -> tuple[Mark, ...]:
        """Return the marks by time."""
        ...


class Outbox(Protocol):
    """User actions on their way to the platform."""

    async def enqueue(self, action: Action, user: User, done_at: datetime) -> tuple[ActionKey, Changes]:
        """Seal and fsync the action, then commit it with its optimistic effect; durable on return."""
        ...

    async def items(self) -> tuple[OutboxItem, ...]:
        """Return what waits and what was refused, oldest first."""
        ...

    async def waiting(self, limit: int) -> tuple[SealedAction, ...]:
        """Return the sealed entries to send next, oldest first."""
        ...

    async def settle(self, results: Sequence[ActionResult]) -> Changes:
        """Record the platform's word; a refused action's optimistic effect is taken back."""
        ...

    async def dismiss(self, key: ActionKey) -> Changes:
        """Forget a refused action that the user has seen."""
        ...


class Replica(Protocol):
    """The local copy of the platform's data."""

    async def cursor(self) -> str:
        """Return the cursor of the last page applied, "" before the first."""
        ...

    async def apply(self, page: ChangePage) -> Changes:
        """Apply one page and its cursor in one transaction; waiting actions stay on top."""
        ...

    async def begin_again(self) -> None:
        """Forget the cursor: everything comes once more, and what then has not come is taken away."""
        ...

    async def last_contact(self) -> datetime | None:
        """Return the server time of the newest page applied."""
        ...

    async def policy(self) -> Policy | None:
        """Return the policy in force."""
        ...

    async def put_policy(self, policy: Policy) -> Changes:
        """Apply a verified policy; an older revision than the one in force is refused (ValueError)."""
        ...


class MediaWriter(Protocol):
    """An audio file being written; nothing of it can be seen until `commit`."""

    async def write(self, chunk: bytes) -> None:
        """Append encoded bytes."""
        ...

    async def commit(self) -> None:
        """Make the file durable and visible."""
        ...

    async def discard(self) -> None:
        """Destroy what was written."""
        ...


class MediaStore(Protocol):
    """Encrypted audio, one keyed file a recording."""

    async def writer(self, recording_id: RecordingId) -> MediaWriter:
        """Begin a file under a new key."""
        ...

    async def quarantine(self, recording_id: RecordingId) -> MediaWriter:
        """Begin the raw audio of a live call under a quarantine key; each `write` is durable on return.

        The stream is interleaved little-endian int16 stereo. Nothing plays, indexes or uploads it. It
        survives a crash: `quarantined` lists it at the next start.
        """
        ...

    async def quarantined(self) -> tuple[RecordingId, ...]:
        """Return live recordings that were never released, oldest first."""
        ...

    async def open_quarantined(self, recording_id: RecordingId) -> BinaryIO:
        """Return the raw stream, to check it and write the final file."""
        ...

    async def end_quarantine(self, recording_id: RecordingId) -> None:
        """Destroy the quarantine key and file."""
        ...

    async def open(self, recording_id: RecordingId) -> BinaryIO:
        """Return a seekable stream of the FLAC bytes (decrypted as read, usable from any one thread).

        Raises UserFacing when the audio is not here.
        """
        ...

    async def has(self, recording_id: RecordingId) -> bool:
        """Return whether the audio is here and complete."""
        ...

    async def remove(self, recording_id: RecordingId) -> None:
        """Destroy the key, then the file."""
        ...

    async def peaks(self, recording_id: RecordingId) -> bytes | None:
        """Return the stored peaks pyramid, if made."""
        ...

    async def put_peaks(self, recording_id: RecordingId, peaks: bytes) -> None:
        """Keep the peaks pyramid beside the audio, under the same key."""
        ...

    async def waiting_upload(self) -> tuple[RecordingId, ...]:
        """Return recordings made here whose audio the platform has not accepted yet, oldest first."""
        ...

    async def uploaded(self, recording_id: RecordingId) -> None:
        """Record that the platform has the audio."""
        ...


class Retention(Protocol):
    """Retention executed on the store."""

    async def inventory(self) -> tuple[InventoryRow, ...]:
        """Return what is held, measured now."""
        ...

    async def upcoming(self, days: int) -> tuple[UpcomingDeletions, ...]:
        """Return the recordings that go on each of the next days, today first."""
        ...

    async def about(self, text: str) -> tuple[HeldAbout, ...]:
        """Return what is held about whom `text` means: every spelling of one number, or words of a name."""
        ...

    async def preview(self, policy: Policy) -> Purged:
        """Return what a purge under `policy` would delete now; changes nothing."""
        ...

    async def purge(self) -> Purged:
        """Delete what has expired: rows, index, keys, files. Receipts are due only after `scrub`.

        Return everything deleted since the last scrub, by order of the platform too: what was deleted
        before a crash, or while a scrub could not run, is owed its scrub and its receipt still.
        """
        ...

    async def scrub(self) -> None:
        """Leave nothing of what was deleted in free pages, WAL or index; its receipt is `due` then."""
        ...

    async def due(self) -> DueReceipt | None:
        """Return what was scrubbed and waits for its receipt, None when nothing does."""
        ...

    async def promise(self, sequence: int) -> None:
        """Record, before it is written, which link of the chain the due receipt becomes."""
        ...

    async def settled(self) -> None:
        """Forget what was due: its receipt is written."""
        ...

    async def over(self, data_class: DataClass, moments: Sequence[datetime]) -> int:
        """Return how many of these moments, oldest first, are over their class's time for certain."""
        ...


class TranscriptionQueueStore(Protocol):
    """Recordings that wait for their text, and what is recognised of them so far."""

    async def items(self) -> tuple[QueuedRecording, ...]:
        """Return the items whose recording may be seen, by place."""
        ...

    async def put(self, items: Sequence[QueueItem]) -> None:
        """Keep items, each replacing its earlier version; one without a recording is passed over."""
        ...

    async def remove(self, recording_id: RecordingId) -> None:
        """Take one out of the queue, with what was recognised of it."""
        ...

    async def partial(self, recording_id: RecordingId) -> Partial | None:
        """Return what is recognised already, None where nothing is or where it may not be seen."""
        ...

    async def gain(self, item: QueueItem, gained: Partial, after: Sequence[float] = ()) -> None:
        """Keep the item with the newest turns added to those before; durable on return.

        `after`: the `done_s` of what was kept before; () begins anew and drops what was there. Where what was
        kept before is gone or is other than that, the newest turns are not kept: the text would have a hole.
        """
        ...

    async def forget(self, recording_id: RecordingId) -> None:
        """Drop what was recognised so far; the place in the queue stays."""
        ...

    async def settings(self) -> QueueSettings:
        """Return what a person has set."""
        ...

    async def put_settings(self, settings: QueueSettings) -> None:
        """Keep what a person has set."""
        ...


@dataclass(frozen=True)
class Stores:
    """Every store of one open profile."""

    campaigns: CampaignStore
    contacts: ContactStore
    calls: CallStore
    recordings: RecordingStore
    outbox: Outbox
    replica: Replica
    media: MediaStore
    retention: Retention
    queue: TranscriptionQueueStore
