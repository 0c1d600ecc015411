"""A policy, the one before it and the one to come, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QCoreApplication

from app.domain.ids import CampaignId
from app.domain.inventory import Purged
from app.domain.policy import Policy
from app.domain.policy_changes import KeepChange, keep_changes
from app.domain.retention import DataClass
from app.services.retain import counts_of
from ui import locale
from ui.privacy.durations import spoken_duration
from ui.privacy.receipt_words import counted


@dataclass(frozen=True)
class ComingPolicy:
    """An announced policy: its heading, what it changes, and what it would delete if it were in force now."""

    headline: str
    changes: tuple[str, ...]
    deletes: str


def _tr(text: str) -> str:
    return QCoreApplication.translate("Privacy", text)


_CLASSES: dict[DataClass, str] = {
    DataClass.CALL_RECORDING: "Call recordings",
    DataClass.CALL_TRANSCRIPT: "Transcripts",
    DataClass.CALL_RECORD: "Calls",
    DataClass.ACCOUNT_PROFILE: "Account profiles",
    DataClass.BILLING: "Invoices",
    DataClass.SUPPORT_TICKET: "Support tickets",
    DataClass.SECURITY_LOG: "Security log",
    DataClass.REVIEW: "Notes and reviews",
    DataClass.CONTACT: "Contacts",
    DataClass.DO_NOT_CALL: "Do-not-call numbers",
    DataClass.RIGHTS_REGISTER: "Rights requests",
    DataClass.DELETION_RECEIPT: "Receipts",
    DataClass.CONSENT: "Consent",
}


def changes_in_words(
    before: Policy | None, after: Policy, names: Mapping[CampaignId, str]
) -> tuple[str, ...]:
    """Return one line a duration that differs, "Northgate Fleet recordings from 90 days to 60 days"."""
    if before is None:
        return ()
    general = {policy: _general(policy) for policy in (before, after)}
    return tuple(
        _tr("{0} from {1} to {2}").format(
            _subject(change, names),
            _spoken(change.before, change, general[before]),
            _spoken(change.after, change, general[after]),
        )
        for change in keep_changes(before.schedule, after.schedule)
    )


def coming_policy(
    coming: Policy | None,
    now_in_force: Policy | None,
    deletes: Purged,
    names: Mapping[CampaignId, str],
    zone: str,
) -> ComingPolicy | None:
    """Return the announced policy in words, None where none is."""
    if coming is None:
        return None
    changes = changes_in_words(now_in_force, coming, names)
    return ComingPolicy(
        headline=_tr("Revision {0}, in force from {1}").format(
            locale.number(coming.revision), _day(coming.in_force_since, zone)
        ),
        changes=changes or (_tr("Nothing changes in how long data is kept."),),
        deletes=would_delete(deletes, _tr("Would delete now: {0}"), _tr("Would delete nothing now")),
    )


def would_delete(deletes: Purged, words: str, nothing: str) -> str:
    """Return "Will delete now: 41 recordings, 41 transcripts, 44 calls anonymised"."""
    counts = counted(counts_of(deletes))
    return words.format(counts) if counts else nothing


def _subject(change: KeepChange, names: Mapping[CampaignId, str]) -> str:
    if change.data_class is not None:
        return _tr(_CLASSES[change.data_class])
    campaign = change.campaign_id or CampaignId("")
    return _tr("{0} recordings").format(names.get(campaign, campaign))


def _spoken(keep: str | None, change: KeepChange, general: str) -> str:
    if keep is not None:
        return spoken_duration(keep)
    return general if change.campaign_id is not None else _tr("until lifted")


def _general(policy: Policy) -> str:
    keep = policy.schedule.rule(DataClass.CALL_RECORDING).keep
    return spoken_duration(keep) if keep else _tr("until lifted")


def _day(moment: datetime, zone: str) -> str:
    return locale.day_and_time(moment, zone)
