"""Announced policies, legal holds and restrictions: set at the office, kept by the workstation."""

import dataclasses
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.domain.command import ReceiptKind
from app.domain.ids import RecordingId
from app.domain.inventory import Holding
from app.domain.policy import Policy
from app.domain.recording import Recording, RecordingFilter
from app.domain.retention import DataClass, Schedule
from app.protocol import routes
from app.protocol.messages import KeptByLaw
from app.protocol.problem import ErrorCode
from app.services.keep_policy import KeepPolicy
from tests.integration.sync.station import Station
from tests.support.platform_client import Device, Session, good, problem_of
from tests.support.platform_process import PlatformProcess

pytestmark = pytest.mark.anyio


@pytest.fixture
def officer(office: Device, served: PlatformProcess) -> Session:
    return office.sign_in(served.login("privacy_officer"))


@pytest.fixture
async def station(
    tmp_path: Path, served: PlatformProcess, one_more_code: Callable[[], str]
) -> AsyncIterator[Station]:
    station = Station(tmp_path / "station", served)
    enrolled = await station.enrol(one_more_code())
    await station.check_in()
    login = served.login("reviewer")
    user = (await station.platform.sign_in(login.email, login.password, enrolled.enrolment.enrolment_id)).user
    station.open(user)
    yield station
    station.close_stores()
    await station.platform.close()


def in_force(officer: Session) -> Policy:
    return good(Policy, officer.request("GET", routes.ADMIN_POLICY))


def announce(officer: Session, policy: Policy, at: datetime, keep: str) -> Policy:
    rules = tuple(
        dataclasses.replace(rule, keep=keep) if rule.data_class is DataClass.BILLING else rule
        for rule in policy.schedule.rules
    )
    schedule = Schedule(policy.schedule.zone, rules, policy.schedule.campaigns)
    new = dataclasses.replace(policy, revision=policy.revision + 1, in_force_since=at, schedule=schedule)
    return good(Policy, officer.request("PUT", routes.ADMIN_POLICY, new))


async def test_a_policy_is_announced_until_its_date_and_can_be_replaced(
    station: Station, officer: Session
) -> None:
    before = in_force(officer)
    coming = announce(officer, before, datetime.now(UTC) + timedelta(days=14), "P8Y")
    assert in_force(officer) == before
    announced = officer.request("GET", routes.ADMIN_POLICIES_ANNOUNCED)
    assert good(tuple[Policy, ...], announced) == (coming,)  # type: ignore[arg-type]
    checked = await station.check_in()
    assert checked.policy == before
    assert (station.keeper.policy(), station.keeper.coming()) == (before, coming)
    # Another revision, at once: the announced one never is in force.
    now = announce(officer, coming, datetime.now(UTC), "P9Y")
    checked = await station.check_in()
    assert checked.policy == now
    assert (station.keeper.coming(), station.keeper.replaced()) == (None, before)


async def test_an_announced_policy_reaches_the_open_store_at_its_date(
    station: Station, officer: Session
) -> None:
    assert station.opened is not None
    stores = station.opened.stores
    keep = KeepPolicy(station.keeper, stores.replica, station.receipts)
    before = in_force(officer)
    coming = announce(officer, before, datetime.now(UTC) - timedelta(minutes=2), "P6Y")
    await station.check_in()
    applied = [one.detail for one in await station.receipts.all() if one.kind is ReceiptKind.POLICY_APPLIED]
    assert await stores.replica.policy() == coming
    assert not (await keep()).policy  # the contact has put it in force
    assert applied[-1] == f"revision {coming.revision}"


async def found(station: Station) -> list[Recording]:
    assert station.opened is not None
    page = await station.opened.stores.recordings.page(RecordingFilter(), None, 500)
    return [item.recording for item in page.items]


def law(officer: Session, route: str, recording: RecordingId, on: bool, reason: str = "Case 7") -> Recording:
    path = route.format(recording_id=recording)
    return good(Recording, officer.request("POST", path, KeptByLaw(on, reason)))


async def test_a_restriction_freezes_a_recording_on_the_workstation_until_it_is_lifted(
    station: Station, officer: Session
) -> None:
    sync = station.synchroniser()
    await sync.once()
    assert station.opened is not None
    stores = station.opened.stores
    newest = (await found(station))[0]
    transcript = await stores.recordings.transcript(newest.id)
    assert transcript is not None
    audio = routes.RECORDING_AUDIO.format(recording_id=newest.id)
    assert law(officer, routes.ADMIN_RESTRICTION, newest.id, True).restricted
    assert problem_of(officer.request("GET", audio)) is ErrorCode.FORBIDDEN
    await sync.once()
    assert newest.id not in {one.id for one in await found(station)}
    assert await stores.recordings.transcript(newest.id) is None
    assert await stores.calls.get(newest.call_id) is None
    held = {row.holding: row.items for row in await stores.retention.inventory()}
    assert held[Holding.LEGAL_HOLD] == 1
    assert not law(officer, routes.ADMIN_RESTRICTION, newest.id, False).restricted
    await sync.once()
    assert newest.id in {one.id for one in await found(station)}
    again = await stores.recordings.transcript(newest.id)
    assert again is not None and again.turns == transcript.turns
    assert await stores.calls.get(newest.call_id) is not None


async def test_a_legal_hold_outlives_the_time_of_what_it_keeps(station: Station, officer: Session) -> None:
    sync = station.synchroniser()
    await sync.once()
    oldest = (await found(station))[-1]
    assert law(officer, routes.ADMIN_LEGAL_HOLD, oldest.id, True).legal_hold
    await sync.once()
    assert station.opened is not None
    held = {row.holding: row.items for row in await station.opened.stores.retention.inventory()}
    assert held[Holding.LEGAL_HOLD] == 1
    law(officer, routes.ADMIN_LEGAL_HOLD, oldest.id, False)


def test_a_hold_says_why_and_what(officer: Session) -> None:
    for recording, reason, code in (
        ("none", "Case 7", ErrorCode.NOT_FOUND),
        ("none", " ", ErrorCode.BAD_REQUEST),
        ("none", "x" * 81, ErrorCode.BAD_REQUEST),
    ):
        path = routes.ADMIN_LEGAL_HOLD.format(recording_id=recording)
        assert problem_of(officer.request("POST", path, KeptByLaw(True, reason))) is code
