"""From what is known about a contact to words."""

from datetime import datetime

from PySide6.QtCore import QObject

from app.domain.call import Call
from app.domain.campaign import Campaign
from app.domain.contact import Contact
from app.domain.dial_rules import Block
from app.domain.outcome import CALLBACKS, SystemResult
from app.services.run_state import RunState
from ui import locale
from ui.campaigns.state import BadgeView, ContactView, RowView
from ui.theme import Tone


class ContactWords(QObject):
    """Builds the contact column."""

    def view(self, state: RunState, now: datetime) -> ContactView | None:
        """Return the column, None without a contact."""
        contact, campaign = state.contact, state.campaign
        if contact is None or campaign is None:
            return None
        where = ", ".join(filter(None, (contact.company, contact.place)))
        return ContactView(
            name=contact.name,
            about=" · ".join(filter(None, (contact.role, where))),
            phone=locale.phone(contact.phone),
            phone_e164=contact.phone,
            language=contact.language.upper(),
            badges=self._badges(state, contact, now),
            checks=self._checks(state, contact, now),
            attempts=self._attempts(state, contact, campaign),
            facts=contact.facts,
            score=contact.score,
            reasons=tuple((_signed(p.points, i), p.reason) for i, p in enumerate(contact.score_parts)),
            history=tuple(self._past(call, campaign) for call in state.history),
            history_note=self.tr("{0} before").format(len(state.history))
            if state.history
            else self.tr("none"),
        )

    def block(self, block: Block, campaign: Campaign, contact: Contact) -> str:
        """Return one sentence on why a contact may not be dialled."""
        hours = f"{campaign.hours.opens}–{campaign.hours.closes}"
        return {
            Block.CAMPAIGN_NOT_RUNNING: self.tr("The campaign is not running."),
            Block.OUTSIDE_HOURS: self.tr("Calls in {0} are allowed {1} there.").format(contact.place, hours),
            Block.DO_NOT_CALL: self.tr("The number is on a do-not-call list."),
            Block.DO_NOT_CALL_STALE: self.tr("The do-not-call list here is more than 24 hours old."),
            Block.NO_CONSENT: self.tr("There is no consent to be called on record."),
            Block.ATTEMPTS_USED: self.tr("All {0} attempts are used.").format(campaign.max_attempts),
        }[block]

    def result(self, result: SystemResult | None) -> str:
        """Return how the line behaved, in words."""
        names = {
            SystemResult.ANSWERED: self.tr("Answered"),
            SystemResult.BUSY: self.tr("Busy"),
            SystemResult.NO_ANSWER: self.tr("No answer"),
            SystemResult.REJECTED: self.tr("Rejected"),
            SystemResult.UNAVAILABLE: self.tr("Not available"),
            SystemResult.INVALID_NUMBER: self.tr("Invalid number"),
            SystemResult.CONGESTION: self.tr("Line congested"),
            SystemResult.VOICEMAIL: self.tr("Voicemail"),
        }
        return names[result] if result is not None else self.tr("Not settled")

    def _badges(self, state: RunState, contact: Contact, now: datetime) -> tuple[BadgeView, ...]:
        place = contact.place or contact.zone
        clock = BadgeView(self.tr("{0} in {1}").format(locale.time(now, contact.zone), place), Tone.NEUTRAL)
        verdict = state.verdict
        if verdict is None:
            return (clock,)
        if not verdict.allowed:
            return BadgeView(self.tr("Do not dial"), Tone.DANGER, "ban"), clock
        if verdict.window_closes_at is None:
            return (clock,)
        until = locale.time(verdict.window_closes_at, contact.zone)
        return BadgeView(self.tr("Can call until {0}").format(until), Tone.OK, "clock"), clock

    def _checks(self, state: RunState, contact: Contact, now: datetime) -> tuple[RowView, ...]:
        rows = []
        if contact.consent_at is None:
            rows.append(RowView("ban", "danger", self.tr("No consent to be called")))
        else:
            when = locale.date(contact.consent_at, contact.zone)
            rows.append(RowView("check", "ok", self.tr("Consent to be called"), when))
        blocks = state.verdict.blocks if state.verdict is not None else ()
        when = self._checked(state.do_not_call_checked_at, now)
        if Block.DO_NOT_CALL in blocks:
            rows.append(RowView("ban", "danger", self.tr("On a do-not-call list"), when))
        elif Block.DO_NOT_CALL_STALE in blocks:
            rows.append(RowView("triangle-alert", "warn", self.tr("Do-not-call list is old"), when))
        elif state.verdict is not None:
            rows.append(RowView("check", "ok", self.tr("Not on do-not-call lists"), when))
        if contact.ai_analysis_opt_out:
            rows.append(
                RowView("triangle-alert", "warn", self.tr("No AI voice analysis"), self.tr("opted out"))
            )
        return tuple(rows)

    def _checked(self, at: datetime | None, now: datetime) -> str:
        if at is None:
            return self.tr("never checked")
        today = locale.in_zone(at).date() == locale.in_zone(now).date()
        return self.tr("checked {0}").format(locale.time(at) if today else locale.day(at))

    def _attempts(self, state: RunState, contact: Contact, campaign: Campaign) -> tuple[int, int, bool, str]:
        allowed = campaign.max_attempts
        used = min(contact.attempts + state.dials, allowed)
        words = self.tr("{0} of {1} allowed").format(used, allowed)
        return used, allowed, state.call is not None, words

    def _past(self, call: Call, campaign: Campaign) -> RowView:
        option = campaign.outcome(call.outcome) if call.outcome else None
        title = option.name if option is not None else self.result(call.system_result)
        if call.talk_seconds > 0:
            title = f"{title}, {locale.talk_time(call.talk_seconds)}"
        answered = call.answered_at is not None
        agreed = call.outcome_class in CALLBACKS
        icon = "phone-call" if agreed else "phone-outgoing" if answered else "phone-missed"
        tone = "accent_text" if agreed else "text2"
        return RowView(icon, tone, title, locale.day(call.started_at), call.agent_name)


def _signed(points: int, index: int) -> str:
    """The first part is the base, the others add or take away."""
    text = str(abs(points))
    return text if index == 0 and points >= 0 else f"+{text}" if points >= 0 else f"−{text}"
