"""Campaigns: how they dial, what is said, how a call may end."""

from dataclasses import dataclass, field
from enum import StrEnum

from app.domain.ids import CampaignId
from app.domain.outcome import OutcomeClass
from app.domain.wire import Wire


class CampaignState(StrEnum):
    """Life of a campaign."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    RUNNING = "running"
    PAUSED = "paused"
    COMPLETED = "completed"
    ARCHIVED = "archived"


class DiallingMode(StrEnum):
    """Who decides when the next number is dialled."""

    MANUAL = "manual"
    PREVIEW = "preview"
    PROGRESSIVE = "progressive"
    POWER = "power"
    PREDICTIVE = "predictive"
    AI = "ai"


@dataclass(frozen=True)
class OutcomeOption(Wire):
    """One way a call of this campaign may end. `digit` (1-9) is its key at wrap-up."""

    key: str
    name: str
    outcome_class: OutcomeClass
    digit: int


@dataclass(frozen=True)
class ScriptAnswer(Wire):
    """A prepared answer; choosing it leads to the step `leads_to` (its id) or to the next one."""

    letter: str
    label: str
    leads_to: str | None = None


@dataclass(frozen=True)
class ScriptField(Wire):
    """A question whose answer is typed. `options` non-empty makes it a choice."""

    key: str
    label: str
    required: bool = False
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class ScriptStep(Wire):
    """One step of a script. `says` is what the agent speaks; `{name}` and `{agent}` are filled in."""

    id: str
    title: str
    says: str
    answers: tuple[ScriptAnswer, ...] = ()
    fields: tuple[ScriptField, ...] = ()


@dataclass(frozen=True)
class Objection(Wire):
    """What a contact may object and what to say to it."""

    label: str
    reply: str


@dataclass(frozen=True)
class Script(Wire):
    """The script of a campaign in one language (ISO 639-1, lower case)."""

    language: str
    steps: tuple[ScriptStep, ...]
    objections: tuple[Objection, ...] = ()


@dataclass(frozen=True)
class CallingHours(Wire):
    """When a contact may be called, in the contact's own zone. Weekdays: Monday is 0. Times: HH:MM."""

    weekdays: tuple[int, ...]
    opens: str
    closes: str


@dataclass(frozen=True)
class Campaign(Wire):
    """A campaign. `recording_keep` (ISO 8601 duration) overrides the policy's for its recordings."""

    id: CampaignId
    name: str
    client: str
    state: CampaignState
    mode: DiallingMode
    language: str
    scripts: tuple[Script, ...]
    outcomes: tuple[OutcomeOption, ...]
    hours: CallingHours
    max_attempts: int
    contacts_total: int
    revision: int
    recording_keep: str | None = None

    def script(self, language: str) -> Script:
        """Return the script in `language`, else in the campaign's own language, else the first."""
        by_language = {script.language: script for script in self.scripts}
        return by_language.get(language) or by_language.get(self.language) or self.scripts[0]

    def outcome(self, key: str) -> OutcomeOption | None:
        """Return the outcome option with this key, or None if the campaign has no such outcome."""
        return next((option for option in self.outcomes if option.key == key), None)


@dataclass(frozen=True)
class CampaignProgress:
    """How far a campaign is: contacts reached, by class of the latest outcome."""

    total: int
    done: int
    by_class: dict[OutcomeClass, int] = field(default_factory=dict)


@dataclass(frozen=True)
class AgentDay:
    """What one agent has done since local midnight."""

    calls: int
    conversations: int
    won: int
