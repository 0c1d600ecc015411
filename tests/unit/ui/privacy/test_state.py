"""From an overview to words: the ladder, the inventory, the chart, the receipts."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from app.domain.command import Receipt, ReceiptKind
from app.domain.ids import CampaignId, EnrolmentId
from app.domain.inventory import Holding, InventoryRow, UpcomingDeletions
from app.domain.lease import Lease
from app.domain.policy import LeaseTerms
from app.ports.receipts import ChainState
from app.protocol.signed import Reason
from app.services.privacy import PrivacyOverview
from ui.gallery.memory.privacy import signed_trust
from ui.gallery.privacy import MUTUALIS, NORTHGATE, NOW, policy
from ui.privacy.state import PrivacyView, view_of

CONTACT = datetime(2026, 4, 1, tzinfo=UTC)
TERMS = LeaseTerms("P5D", "P7D", "P30D")
NAMES = ((NORTHGATE, "Northgate Fleet"), (MUTUALIS, "Mutualis"))
OVERVIEW = PrivacyOverview(
    now=NOW,
    enrolment=signed_trust(policy(), "BRG-KTR-0142", "Tom Wouters", NOW).enrolment,
    root_fingerprint="7f3a91c40b6ed2a8" + "0" * 16,
    rows=(),
    upcoming=(),
    campaigns=NAMES,
    policy=policy(),
    lease=Lease.of(TERMS, CONTACT),
    chain=ChainState(4, "head", True, 4),
    receipts=(),
    unsent=3,
)


def seen(**changes: object) -> PrivacyView:
    return view_of(replace(OVERVIEW, **changes))  # type: ignore[arg-type]


def after(left: timedelta) -> PrivacyView:
    return seen(now=CONTACT + left)


@pytest.mark.parametrize(
    ("since", "headline", "urgent"),
    [
        (timedelta(0), "Locks in 7 d, wipes in 30 d", False),
        (timedelta(days=4, hours=23, minutes=59), "Locks in 2 d, wipes in 25 d", False),
        (timedelta(days=5), "Locks in 2 d, wipes in 25 d", True),
        (timedelta(days=6, hours=23, minutes=30), "Locks in 30 min, wipes in 23 d", True),
        (timedelta(days=8), "Locks in 0 min, wipes in 22 d", True),
        (timedelta(days=40), "Locks in 0 min, wipes in 0 min", True),
    ],
)
def test_the_ladder_counts_down_and_warns(since: timedelta, headline: str, urgent: bool) -> None:
    ladder = after(since).ladder
    assert ladder is not None
    assert (ladder.headline, ladder.urgent) == (headline, urgent)


def test_the_ladders_bar_runs_from_the_last_contact_to_the_wipe() -> None:
    ladder = after(timedelta(days=15)).ladder
    assert ladder is not None
    assert ladder.bar.now == pytest.approx(0.5)
    assert ladder.bar.locks == pytest.approx(7 / 30)
    assert ladder.bar.labels == ("Now", "Locks", "Wipes")
    late = after(timedelta(days=99)).ladder
    assert late is not None
    assert late.bar.now == 1.0
    assert late.last_contact == "Last check-in Wed 1 Apr 02:00. The next one starts both again."


def test_before_the_first_contact_there_is_neither_ladder_nor_policy() -> None:
    view = seen(policy=None, lease=None)
    assert view.ladder is None
    assert view.policy is None
    assert view.notice == view.authority == ""
    assert view.holdings[-1].rule == "No call content"


def row(holding: Holding, **facts: object) -> InventoryRow:
    full = InventoryRow(holding, 312, 4_100_000_000, "P90D", NOW + timedelta(hours=12), 9)
    return replace(full, **facts)  # type: ignore[arg-type]


def test_the_inventory_says_what_how_much_how_long_and_when_next() -> None:
    line = seen(rows=(row(Holding.RECORDINGS),)).holdings[0]
    assert (line.title, line.rule, line.items, line.size) == (
        "Call recordings",
        "90 days, 2 campaigns differ",
        "312",
        "4.1 GB",
    )
    assert (line.next_deletion, line.deletes) == ("Fri 17 Apr 02:31", "9")


@pytest.mark.parametrize(
    ("holding", "keep", "rule"),
    [
        (Holding.TRANSCRIPTS, "P90D", "With the recording"),
        (Holding.SEARCH_INDEX, "P90D", "With the recording"),
        (Holding.MARKS, "P90D", "With the recording"),
        (Holding.NOTES, "P90D", "With the call"),
        (Holding.DO_NOT_CALL, None, "Until lifted"),
        (Holding.LEGAL_HOLD, None, "Kept until released"),
    ],
)
def test_rules_in_words(holding: Holding, keep: str | None, rule: str) -> None:
    assert seen(rows=(row(holding, keep=keep),)).holdings[0].rule == rule


def test_what_is_overdue_goes_now_and_what_is_not_due_has_no_date() -> None:
    overdue = seen(rows=(row(Holding.CALLS, next_deletion=NOW),)).holdings[0]
    assert overdue.next_deletion == "Now"
    never = seen(rows=(row(Holding.CALLS, next_deletion=None, next_deletes=0),)).holdings[0]
    assert (never.next_deletion, never.deletes) == ("–", "none")


def test_a_legal_hold_shows_only_while_there_is_one_and_is_not_counted_twice() -> None:
    hold = row(Holding.LEGAL_HOLD, items=2, size_bytes=28_000_000)
    view = seen(rows=(row(Holding.RECORDINGS), hold))
    assert [line.held for line in view.holdings] == [False, True, False]
    assert view.total == "4.1 GB, all encrypted"
    assert len(seen(rows=(row(Holding.RECORDINGS), replace(hold, items=0))).holdings) == 2


def test_receipts_are_those_of_the_device() -> None:
    line = seen(rows=(row(Holding.RECEIPTS, items=9),)).holdings[-1]
    assert (line.title, line.items, line.rule) == ("Receipts", "4", "3 years, no call content")


def test_the_chart_has_a_bar_a_day_and_a_colour_a_rule() -> None:
    days = tuple(
        UpcomingDeletions(date(2026, 4, 17) + timedelta(days=n), ((None, n), (NORTHGATE, 2)))
        for n in range(30)
    )
    view = seen(upcoming=days)
    assert [series.label for series in view.series] == ["General rule", "Northgate Fleet"]
    assert len(view.bars) == 30
    assert view.bars[3].values == (3.0, 2.0)
    assert [bar.label for bar in view.bars[:6]] == ["17 Apr", "", "", "", "", "22 Apr"]


def test_every_deletion_is_in_the_chart_however_many_rules_there_are() -> None:
    counts = tuple((CampaignId(f"c{n}"), 1) for n in range(5))
    view = seen(upcoming=(UpcomingDeletions(date(2026, 4, 17), ((None, 1), *counts)),))
    assert sum(view.bars[0].values) == 6
    assert len({series.color for series in view.series}) == len(view.series)


def test_overrides_by_name_with_what_they_delete() -> None:
    day = UpcomingDeletions(date(2026, 4, 17), ((NORTHGATE, 5), (MUTUALIS, 7)))
    view = seen(upcoming=(day, day), campaigns=NAMES[:1])
    assert view.policy is not None
    assert view.policy.overrides == (
        ("Northgate Fleet", "60 days", "10 due in 30 days"),
        (MUTUALIS, "30 days", "14 due in 30 days"),
    )
    assert view.policy.key == "7F3A 91C4 0B6E D2A8"


def receipt(kind: ReceiptKind, detail: str = "", counts: tuple[tuple[str, int], ...] = ()) -> Receipt:
    return Receipt(1, "", kind, EnrolmentId("e"), NOW, detail, counts)


@pytest.mark.parametrize("kind", ReceiptKind)
def test_every_kind_of_receipt_has_words(kind: ReceiptKind) -> None:
    line = seen(receipts=(receipt(kind, "revision 42"),)).history[0]
    assert line.title
    read = {
        ReceiptKind.ORDER_REFUSED: "It could not be read",
        ReceiptKind.CHAIN_PRUNED: "Up to receipt 0",
    }
    assert line.second == read.get(kind, "Revision 42")
    assert line.icon
    assert line.when == "Thu 16 Apr 14:31"


def test_a_receipt_counts_what_was_deleted() -> None:
    counts = (("recordings", 1), ("transcripts", 1200), ("key_gone_us", 2100))
    line = seen(receipts=(receipt(ReceiptKind.PURGE, "retention", counts),)).history[0]
    assert line.second == "1 recording, 1,200 transcripts"


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (Reason.EXPIRED, "It came too late"),
        (Reason.WRONG_AUDIENCE, "It was meant for another workstation"),
        (Reason.REPLAYED, "It had been carried out before"),
        (Reason.BAD_PAYLOAD, "It could not be read"),
    ],
)
def test_a_refused_order_says_why_in_words(reason: Reason, words: str) -> None:
    assert seen(receipts=(receipt(ReceiptKind.ORDER_REFUSED, reason.value),)).history[0].second == words


def test_a_broken_chain_says_what_is_wrong() -> None:
    view = seen(chain=ChainState(4, "head", False, 2, "link 3 does not follow link 2"))
    assert not view.chain_intact
    assert view.chain == "chain broken: link 3 does not follow link 2"
