"""Enrol, check in, lock, wipe: a whole workstation against a real platform, killed wherever it may be."""

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.domain.actions import RemoveMark
from app.domain.command import CommandKind, ReceiptKind
from app.domain.ids import MarkId, OrganisationId, RecordingId
from app.domain.lease import Rung
from app.domain.people import User
from app.errors import EnvironmentFault, UserFacing
from app.protocol import routes
from app.protocol.messages import OrderRequest, OrderResponse
from app.protocol.signed import RECEIPT, Reason, verify
from app.security.device import load_identity
from app.services import check_in as module
from app.services.hand_over import Distrusted
from app.services.sign_in import SignedIn, SignIn
from app.sync.faults import PlatformSaysNo
from tests.integration.sync.conftest import Script
from tests.integration.sync.station import Station
from tests.support.platform_client import Device, fresh_totp, good
from tests.support.platform_process import PlatformProcess
from tests.support.platform_sql import rows
from tests.support.signing import platform_side
from tests.support.trust_memory import BenchClock

pytestmark = pytest.mark.anyio
Order = Callable[[CommandKind, Station], str]


@pytest.fixture
async def station(
    tmp_path: Path, served: PlatformProcess, one_more_code: Callable[[], str]
) -> AsyncIterator[Station]:
    """Yield an enrolled workstation that has checked in once."""
    found = Station(tmp_path / "station", served)
    await found.enrol(one_more_code())
    await found.check_in()
    yield found
    await found.close()


@pytest.fixture(scope="session")
def order(served: PlatformProcess, office: Device) -> Order:
    """Return what an admin does to order a lock or a wipe; gives the command's id."""
    admins = [user for user in served.users if user.role == "admin"]

    def give(kind: CommandKind, station: Station) -> str:
        assert station.enrolled is not None
        admins.append(admins.pop(0))  # each has only a few second factors a minute
        route = routes.ADMIN_WIPE if kind is CommandKind.WIPE else routes.ADMIN_LOCK
        path = route.format(enrolment_id=station.enrolled.enrolment.enrolment_id)
        request = OrderRequest("left on a train", fresh_totp(served, admins[0]))
        return good(OrderResponse, office.sign_in(admins[0]).request("POST", path, request)).command_id

    return give


async def somebody_works(station: Station) -> User:
    """Sign in, open the stores and leave one action undelivered."""
    assert station.enrolled is not None
    login = station.served.login("agent")
    platform, enrolment = station.platform, station.enrolled.enrolment
    user = (await platform.sign_in(login.email, login.password, enrolment.enrolment_id)).user
    stores = station.open(user).stores
    action = RemoveMark(MarkId("m-1"), RecordingId("r-1"))
    await stores.outbox.enqueue(action, user, datetime.now(UTC))
    return user


def left_of(station: Station) -> set[str]:
    return {path.name for path in station.root.rglob("*") if path.is_file()}


def kinds_held(station: Station) -> list[ReceiptKind]:
    """Return the kinds of receipt that the platform holds of this device, in order."""
    assert station.enrolled is not None
    identity = station.enrolled.identity
    found = rows(
        station.served,
        "SELECT jws FROM receipt WHERE enrolment_id = :id ORDER BY sequence",
        id=station.enrolled.enrolment.enrolment_id,
    )
    return [verify(RECEIPT, row[0], {identity.kid: identity.key}).kind for row in found]


async def test_enrolment_and_first_contact_leave_receipts(station: Station) -> None:
    assert [one.kind for one in await station.receipts.all()] == [
        ReceiptKind.ENROLLED,
        ReceiptKind.POLICY_APPLIED,
    ]
    assert station.keeper.rung() is Rung.IN_CONTACT
    again = await station.check_in()
    assert (again.obeyed, again.refused, again.problem) == ((), (), None)
    assert kinds_held(station) == [ReceiptKind.ENROLLED, ReceiptKind.POLICY_APPLIED]
    assert (await station.receipts.state()).countersigned == 2


