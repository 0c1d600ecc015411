"""What the Campaigns page shows: ready-made words and numbers, nothing to work out while painting."""

from dataclasses import dataclass

from app.errors import Explanation
from ui.theme import Tone
from ui.widgets import OutcomeItem, Part


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """A campaign in the picker; ``note`` says why it cannot be chosen."""

    key: str
    label: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class StripView:
    """Campaign, how far it is, what the agent did today. ``done`` and ``day`` are (text, bold) runs."""

    title: str = ""
    current: str = ""
    choices: tuple[ChoiceView, ...] = ()
    parts: tuple[Part, ...] = ()
    total: int = 0
    done: tuple[tuple[str, bool], ...] = ()
    day: tuple[tuple[str, bool], ...] = ()


@dataclass(frozen=True, slots=True)
class RowView:
    """A row with an icon: what, who, when."""

    icon: str
    tone: str
    title: str
    right: str = ""
    second: str = ""


@dataclass(frozen=True, slots=True)
class BadgeView:
    """A badge."""

    text: str
    tone: Tone = Tone.NEUTRAL
    icon: str = ""


@dataclass(frozen=True, slots=True)
class ContactView:
    """The contact column. ``attempts`` is (used, allowed, whether one is going on, words)."""

    name: str
    about: str
    phone: str
    phone_e164: str
    language: str
    badges: tuple[BadgeView, ...]
    checks: tuple[RowView, ...]
    attempts: tuple[int, int, bool, str]
    facts: tuple[tuple[str, str], ...]
    score: int | None
    reasons: tuple[tuple[str, str], ...]
    history: tuple[RowView, ...]
    history_note: str


@dataclass(frozen=True, slots=True)
class DoneStep:
    """A step behind."""

    number: int
    title: str
    answer: str
    at: str


@dataclass(frozen=True, slots=True)
class AnswerView:
    """A prepared answer and where it leads."""

    letter: str
    label: str
    target: str


@dataclass(frozen=True, slots=True)
class FieldView:
    """A question whose answer is typed; ``options`` make it a choice."""

    key: str
    label: str
    note: str
    options: tuple[str, ...]
    missing: bool


@dataclass(frozen=True, slots=True)
class AheadStep:
    """A step to come. Only the nearest has words and branches."""

    number: int
    title: str
    note: str = ""
    says: str = ""
    branches: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ScriptView:
    """The script column. ``values`` are the fields' texts; the rest is what is built from."""

    progress: str
    languages: tuple[tuple[str, str], ...]
    language: str
    done: tuple[DoneStep, ...]
    number: int
    title: str
    says: str
    answers: tuple[AnswerView, ...]
    chosen: str
    fields: tuple[FieldView, ...]
    ahead: tuple[AheadStep, ...]
    objections: tuple[tuple[str, str], ...]
    live: bool
    last: bool
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class CallbackView:
    """When to call back. ``chips`` and ``dates`` are (key, label); keys are ISO moments and dates."""

    chips: tuple[tuple[str, str], ...]
    chosen: str
    dates: tuple[tuple[str, str], ...]
    date: str
    time: str
    personal: bool
    within: bool | None


@dataclass(frozen=True, slots=True)
class WrapUpView:
    """The right column. ``reason`` says why saving is not possible, ``error`` what was wrong with it."""

    outcomes: tuple[OutcomeItem, ...] = ()
    outcome: str = ""
    callback: CallbackView | None = None
    note: str = ""
    call: str = ""
    saved: str = ""
    writable: bool = False
    can_save: bool = False
    saving: bool = False
    reason: str = ""
    error: str = ""
    save_label: str = ""


@dataclass(frozen=True, slots=True)
class CallBarView:
    """The call bar. Reasons are why a button is off, "" where it is on."""

    timer: str = ""
    under: str = ""
    badge: BadgeView | None = None
    badge_note: str = ""
    dial_label: str = ""
    dial_reason: str = ""
    live: bool = False
    can_hang_up: bool = False
    muted: bool = False
    held: bool = False
    line: str = ""
    line_tone: str = "text3"


@dataclass(frozen=True, slots=True)
class EmptyView:
    """What stands in the middle when there is no contact."""

    icon: str
    title: str
    text: str
    tone: str = "text2"
    action: str = ""
    intent: str = ""
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NoticeView:
    """A line above the script: blocked, restored, not recorded."""

    tone: Tone
    icon: str
    title: str
    text: str
    action: str = ""
    intent: str = ""


@dataclass(frozen=True, slots=True)
class RunView:
    """The whole page."""

    strip: StripView = StripView()
    contact: ContactView | None = None
    script: ScriptView | None = None
    wrap_up: WrapUpView = WrapUpView()
    bar: CallBarView = CallBarView()
    empty: EmptyView | None = None
    notice: NoticeView | None = None
    problem: Explanation | None = None
    loading: bool = False
