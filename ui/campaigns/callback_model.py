"""The part of the presenter that agrees on a time to call back, on the contact's own wall clock."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from app.domain.call import Callback
from app.domain.outcome import OutcomeClass
from app.services.run_campaign import RunCampaign
from ui.campaigns.presenter import Presenter

USUAL = time(14, 0)


class CallbackModel:
    """`typed` is what stands in the time field while it is no time (yet), "" otherwise."""

    def __init__(self, presenter: Presenter, run: RunCampaign) -> None:
        self._presenter = presenter
        self._run = run
        self.typed = ""

    def at(self, moment: datetime) -> None:
        """Agree on a moment (aware)."""
        self._agree(moment, None)

    def on_day(self, day: str) -> None:
        """Move to another day (ISO date), at the time agreed or typed before, else at 14:00."""
        agreed = self._agreed()
        clock = clock_of(self.typed) or (agreed.time() if agreed is not None else USUAL)
        self._on_wall(date.fromisoformat(day), clock)

    def at_time(self, text: str) -> None:
        """Move to another time of the day. What is no time (yet) stays as typed, and so does the day."""
        agreed, clock = self._agreed(), clock_of(text)
        if clock is None or agreed is None:
            self.typed = text
            self._presenter.render()
        else:
            self._on_wall(agreed.date(), clock)

    def personal(self, personal: bool) -> None:
        """Only this agent, or anyone."""
        draft = self._run.state.draft
        if draft is not None and draft.callback is not None:
            self._agree(draft.callback.at, personal)

    def _agreed(self) -> datetime | None:
        """The moment agreed so far, on the contact's clock."""
        draft, contact = self._run.state.draft, self._run.state.contact
        if draft is None or draft.callback is None or contact is None:
            return None
        return draft.callback.at.astimezone(ZoneInfo(contact.zone))

    def _on_wall(self, day: date, clock: time) -> None:
        contact = self._run.state.contact
        if contact is not None:
            self._agree(datetime.combine(day, clock, ZoneInfo(contact.zone)).astimezone(UTC), None)

    def _agree(self, at: datetime, personal: bool | None) -> None:
        state = self._run.state
        if state.contact is None or state.draft is None or state.campaign is None:
            return
        self.typed = ""
        if personal is None:
            option = state.campaign.outcome(state.draft.outcome or "")
            before = state.draft.callback
            by_class = option is not None and option.outcome_class is OutcomeClass.CALLBACK_PERSONAL
            personal = before.personal if before is not None else by_class
        self._presenter.dismiss_problem()
        self._presenter.ask(self._run.desk.callback(Callback(at, state.contact.zone, personal)))


def clock_of(text: str) -> time | None:
    """Return the time of day as typed ("14:00", "9.30", "1400"), None if it is none."""
    digits = text.strip().replace(".", ":")
    if ":" not in digits and len(digits) in (3, 4):
        digits = f"{digits[:-2]}:{digits[-2:]}"
    try:
        return datetime.strptime(digits, "%H:%M").time()
    except ValueError:
        return None