async def test_another_platform_than_the_code_names_is_refused(
    tmp_path: Path, served: PlatformProcess, one_more_code: Callable[[], str]
) -> None:
    station = Station(tmp_path / "station", served)
    secret = one_more_code().partition(".")[0]
    with pytest.raises(UserFacing, match="ENR-103"):
        await station.enrol(f"{secret}.{'0' * 32}")
    assert station.keeper.state() is None
    assert load_identity(station.secrets_of(station.paths.device)) is None
    with pytest.raises(UserFacing, match="ENR-101"):
        await station.enrol(secret)
    with pytest.raises(UserFacing, match="ENR-102"):
        await station.enrol(f"ABCD-ABCD-ABCD.{'0' * 32}")
    assert load_identity(station.secrets_of(station.paths.device)) is None


async def test_an_enrolled_device_is_not_enrolled_over(
    station: Station, one_more_code: Callable[[], str]
) -> None:
    before = station.keeper.enrolled()
    with pytest.raises(UserFacing, match="ENR-104"):
        await station.again().enrol(one_more_code())
    assert station.again().keeper.enrolled() == before


async def test_a_lock_holds_offline_and_ends_by_signing_in(
    station: Station, order: Order, script: Script
) -> None:
    await somebody_works(station)
    command_id = order(CommandKind.LOCK, station)
    checked = await station.check_in()
    assert checked.obeyed == (command_id,) and not checked.wiped
    assert station.locks == ["left on a train"]
    await station.check_in()
    assert kinds_held(station)[-1] is ReceiptKind.LOCK
    assert len(station.locks) == 1

    later = station.again()
    sign_in = SignIn(later.platform, later.keeper, Slot())
    login = station.served.login("agent")
    script(kind="dropped", path="/v1/sign-in", times=1)
    with pytest.raises(UserFacing, match="AUT-111"):
        await sign_in(login.email, login.password)
    assert (await sign_in(login.email, login.password)).online
    script(kind="dropped", path="/v1/sign-in", times=1)
    assert not (await sign_in(login.email, login.password)).online
    await later.close()


@pytest.mark.parametrize("running", [True, False], ids=["running store", "closed store"])
async def test_a_wipe_leaves_nothing_but_proof(station: Station, order: Order, running: bool) -> None:
    user = await somebody_works(station)
    key_file = station.paths.profile(user.organisation_id, user.id).wrapped_key
    assert key_file.exists()
    if not running:
        station.close_stores()
    command_id = order(CommandKind.WIPE, station)
    checked = await station.check_in()
    assert checked.wiped and checked.obeyed == (command_id,)
    assert not key_file.exists()
    assert left_of(station) <= {"trust.json", "receipts.log", "receipts.head", "outbox.sealed", "lock"}
    assert "outbox.sealed" in left_of(station), "undelivered work stays, sealed to the platform"
    wiped = (await station.receipts.all())[-1]
    assert (wiped.kind, wiped.command_id) == (ReceiptKind.WIPE, command_id)
    assert dict(wiped.counts)["unsent_actions"] == 1
    assert kinds_held(station)[-1] is ReceiptKind.WIPE
    assert load_identity(station.secrets_of(station.paths.device)) is None
    for secrets in station.secrets.values():
        assert secrets.items == {}


async def test_after_a_wipe_the_device_can_be_enrolled_anew(
    station: Station, one_more_code: Callable[[], str]
) -> None:
    await station.obey().wipe("handed to a colleague", None)
    fresh = station.again()
    await fresh.enrol(one_more_code())
    await fresh.check_in()
    await fresh.check_in()
    assert kinds_held(fresh) == [ReceiptKind.ENROLLED, ReceiptKind.POLICY_APPLIED]
    await fresh.close()


class Killed(BaseException):
    """The process ends here."""


def _killer(*_: object, **__: object) -> None:
    raise Killed


async def _wipe_until_killed(station: Station) -> None:
    with pytest.raises(Killed):
        await station.obey().wipe("lost", None)


KILLS = {
    "the key is gone, nothing else": "local_store.wipe.FileEraser._doomed",
    "before the receipt is written": "app.services.obey.Obey._witness",
    "before the wipe is settled": "local_store.workstation.WorkstationEraser.settled",
    "before the receipt is sent": "app.services.hand_over.HandOver.__call__",
    "before the answer is kept": "app.services.hand_over.HandOver.keep",
    "before the device key is deleted": "app.services.obey.delete_identity",
}


