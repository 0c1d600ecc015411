"""The thin line: enrol, sign in, check in, sync."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from app.security.trust import (
    Meeting,
    check_root,
    split_code,
    verify_grant,
    verify_key_set,
    verify_receipt_head,
)
from tests.support.platform_client import Device, Session, new_code


def test_enrolment_code_names_the_root_key(admin: Session, device: Device) -> None:
    parts = split_code(new_code(admin))
    assert device.enrolment is not None
    check_root(parts, device.enrolment.root_public)
    assert verify_key_set(device.enrolment.key_set, device.enrolment.root_public, None).version == 1


def test_contact_is_signed_over_the_devices_nonce(device: Device) -> None:
    nonce, answer = device.contact()
    meeting = Meeting(device.enrolment_id, nonce, timedelta())
    grant = verify_grant(answer.grant, device.keys, meeting, None)
    assert abs(grant.server_time - datetime.now(UTC)) < timedelta(minutes=1)
    assert grant.expires_at - grant.server_time == timedelta(minutes=10)
    head = verify_receipt_head(answer.receipt_head, device.keys, device.enrolment_id)
    assert (head.sequence, head.head) == (0, "")
    assert answer.commands == ()


def test_sync_brings_the_campaigns_and_their_people(signed_in: Callable[[str], Session]) -> None:
    pages = signed_in("agent").everything()
    names = {campaign.name for page in pages for campaign in page.campaigns}
    assert names == {"Helderzon · Onderhoud 2026", "Northgate Fleet · Renewal", "Mutualis · Rappel santé"}
    assert sum(len(page.contacts) for page in pages) == 30
    assert sum(len(page.transcripts) for page in pages) == 4
