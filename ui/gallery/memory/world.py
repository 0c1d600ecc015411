"""What the stores in memory share, and the stores over it."""

from dataclasses import dataclass, field

from app.analysis.findings import Analysis
from app.domain.actions import Action, OutboxItem
from app.domain.call import Call, WrapUp
from app.domain.campaign import Campaign
from app.domain.contact import Contact, DoNotCall
from app.domain.ids import ActionKey, CallId, CampaignId, ContactId, MarkId, RecordingId
from app.domain.policy import Policy
from app.domain.recording import Mark, Recording, Transcript
from app.domain.redaction import ALL_KINDS, redact
from app.domain.transcription_queue import Partial, QueueItem, QueueSettings
from app.ports.clock import Clock
from ui.gallery.memory.shelf import Shelf


@dataclass
class World:
    """All things by id. `actions` are the outbox entries in order, `before` the call before each of them,
    `marks_before` the mark; `made_here` are recordings that did not come from the platform.
    """

    clock: Clock
    campaigns: dict[CampaignId, Campaign] = field(default_factory=dict)
    contacts: dict[ContactId, Contact] = field(default_factory=dict)
    calls: dict[CallId, Call] = field(default_factory=dict)
    drafts: dict[CallId, WrapUp] = field(default_factory=dict)
    do_not_call: list[DoNotCall] = field(default_factory=list)
    items: dict[ActionKey, OutboxItem] = field(default_factory=dict)
    actions: dict[ActionKey, Action] = field(default_factory=dict)
    before: dict[ActionKey, Call | None] = field(default_factory=dict)
    policy: Policy | None = None
    recordings: dict[RecordingId, Recording] = field(default_factory=dict)
    transcripts: dict[RecordingId, Transcript] = field(default_factory=dict)
    analyses: dict[RecordingId, Analysis] = field(default_factory=dict)
    marks: dict[MarkId, Mark] = field(default_factory=dict)
    marks_before: dict[ActionKey, Mark | None] = field(default_factory=dict)
    made_here: set[RecordingId] = field(default_factory=set)
    shelf: Shelf = field(default_factory=Shelf)
    queue: dict[RecordingId, QueueItem] = field(default_factory=dict)
    partials: dict[RecordingId, Partial] = field(default_factory=dict)
    queue_settings: QueueSettings = field(default_factory=QueueSettings)

    def add_campaigns(self, *campaigns: Campaign) -> None:
        """Put campaigns in."""
        self.campaigns |= {campaign.id: campaign for campaign in campaigns}

    def add_contacts(self, *contacts: Contact) -> None:
        """Put contacts in."""
        self.contacts |= {contact.id: contact for contact in contacts}

    def add_calls(self, *calls: Call) -> None:
        """Put calls in."""
        self.calls |= {call.id: call for call in calls}

    def add_recordings(self, *recordings: Recording) -> None:
        """Put recordings in."""
        self.recordings |= {recording.id: recording for recording in recordings}

    def add_transcripts(self, *transcripts: Transcript) -> None:
        """Put transcripts in, without what the policy has removed."""
        kinds = ALL_KINDS if self.policy is None else self.policy.redact
        clean = (redact(transcript, kinds).transcript for transcript in transcripts)
        for transcript in clean:
            self.transcripts[transcript.recording_id] = transcript
            self.analyses.pop(transcript.recording_id, None)

    def add_marks(self, *marks: Mark) -> None:
        """Put marks in."""
        self.marks |= {mark.id: mark for mark in marks}