@pytest.mark.parametrize("point", KILLS)
async def test_a_wipe_killed_anywhere_is_finished_with_one_receipt(
    station: Station, monkeypatch: pytest.MonkeyPatch, point: str
) -> None:
    await somebody_works(station)
    with monkeypatch.context() as patch:
        patch.setattr(KILLS[point], _killer)
        await _wipe_until_killed(station)
    station.close_stores()
    secrets = station.secrets_of(station.paths.device)
    assert load_identity(secrets) is not None, "the device key dies last"
    later = station.again()
    assert await later.obey().resume()
    assert kinds_held(later).count(ReceiptKind.WIPE) == 1
    assert kinds_held(later)[-1] is ReceiptKind.WIPE
    assert [one.kind for one in await later.receipts.all()].count(ReceiptKind.WIPE) == 1
    assert load_identity(secrets) is None
    assert left_of(later) <= {"trust.json", "receipts.log", "receipts.head", "outbox.sealed", "lock"}
    await later.close()


async def test_a_wipe_without_a_line_waits_with_its_key_for_the_receipt(
    station: Station, script: Script
) -> None:
    script(kind="status", path="/v1/device/receipts", times=0)
    secrets = station.secrets_of(station.paths.device)
    obey = station.obey()
    with pytest.raises(EnvironmentFault, match="NET-121"):
        await obey.wipe("lost", None)
    assert obey.wiped, "a console that runs must end though its receipt waits"
    later = station.again()
    with pytest.raises(EnvironmentFault, match="NET-121"):
        await later.obey().resume()
    assert load_identity(secrets) is not None
    script()
    assert await later.obey().resume()
    assert load_identity(secrets) is None
    await later.close()


async def test_where_nothing_was_wiped_there_is_nothing_to_resume(station: Station) -> None:
    assert not await station.obey().resume()
    assert load_identity(station.secrets_of(station.paths.device)) is not None


async def test_a_forged_wipe_is_refused_on_record_and_the_rest_obeyed(
    station: Station, script: Script
) -> None:
    user = await somebody_works(station)
    script(kind="forged", path="/v1/device/contact", times=1)
    checked = await station.check_in()
    assert (checked.obeyed, checked.refused) == ((), (Reason.UNKNOWN_KEY,))
    assert station.paths.profile(user.organisation_id, user.id).wrapped_key.exists()
    refusal = (await station.receipts.all())[-1]
    assert (refusal.kind, refusal.detail) == (ReceiptKind.ORDER_REFUSED, "unknown_key")
    await station.check_in()
    assert kinds_held(station)[-1] is ReceiptKind.ORDER_REFUSED


async def test_a_platform_whose_clock_went_back_renews_no_lease(station: Station, script: Script) -> None:
    before = station.keeper.enrolled()
    script(kind="clock_skew", path="/v1/device/contact", seconds=-100.0, times=1)
    with pytest.raises(Distrusted) as caught:
        await station.check_in()
    assert caught.value.reason is Reason.ROLLED_BACK
    assert station.keeper.enrolled() == before
    await station.check_in()


