"""From the draft of a wrap-up to words."""

from datetime import datetime, timedelta

from PySide6.QtCore import QObject

from app.domain.callback_times import DAYS_AHEAD, suggestions, within_hours
from app.domain.campaign import Campaign
from app.domain.contact import Contact
from app.domain.outcome import CALLBACKS, DO_NOT_CALL, OutcomeClass
from app.errors import Explanation
from app.services.run_state import RunState
from ui import locale
from ui.campaigns.state import CallbackView, WrapUpView
from ui.widgets import OutcomeItem


class WrapUpWords(QObject):
    """Builds the right column."""

    def view(
        self,
        state: RunState,
        now: datetime,
        *,
        typed_time: str,
        saving: bool,
        error: Explanation | None,
        pausing: bool,
    ) -> WrapUpView:
        """Return the column; ``typed_time`` is what stands in the time field while it is no time."""
        campaign = state.campaign
        if campaign is None or state.contact is None:
            return WrapUpView()
        draft, call = state.draft, state.call
        ended = call is not None and call.ended
        return WrapUpView(
            outcomes=self._outcomes(campaign),
            outcome=(draft.outcome or "") if draft is not None else "",
            callback=self._callback(state, now, typed_time),
            note=draft.note if draft is not None else "",
            call=draft.call_id if draft is not None else "",
            saved=self._saved(state),
            writable=draft is not None,
            can_save=ended and not saving,
            saving=saving,
            reason=self._reason(state),
            error="" if error is None else f"{error.what} {error.next_step}",
            save_label=self.tr("Save and pause") if pausing else self.tr("Save and next contact"),
        )

    def _outcomes(self, campaign: Campaign) -> tuple[OutcomeItem, ...]:
        items: list[OutcomeItem] = []
        lined = False
        for option in campaign.outcomes:
            first_missed = option.outcome_class is OutcomeClass.NOT_REACHED and not lined
            lined = lined or first_missed
            icon = "ban" if option.outcome_class in DO_NOT_CALL else ""
            separated = first_missed and bool(items)
            items.append(OutcomeItem(option.key, option.name, str(option.digit), icon, separated=separated))
        return tuple(items)

    def _callback(self, state: RunState, now: datetime, typed: str) -> CallbackView | None:
        campaign, contact, draft = state.campaign, state.contact, state.draft
        if campaign is None or contact is None or draft is None or draft.outcome is None:
            return None
        option = campaign.outcome(draft.outcome)
        if option is None or option.outcome_class not in CALLBACKS:
            return None
        chips = tuple(
            (at.isoformat(), self._soon(at, now, contact)) for at in suggestions(campaign, contact, now)
        )
        agreed = draft.callback
        personal = option.outcome_class is OutcomeClass.CALLBACK_PERSONAL
        if agreed is None:
            dates = self._dates(now, contact, None)
            return CallbackView(chips, "", dates, "", typed, personal, None)
        local = locale.in_zone(agreed.at, contact.zone)
        return CallbackView(
            chips,
            agreed.at.isoformat(),
            self._dates(now, contact, agreed.at),
            local.date().isoformat(),
            typed or local.strftime("%H:%M"),
            agreed.personal,
            within_hours(campaign, contact, agreed.at) if not typed else None,
        )

    def _dates(self, now: datetime, contact: Contact, agreed: datetime | None) -> tuple[tuple[str, str], ...]:
        moments = {(now + timedelta(days=ahead)) for ahead in range(DAYS_AHEAD + 1)}
        if agreed is not None:
            moments.add(agreed)
        by_day = {locale.in_zone(m, contact.zone).date().isoformat(): m for m in sorted(moments)}
        return tuple((key, locale.day(moment, contact.zone)) for key, moment in by_day.items())

    def _soon(self, at: datetime, now: datetime, contact: Contact) -> str:
        days = (locale.in_zone(at, contact.zone).date() - locale.in_zone(now, contact.zone).date()).days
        clock = locale.time(at, contact.zone)
        if days == 0:
            return self.tr("Today {0}").format(clock)
        if days == 1:
            return self.tr("Tomorrow {0}").format(clock)
        return f"{locale.weekday(at, contact.zone)} {clock}"

    def _saved(self, state: RunState) -> str:
        if state.draft is None:
            return self.tr("opens with the call")
        if state.saved_at is None:
            return self.tr("restored") if state.restored else ""
        return self.tr("saved on this device {0}").format(locale.time(state.saved_at))

    def _reason(self, state: RunState) -> str:
        if state.call is None:
            return self.tr("Available after a call")
        if not state.call.ended:
            return self.tr("Available when the call ends")
        return ""
