"""From the state of a run to the whole page."""

from datetime import datetime

from PySide6.QtCore import QObject

from app.domain.agent_state import AgentState, Presence
from app.domain.campaign import Campaign
from app.domain.outcome import CALLBACKS, DO_NOT_CALL, OutcomeClass
from app.errors import Explanation
from app.services.release_recording import Fate
from app.services.run_campaign import joinable
from app.services.run_state import CallNow, RunState
from ui import locale
from ui.campaigns.contact_words import ContactWords
from ui.campaigns.state import BadgeView, CallBarView, ChoiceView, EmptyView, NoticeView, StripView
from ui.theme import Tone
from ui.widgets import Part

_REACHED = (
    (frozenset({OutcomeClass.POSITIVE}), "ok_fill"),
    (CALLBACKS, "accent"),
    (frozenset({OutcomeClass.NEGATIVE}) | DO_NOT_CALL, "wave_cust"),
    (frozenset({OutcomeClass.NOT_REACHED, OutcomeClass.RETRY}), "wave_cust_dim"),
    (frozenset({OutcomeClass.INCOMPLETE}), "line_strong"),
)


class RunWords(QObject):
    """Builds strip, call bar, notice and the empty middle."""

    def __init__(self, contact_words: ContactWords, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._contact_words = contact_words

    def strip(self, state: RunState) -> StripView:
        """The strip at the top."""
        campaign, progress, day = state.campaign, state.progress, state.day
        choices = tuple(
            ChoiceView(c.id, c.name, "" if joinable(c) else self._why_not(c)) for c in state.choices
        )
        if campaign is None:
            return StripView(self.tr("Choose a campaign"), choices=choices)
        parts: tuple[Part, ...] = ()
        done: tuple[tuple[str, bool], ...] = ()
        if progress is not None:
            parts = self._parts(progress.by_class)
            rest = self.tr("of {0} contacts").format(locale.number(progress.total))
            done = ((locale.number(progress.done), True), (f" {rest}", False))
        total = progress.total if progress is not None else 0
        today: tuple[tuple[str, bool], ...] = ()
        if day is not None:
            today = (
                (self.tr("You today "), False),
                (locale.number(day.calls), True),
                (self.tr(" calls · "), False),
                (locale.number(day.conversations), True),
                (self.tr(" conversations · "), False),
                (locale.number(day.won), True),
                (self.tr(" won"), False),
            )
        return StripView(campaign.name, campaign.id, choices, parts, total, done, today)

    def bar(self, state: RunState, presence: Presence, now: datetime) -> CallBarView:
        """The call bar."""
        call, contact = state.call, state.contact
        reason = self._dial_reason(state, presence)
        phone = locale.phone(contact.phone) if contact is not None else ""
        redial = call is not None and call.ended
        label = self.tr("Redial") if redial else self.tr("Dial")
        if call is None:
            return CallBarView(locale.duration(0), phone, dial_label=label, dial_reason=reason)
        start = call.answered_at or call.started_at
        live = call.answered_at is not None and not call.ended
        seconds = ((call.ended_at or now) - start).total_seconds()
        under = phone
        if state.restored and call.result is None:
            under = self.tr("Cut off, nobody knows when")
        elif call.ended_at is not None:
            under = self.tr("Call ended {0}").format(locale.time(call.ended_at))
        badge, note = self._badge(call)
        words, tone = self._line(call)
        return CallBarView(
            timer=locale.duration(seconds if call.answered_at or not call.ended else 0),
            under=under,
            badge=badge,
            badge_note=note,
            dial_label=label,
            dial_reason=reason,
            live=live,
            can_hang_up=not call.ended,
            muted=call.muted,
            held=call.held,
            line=words,
            line_tone=tone,
        )

    def empty(self, state: RunState, presence: Presence) -> EmptyView | None:
        """What stands in the middle without a contact."""
        if state.contact is not None:
            return None
        if state.campaign is None and not state.synced:
            return self._no_campaign_yet(state)
        if state.campaign is None:
            return EmptyView(
                "megaphone",
                self.tr("No campaign to run"),
                self.tr("None of your campaigns is running and dialled by agents now. New ones appear here."),
            )
        if presence.state is AgentState.NOT_READY:
            return EmptyView(
                "pause",
                self.tr("You are not ready"),
                self.tr("Go ready to get the next contact of {0}.").format(state.campaign.name),
                action=self.tr("Go ready"),
                intent="ready",
                keys=("F9",),
            )
        if state.offline_since is not None:
            return EmptyView(
                "wifi-off",
                self.tr("No contact while offline"),
                self.tr("The platform hands out contacts. It cannot be reached since {0}.").format(
                    locale.time(state.offline_since)
                ),
                "warn",
            )
        if state.nobody_left:
            return EmptyView(
                "circle-check",
                self.tr("Nobody left to call"),
                self.tr("Every contact that may be called now is done or taken. Try again later."),
                "ok",
                self.tr("Look again"),
                "next",
            )
        return EmptyView(
            "headphones",
            self.tr("Waiting for a contact"),
            self.tr("The next contact appears here."),
            action=self.tr("Next contact"),
            intent="next",
        )

    def _no_campaign_yet(self, state: RunState) -> EmptyView:
        """Until the first synchronisation has ended, nothing can be said of what there is."""
        if state.offline_since is None:
            words = self.tr("The platform is sending them to this workstation.")
            return EmptyView("refresh-cw", self.tr("Loading campaigns"), words)
        words = self.tr("Campaigns come from the platform. It cannot be reached since {0}.")
        since = locale.time(state.offline_since)
        return EmptyView("wifi-off", self.tr("No campaigns yet"), words.format(since), "warn")

    def notice(self, state: RunState) -> NoticeView | None:
        """The line above the script."""
        call, contact, campaign = state.call, state.contact, state.campaign
        if contact is None or campaign is None:
            return None
        if state.restored:
            return NoticeView(
                Tone.WARN,
                "rotate-ccw",
                self.tr("Your notes are back"),
                self.tr("The console closed before this call was saved. Choose an outcome and save it."),
            )
        if call is not None and call.not_recorded is not None:
            why = call.not_recorded
            return NoticeView(Tone.DANGER, "circle-alert", self.tr("Not recording"), f"{why.what} {why.code}")
        if call is None and state.verdict is not None and state.verdict.blocks:
            words = [self._contact_words.block(b, campaign, contact) for b in state.verdict.blocks]
            return NoticeView(
                Tone.DANGER,
                "ban",
                self.tr("This contact may not be dialled"),
                " ".join(words),
                self.tr("Next contact"),
                "next",
            )
        return None

    def _parts(self, by_class: dict[OutcomeClass, int]) -> tuple[Part, ...]:
        labels = (
            self.tr("Won"),
            self.tr("Callback"),
            self.tr("Declined"),
            self.tr("Not reached"),
            self.tr("Cannot tell"),
        )
        found = []
        for label, (classes, color) in zip(labels, _REACHED, strict=True):
            count = sum(by_class.get(outcome, 0) for outcome in classes)
            if count or color != "line_strong":
                found.append(Part(label, count, color))
        return tuple(found)

    def _dial_reason(self, state: RunState, presence: Presence) -> str:
        if state.contact is None:
            return self.tr("There is no contact to dial")
        if presence.state not in (AgentState.PREVIEW, AgentState.WRAP_UP):
            going = state.call is not None and not state.call.ended
            return self.tr("A call is under way") if going else self.tr("Go ready first (F9)")
        if state.offline_since is not None:
            since = locale.time(state.offline_since)
            return self.tr("There is no connection since {0}").format(since)
        if state.verdict is None:
            return self.tr("Checking the rules")
        if not state.verdict.allowed and state.campaign is not None:
            return self._contact_words.block(state.verdict.blocks[0], state.campaign, state.contact)
        return ""

    def _badge(self, call: CallNow) -> tuple[BadgeView | None, str]:
        if call.not_recorded is not None:
            return BadgeView(self.tr("Not recording"), Tone.WARN, "triangle-alert"), call.not_recorded.code
        if not call.ended:
            if call.recorded_s <= 0:
                return None, ""
            return BadgeView(self.tr("● Recording"), Tone.DANGER), self.tr("stereo, encrypted")
        if call.fate is None:
            return (
                (BadgeView(self.tr("Saving recording"), Tone.NEUTRAL), "") if call.recorded_s else (None, "")
            )
        goes = self.tr("encrypted")
        if call.deleted_at is not None:
            goes = self.tr("deleted {0}").format(locale.date(call.deleted_at))
        return {
            Fate.KEPT: (BadgeView(self.tr("Recording saved"), Tone.NEUTRAL, "lock"), goes),
            Fate.HELD: (
                BadgeView(self.tr("Recording held"), Tone.NEUTRAL, "lock"),
                self.tr("until it is checked"),
            ),
            Fate.CHECKING: (
                BadgeView(self.tr("Recording held"), Tone.NEUTRAL, "lock"),
                self.tr("listening for card numbers"),
            ),
            Fate.DISCARDED: (
                BadgeView(self.tr("Recording destroyed"), Tone.NEUTRAL, "trash-2"),
                self.tr("as policy says"),
            ),
            Fate.EMPTY: (None, ""),
        }[call.fate]

    def _line(self, call: CallNow) -> tuple[str, str]:
        if call.ended:
            cut = call.result is None
            return (self.tr("Cut off") if cut else self._contact_words.result(call.result)), "text3"
        if call.answered_at is None:
            return self.tr("Dialling"), "text3"
        return (self.tr("On hold"), "warn") if call.held else (self.tr("Connected"), "ok")

    def _why_not(self, campaign: Campaign) -> str:
        if campaign.state.value == "running":
            return self.tr("dialled by the platform")
        return self.tr("not running")


def is_wrap_up_problem(problem: Explanation | None) -> bool:
    """Whether an error belongs beside the save button."""
    return problem is not None and problem.code.startswith("WRP-")
