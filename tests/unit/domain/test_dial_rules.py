"""Rules that block a dial: each by itself, and closed when in doubt."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.domain.campaign import CallingHours, Campaign, CampaignState, DiallingMode
from app.domain.contact import Contact
from app.domain.dial_rules import DO_NOT_CALL_FRESH, Block, Circumstances, may_dial
from app.domain.ids import CampaignId, ContactId, Phone

NOON = datetime(2026, 3, 4, 11, 0, tzinfo=UTC)  # a Wednesday, 12:00 in Brussels
CAMPAIGN = Campaign(
    id=CampaignId("c"),
    name="Onderhoud",
    client="Helderzon",
    state=CampaignState.RUNNING,
    mode=DiallingMode.PREVIEW,
    language="nl",
    scripts=(),
    outcomes=(),
    hours=CallingHours((0, 1, 2, 3, 4), "09:00", "20:00"),
    max_attempts=4,
    contacts_total=1,
    revision=1,
)
CONTACT = Contact(
    id=ContactId("p"),
    campaign_id=CAMPAIGN.id,
    name="Annelies",
    phone=Phone("+3256012345"),
    language="nl",
    zone="Europe/Brussels",
    place="Kortrijk",
    last_activity_at=NOON,
    revision=1,
    consent_at=NOON - timedelta(days=20),
)
SEEN = Circumstances(NOON, on_do_not_call=False, do_not_call_checked_at=NOON - timedelta(hours=1))


def test_nothing_against_it_and_the_window_closes_at_the_contacts_place() -> None:
    verdict = may_dial(CAMPAIGN, CONTACT, SEEN)
    assert verdict.allowed
    assert verdict.window_closes_at == datetime(2026, 3, 4, 19, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("campaign", "contact", "seen", "block"),
    [
        (replace(CAMPAIGN, state=CampaignState.PAUSED), CONTACT, SEEN, Block.CAMPAIGN_NOT_RUNNING),
        (CAMPAIGN, CONTACT, replace(SEEN, on_do_not_call=True), Block.DO_NOT_CALL),
        (CAMPAIGN, CONTACT, replace(SEEN, do_not_call_checked_at=None), Block.DO_NOT_CALL_STALE),
        (
            CAMPAIGN,
            CONTACT,
            replace(SEEN, do_not_call_checked_at=NOON - DO_NOT_CALL_FRESH - timedelta(seconds=1)),
            Block.DO_NOT_CALL_STALE,
        ),
        (CAMPAIGN, replace(CONTACT, consent_at=None), SEEN, Block.NO_CONSENT),
        (CAMPAIGN, replace(CONTACT, attempts=4), SEEN, Block.ATTEMPTS_USED),
        (CAMPAIGN, replace(CONTACT, zone="America/New_York"), SEEN, Block.OUTSIDE_HOURS),
    ],
)
def test_each_rule_blocks_alone(
    campaign: Campaign, contact: Contact, seen: Circumstances, block: Block
) -> None:
    assert may_dial(campaign, contact, seen).blocks == (block,)


@pytest.mark.parametrize(
    ("local", "open_"),
    [("08:59", False), ("09:00", True), ("19:59", True), ("20:00", False)],
)
def test_the_window_is_half_open(local: str, open_: bool) -> None:
    hour, minute = map(int, local.split(":"))
    now = datetime(2026, 3, 4, hour - 1, minute, tzinfo=UTC)
    fresh = Circumstances(now, False, now)
    assert may_dial(CAMPAIGN, CONTACT, fresh).allowed is open_


def test_no_window_on_a_day_off() -> None:
    sunday = datetime(2026, 3, 8, 11, 0, tzinfo=UTC)
    verdict = may_dial(CAMPAIGN, CONTACT, Circumstances(sunday, False, sunday))
    assert verdict.blocks == (Block.OUTSIDE_HOURS,)
    assert verdict.window_closes_at is None


def test_every_reason_is_named_at_once() -> None:
    paused = replace(CAMPAIGN, state=CampaignState.PAUSED)
    verdict = may_dial(paused, replace(CONTACT, consent_at=None, attempts=9), Circumstances(NOON, True, None))
    assert set(verdict.blocks) == {
        Block.CAMPAIGN_NOT_RUNNING,
        Block.DO_NOT_CALL,
        Block.DO_NOT_CALL_STALE,
        Block.NO_CONSENT,
        Block.ATTEMPTS_USED,
    }
