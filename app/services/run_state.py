"""What the Campaigns page is about at this moment, in one frozen value."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Protocol

from app.changes import Changes
from app.domain.call import Call, WrapUp
from app.domain.campaign import AgentDay, Campaign, CampaignProgress
from app.domain.contact import Contact
from app.domain.dial_rules import DialVerdict
from app.domain.ids import CallId, CampaignId
from app.domain.outcome import SystemResult
from app.domain.script_run import ScriptRun
from app.errors import Explanation
from app.ports.stores import CallStore, CampaignStore, ContactStore, Outbox, Replica
from app.ports.voice import Levels
from app.protocol.messages import NextContact, VoiceOffer
from app.services.listeners import Listeners
from app.services.release_recording import Fate


class AgentPlatform(Protocol):
    """What a run asks of the platform; `app.ports.platform.Platform` does it."""

    async def next_contact(self, campaign_id: CampaignId) -> NextContact | None:
        """Reserve the next contact of a campaign for this agent; None when there is none left."""
        ...

    async def answer(self, call_id: CallId, offer: VoiceOffer) -> str:
        """Return the SDP answer to an offer for this call."""
        ...


class RunStores(Protocol):
    """The stores a run needs; `app.ports.stores.Stores` has them."""

    @property
    def campaigns(self) -> CampaignStore:
        """Campaigns."""
        ...

    @property
    def contacts(self) -> ContactStore:
        """Contacts and do-not-call."""
        ...

    @property
    def calls(self) -> CallStore:
        """Calls and drafts."""
        ...

    @property
    def outbox(self) -> Outbox:
        """Actions on their way."""
        ...

    @property
    def replica(self) -> Replica:
        """Policy and last contact."""
        ...


@dataclass(frozen=True)
class CallNow:
    """The call at hand. `recorded_s` seconds are safe on disk; `fate` says what became of the audio,
    `deleted_at` when the policy deletes it if it was kept.
    """

    id: CallId
    started_at: datetime
    answered_at: datetime | None = None
    ended_at: datetime | None = None
    result: SystemResult | None = None
    muted: bool = False
    held: bool = False
    recorded_s: float = 0.0
    not_recorded: Explanation | None = None
    fate: Fate | None = None
    deleted_at: datetime | None = None

    @property
    def ended(self) -> bool:
        """Whether the line is down."""
        return self.ended_at is not None


@dataclass(frozen=True)
class RunState:
    """Everything on the page. `saved_at`: when the draft was last durable. `choices`: what can be run.

    `dials`: calls placed to this contact since it was handed out, which its own count does not have yet.
    `offline_since`: None while the platform is in reach. `synced`: all it has for this person is here.
    `restored`: the wrap-up was left behind by a console that ended before it was saved.
    """

    choices: tuple[Campaign, ...] = ()
    campaign: Campaign | None = None
    progress: CampaignProgress | None = None
    day: AgentDay | None = None
    contact: Contact | None = None
    verdict: DialVerdict | None = None
    do_not_call_checked_at: datetime | None = None
    history: tuple[Call, ...] = ()
    call: CallNow | None = None
    draft: WrapUp | None = None
    saved_at: datetime | None = None
    script: ScriptRun | None = None
    nobody_left: bool = False
    restored: bool = False
    offline_since: datetime | None = None
    synced: bool = False
    dials: int = 0


@dataclass
class RunBoard:
    """The state all parts of a run share; every change is told at once.

    `changes` carries what a call changed in the stores while it goes on: it is too long to wait for its end.
    """

    state: RunState = field(default_factory=RunState)
    heard: Listeners[RunState] = field(default_factory=Listeners)
    levels: Listeners[Levels] = field(default_factory=Listeners)
    changes: Listeners[Changes] = field(default_factory=Listeners)

    def put(self, **changes: Any) -> None:
        """Change fields of the state."""
        self.state = replace(self.state, **changes)
        self.heard.tell(self.state)

    def put_call(self, call_id: CallId, **changes: Any) -> None:
        """Change the call at hand; what comes late for an earlier call is dropped."""
        call = self.state.call
        if call is not None and call.id == call_id:
            self.put(call=replace(call, **changes))
