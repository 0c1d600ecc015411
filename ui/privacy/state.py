"""From an overview to what the page shows. Pure but for the words and the locale."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from app.domain.ids import CampaignId
from app.domain.inventory import Holding, InventoryRow, UpcomingDeletions
from app.domain.lease import Lease, Rung
from app.domain.policy import Policy
from app.domain.retention import DataClass
from app.services.privacy import PrivacyOverview
from ui import locale
from ui.privacy.durations import spoken_duration, spoken_time_left
from ui.privacy.policy_words import ComingPolicy, changes_in_words, coming_policy, would_delete
from ui.privacy.receipt_words import HistoryLine, history_line
from ui.widgets import ChartBar, ChartSeries, LeaseView

SERIES_COLORS = ("accent", "wave_agent_dim", "wave_cust_dim", "")
GENERAL_COLOR = "wave_cust_dim"
CAMPAIGN_COLORS = ("accent", "wave_agent_dim", "")
LABEL_EVERY_DAYS = 5


@dataclass(frozen=True)
class HoldingLine:
    """One row of "What is stored here". `tone` of the rule: "" neutral, "warn" on hold."""

    icon: str
    title: str
    rule: str
    items: str
    size: str
    next_deletion: str
    deletes: str
    held: bool = False


@dataclass(frozen=True)
class PolicyLines:
    """The policy as read out: labels and values, its verified signature, what it deletes now."""

    verified: bool
    lines: tuple[tuple[str, str], ...]
    key: str
    overrides: tuple[tuple[str, str, str], ...]
    due: str = ""


@dataclass(frozen=True)
class Ladder:
    """The wipe ladder: headline, bar, and the sentence about the last contact."""

    headline: str
    bar: LeaseView
    last_contact: str
    urgent: bool


@dataclass(frozen=True)
class PrivacyView:
    """Everything the page shows."""

    device: str
    total: str
    holdings: tuple[HoldingLine, ...]
    series: tuple[ChartSeries, ...]
    legend: tuple[tuple[str, str], ...]
    bars: tuple[ChartBar, ...]
    ladder: Ladder | None
    policy: PolicyLines | None
    coming: ComingPolicy | None
    history: tuple[HistoryLine, ...]
    chain: str
    chain_intact: bool
    recordings: int
    transcripts: int
    unsent: int
    notice: str
    authority: str
    zone: str


def _tr(text: str) -> str:
    return QCoreApplication.translate("Privacy", text)


def view_of(overview: PrivacyOverview) -> PrivacyView:
    """Return what the page shows of an overview; times in the zone of the policy."""
    zone = overview.policy.schedule.zone if overview.policy else "UTC"
    names = dict(overview.campaigns)
    own = len(overview.policy.schedule.campaigns) if overview.policy else 0
    series = _series(overview.upcoming, names)
    counted = {row.holding: row.items for row in overview.rows}
    return PrivacyView(
        device=overview.enrolment.device_name,
        total=_total(overview.rows),
        holdings=(
            *(_holding(row, overview.now, zone, own) for row in overview.rows if _shown(row)),
            _receipts(overview),
        ),
        series=tuple(made for _, made in series),
        legend=tuple((made.color, made.label) for _, made in series),
        bars=_bars(overview.upcoming, series),
        ladder=_ladder(overview.lease, overview.now, zone),
        policy=_policy(overview, names, zone),
        coming=coming_policy(overview.coming, overview.policy, overview.coming_deletes, names, zone),
        history=tuple(history_line(receipt, zone) for receipt in overview.receipts),
        chain=_chain(overview),
        chain_intact=overview.chain.intact,
        recordings=counted.get(Holding.RECORDINGS, 0),
        transcripts=counted.get(Holding.TRANSCRIPTS, 0),
        unsent=overview.unsent,
        notice=overview.policy.privacy_notice if overview.policy else "",
        authority=overview.policy.authority if overview.policy else "",
        zone=zone,
    )


TITLES: dict[Holding, tuple[str, str]] = {
    Holding.RECORDINGS: ("audio-lines", "Call recordings"),
    Holding.TRANSCRIPTS: ("captions", "Transcripts"),
    Holding.SEARCH_INDEX: ("search", "Search index"),
    Holding.CONTACTS: ("users", "Contacts"),
    Holding.CALLS: ("phone", "Calls and outcomes"),
    Holding.NOTES: ("pen-line", "Notes and callbacks"),
    Holding.MARKS: ("message-square", "Comments and marks"),
    Holding.DO_NOT_CALL: ("ban", "Do-not-call numbers"),
    Holding.LEGAL_HOLD: ("scale", "Legal hold"),
    Holding.RECEIPTS: ("file-lock", "Receipts"),
}


def title_of(holding: Holding) -> str:
    """Return what a holding is called."""
    return _tr(TITLES[holding][1])


def _shown(row: InventoryRow) -> bool:
    """Receipts are the device's, not the profile's; a hold is worth a row only while there is one."""
    return row.holding is not Holding.RECEIPTS and (row.items > 0 or row.holding is not Holding.LEGAL_HOLD)


def _holding(row: InventoryRow, now: datetime, zone: str, own: int) -> HoldingLine:
    icon, title = TITLES[row.holding][0], title_of(row.holding)
    held = row.holding is Holding.LEGAL_HOLD
    return HoldingLine(
        icon=icon,
        title=title,
        rule=_rule(row, own),
        items=locale.number(row.items),
        size=locale.size(row.size_bytes),
        next_deletion=_next(row, now, zone),
        deletes=locale.number(row.next_deletes) if row.next_deletes else _tr("none"),
        held=held,
    )


def _receipts(overview: PrivacyOverview) -> HoldingLine:
    icon, title = TITLES[Holding.RECEIPTS]
    keep = (
        overview.policy.schedule.rule(DataClass.DELETION_RECEIPT).keep
        if overview.policy is not None
        else None
    )
    return HoldingLine(
        icon=icon,
        title=_tr(title),
        rule=_tr("{0}, no call content").format(spoken_duration(keep)) if keep else _tr("No call content"),
        items=locale.number(overview.chain.links - overview.chain.pruned),
        size="–",
        next_deletion="–",
        deletes=_tr("none"),
    )


def _rule(row: InventoryRow, own: int) -> str:
    if row.holding is Holding.RECORDINGS and row.keep and own:
        words = _tr("{0}, {1} campaigns differ") if own > 1 else _tr("{0}, {1} campaign differs")
        return words.format(spoken_duration(row.keep), locale.number(own))
    if row.holding is Holding.LEGAL_HOLD:
        return _tr("Kept until released")
    if row.holding in (Holding.TRANSCRIPTS, Holding.SEARCH_INDEX, Holding.MARKS):
        return _tr("With the recording")
    if row.holding is Holding.NOTES:
        return _tr("With the call")
    return spoken_duration(row.keep) if row.keep else _tr("Until lifted")


def _next(row: InventoryRow, now: datetime, zone: str) -> str:
    if row.next_deletion is None:
        return "–"
    return _tr("Now") if row.next_deletion <= now else locale.day_and_time(row.next_deletion, zone)


def _total(rows: Sequence[InventoryRow]) -> str:
    held = sum(row.size_bytes for row in rows if row.holding is not Holding.LEGAL_HOLD)
    return _tr("{0}, all encrypted").format(locale.size(held))


_Share = tuple[frozenset[CampaignId | None], ChartSeries]


def _series(upcoming: Sequence[UpcomingDeletions], names: dict[CampaignId, str]) -> list[_Share]:
    """The general rule, then campaigns with a rule of their own; those beyond the colours share the last."""
    seen = {campaign for day in upcoming for campaign, _ in day.by_campaign}
    own = sorted((c for c in seen if c is not None), key=lambda c: names.get(c, c))
    named = len(CAMPAIGN_COLORS) if len(own) <= len(CAMPAIGN_COLORS) else len(CAMPAIGN_COLORS) - 1
    series: list[_Share] = [(frozenset({None}), ChartSeries(_tr("General rule"), GENERAL_COLOR))]
    series += [
        (frozenset({campaign}), ChartSeries(names.get(campaign, campaign), color))
        for campaign, color in zip(own[:named], CAMPAIGN_COLORS, strict=False)
    ]
    if len(own) > named:
        others = ChartSeries(_tr("Other campaigns"), CAMPAIGN_COLORS[-1])
        series.append((frozenset(own[named:]), others))
    return series


def _bars(upcoming: Sequence[UpcomingDeletions], shares: Sequence[_Share]) -> tuple[ChartBar, ...]:
    locale = QLocale()
    bars = []
    for index, day in enumerate(upcoming):
        date = QDate(day.day.year, day.day.month, day.day.day)
        label = locale.toString(date, "d MMM") if index % LABEL_EVERY_DAYS == 0 else ""
        values = tuple(
            float(sum(count for campaign, count in day.by_campaign if campaign in campaigns))
            for campaigns, _ in shares
        )
        bars.append(ChartBar(values, label, locale.toString(date, "ddd d MMM")))
    return tuple(bars)


def _ladder(lease: Lease | None, now: datetime, zone: str) -> Ladder | None:
    if lease is None:
        return None
    whole = (lease.wipes_at - lease.last_contact).total_seconds()

    def share(at: datetime) -> float:
        return min(1.0, max(0.0, (at - lease.last_contact).total_seconds() / whole))

    headline = _tr("Locks in {0}, wipes in {1}").format(
        spoken_time_left(lease.locks_at - now), spoken_time_left(lease.wipes_at - now)
    )
    dates = tuple(locale.day_and_time(at, zone) for at in (now, lease.locks_at, lease.wipes_at))
    return Ladder(
        headline=headline,
        bar=LeaseView(
            share(now),
            share(lease.locks_at),
            labels=(_tr("Now"), _tr("Locks"), _tr("Wipes")),
            lines=(dates[0], dates[1], dates[2]),
        ),
        last_contact=_tr("Last check-in {0}. The next one starts both again.").format(
            locale.day_and_time(lease.last_contact, zone)
        ),
        urgent=lease.rung(now) is not Rung.IN_CONTACT,
    )


def _policy(overview: PrivacyOverview, names: dict[CampaignId, str], zone: str) -> PolicyLines | None:
    policy = overview.policy
    if policy is None:
        return None
    return PolicyLines(
        verified=True,
        lines=(
            (
                _tr("Revision"),
                _tr("{0}, in force since {1}").format(
                    locale.number(policy.revision), locale.day_and_time(policy.in_force_since, zone)
                ),
            ),
            (_tr("Signed by"), policy.signed_by),
            *((_tr("Changed"), change) for change in changes_in_words(overview.replaced, policy, names)),
        ),
        key=_groups(overview.root_fingerprint),
        overrides=_overrides(policy, overview, names),
        due=would_delete(overview.due, _tr("Will delete now: {0}"), ""),
    )


def _overrides(
    policy: Policy, overview: PrivacyOverview, names: dict[CampaignId, str]
) -> tuple[tuple[str, str, str], ...]:
    due = {
        rule.campaign_id: sum(dict(day.by_campaign).get(rule.campaign_id, 0) for day in overview.upcoming)
        for rule in policy.schedule.campaigns
    }
    return tuple(
        (
            names.get(rule.campaign_id, rule.campaign_id),
            spoken_duration(rule.keep),
            _tr("{0} due in 30 days").format(locale.number(due[rule.campaign_id])),
        )
        for rule in policy.schedule.campaigns
    )


def _groups(fingerprint: str) -> str:
    text = fingerprint[:16].upper()
    return " ".join(text[i : i + 4] for i in range(0, len(text), 4))


def _chain(overview: PrivacyOverview) -> str:
    if overview.chain.intact:
        return _tr("chain intact")
    return _tr("chain broken: {0}").format(overview.chain.fault)
