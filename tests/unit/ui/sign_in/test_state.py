"""What is said of a workstation before anyone signs in."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QLocale

from app.domain.policy import LeaseTerms
from app.domain.retention import Schedule, default_rules
from app.services.device_facts import DeviceFacts
from ui.gallery.memory.privacy import signed_trust
from ui.gallery.privacy import policy
from ui.sign_in.state import view_of

NOW = datetime(2026, 4, 16, 12, 0, tzinfo=UTC)
ENROLMENT = signed_trust(policy(), "BRG-KTR-0142", "Tom Wouters", NOW).enrolment


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    yield
    QLocale.setDefault(before)


def test_a_new_workstation_promises_nothing_it_does_not_know() -> None:
    view = view_of(DeviceFacts(NOW))
    assert not view.enrolled
    assert {line.kept_for for line in view.kept} == {"As the policy will say"}
    assert "days" not in view.locks


def test_what_is_kept_is_what_the_policy_says() -> None:
    view = view_of(DeviceFacts(NOW, ENROLMENT, policy()))
    kept = {line.title: line.kept_for for line in view.kept}
    assert kept["Call recordings"] == "90 days, other for some campaigns"
    assert kept["Contacts in your campaigns"] == "90 days"
    assert kept["Receipts, no call content"] == "3 years"
    assert view.policy == "Policy revision 42 from 14 Apr 2026, signature verified"
    assert view.locks == "After 7 days without contact the data locks, after 30 days it is wiped."


def test_another_policy_says_something_else() -> None:
    other = replace(
        policy(),
        schedule=Schedule("Europe/Brussels", default_rules()),
        lease=LeaseTerms("P1D", "P2D", "P3D"),
    )
    view = view_of(DeviceFacts(NOW, ENROLMENT, other))
    assert {line.title: line.kept_for for line in view.kept}["Call recordings"] == "90 days"
    assert view.locks.startswith("After 2 days")


def test_enrolled_without_a_policy_says_that_none_came_yet() -> None:
    view = view_of(DeviceFacts(NOW, ENROLMENT))
    assert view.enrolled
    assert view.policy == "No policy received yet"
    assert view.enrolled_by == "By Tom Wouters on 3 Mar 2026."