async def test_keys_of_another_platform_are_refused_and_nothing_is_kept(
    station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = station.platform.contact

    async def swapped(*args: object) -> object:
        real = await answer(*args)  # type: ignore[arg-type]
        return replace(real, key_set=platform_side("theirs").signed_set(99))

    monkeypatch.setattr(station.platform, "contact", swapped)
    before = station.keeper.enrolled()
    with pytest.raises(Distrusted, match="KEY-321") as caught:
        await station.check_in()
    assert caught.value.reason is Reason.UNKNOWN_KEY
    assert station.keeper.enrolled() == before


async def test_a_policy_older_than_the_grant_names_is_refused(
    station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = module.verify_grant
    monkeypatch.setattr(module, "verify_grant", lambda *args: replace(real(*args), policy_revision=99))
    with pytest.raises(Distrusted) as caught:
        await station.check_in()
    assert caught.value.reason is Reason.ROLLED_BACK


async def test_a_broken_receipt_chain_does_not_cut_the_contact(station: Station, order: Order) -> None:
    await station.check_in()
    log = station.paths.device.receipts
    lines = log.read_bytes().splitlines(keepends=True)
    log.write_bytes(lines[0])
    await station.obey().refuse(Reason.MALFORMED)  # a link that the platform has another of
    order(CommandKind.LOCK, station)
    checked = await station.check_in()
    assert len(checked.obeyed) == 1
    assert checked.problem is not None


class Slot:
    """Implements OfflineUnlock for one person."""

    def __init__(self) -> None:
        self.held: tuple[User, str] | None = None

    async def remember(self, user: User, password: str) -> None:
        self.held = (user, password)

    async def unlock(self, email: str, password: str) -> User:
        if self.held is None or (self.held[0].email, self.held[1]) != (email, password):
            raise UserFacing("AUT-121", "That does not open it.", "Try again.")
        return self.held[0]


@pytest.fixture
async def travelling(
    tmp_path: Path, served: PlatformProcess, one_more_code: Callable[[], str]
) -> AsyncIterator[Station]:
    """Yield a workstation whose clocks the test moves, in contact now."""
    found = Station(tmp_path / "laptop", served, clock=BenchClock(wall=datetime.now(UTC)))
    await found.enrol(one_more_code())
    await found.check_in()
    yield found
    await found.close()


async def test_offline_sign_in_ends_with_the_lease(travelling: Station, script: Script) -> None:
    slot = Slot()
    sign_in = SignIn(travelling.platform, travelling.keeper, slot)
    login = travelling.served.login("reviewer")
    user = (await sign_in(login.email, login.password)).user
    script(kind="status", path="/v1/sign-in", times=0)
    clock = travelling.clock
    assert isinstance(clock, BenchClock)
    clock.pass_by(timedelta(days=6))
    assert await sign_in(login.email, login.password) == SignedIn(user, online=False)
    with pytest.raises(UserFacing, match="AUT-121"):
        await sign_in(login.email, "wrong")
    clock.wall -= timedelta(days=5)
    with pytest.raises(UserFacing, match="AUT-113"):
        await sign_in(login.email, login.password)
    clock.wall += timedelta(days=5)
    clock.pass_by(timedelta(days=1, seconds=1))
    with pytest.raises(UserFacing, match="AUT-112"):
        await sign_in(login.email, login.password)


async def test_the_lease_locks_then_wipes_by_itself(travelling: Station) -> None:
    clock = travelling.clock
    assert isinstance(clock, BenchClock)
    obey = travelling.obey()
    await somebody_works(travelling)
    before = travelling.again().keeper.enrolled().high_water
    clock.pass_by(timedelta(minutes=1))
    assert await obey.enforce_lease() is Rung.IN_CONTACT
    after = travelling.again().keeper.enrolled().high_water
    assert before is not None and after == before + timedelta(minutes=1), "a reboot takes no time back"
    clock.wall += timedelta(days=4000)
    assert await obey.enforce_lease() is Rung.LOCK
    assert travelling.opened is not None, "a jump forward destroys nothing"
    clock.pass_by(timedelta(days=30, seconds=1))
    # The platform refuses proofs of a month ahead, so the receipt has to wait; the data does not.
    with pytest.raises(UserFacing, match="NET-117"):
        await obey.enforce_lease()
    assert travelling.opened is None
    assert len(travelling.locks) == 1
    assert (await travelling.receipts.all())[-1].kind is ReceiptKind.WIPE


async def test_too_many_wrong_passwords_do_not_fall_back_to_offline(station: Station) -> None:
    sign_in = SignIn(station.platform, station.keeper, Slot())
    login = station.served.login("team_lead")
    refused: list[str] = []
    for _ in range(12):
        try:
            await sign_in(login.email, "wrong")
        except UserFacing as error:
            refused.append(error.explanation.code)
    assert set(refused) == {"AUT-101", "AUT-108"} and refused[-1] == "AUT-108"


async def test_a_person_of_another_organisation_is_turned_away(station: Station) -> None:
    station.keeper.change(
        lambda state: replace(
            state, enrolment=replace(state.enrolment, organisation_id=OrganisationId("another"))
        )
    )
    slot = Slot()
    login = station.served.login("agent")
    with pytest.raises(UserFacing, match="AUT-107"):
        await SignIn(station.platform, station.keeper, slot)(login.email, login.password)
    assert slot.held is None and not station.platform.signed_in


async def test_a_revoked_device_hears_so(station: Station, order: Order) -> None:
    order(CommandKind.WIPE, station)
    login = station.served.login("agent")
    with pytest.raises(PlatformSaysNo, match="ENR-105"):
        await SignIn(station.platform, station.keeper, Slot())(login.email, login.password)
