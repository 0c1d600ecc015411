"""Contact, orders, receipts: intents are minted over the device's nonce and settled by signed receipts."""

import hashlib
from datetime import UTC, datetime, timedelta

import pytest

from app.domain.command import Command, CommandKind, Receipt, ReceiptKind
from app.domain.ids import CommandId
from app.protocol import routes
from app.protocol.messages import (
    ContactRequest,
    DeviceStatus,
    OrderRequest,
    OrderResponse,
    ReceiptsRequest,
    ReceiptsResponse,
    SignInRequest,
)
from app.protocol.problem import ErrorCode
from app.protocol.signed import COMMAND, RECEIPT, verify
from app.security.trust import Meeting, verify_command, verify_grant, verify_receipt_head
from tests.support.platform_client import Device, Session, fresh_totp, good, new_code, new_device, problem_of
from tests.support.platform_process import PlatformProcess, running_platform
from tests.support.platform_sql import rows


def _receipt(
    device: Device, sequence: int, previous: str, kind: ReceiptKind, command_id: CommandId | None = None
) -> str:
    receipt = Receipt(
        sequence, previous, kind, device.enrolment_id, datetime.now(UTC), "test", (), command_id
    )
    return device.identity.sign(RECEIPT, receipt)


def _digest(link: str) -> str:
    return hashlib.sha256(link.encode("ascii")).hexdigest()


def _hand_over(device: Device, *links: str) -> tuple[int, str]:
    head = ""
    response = device.request("POST", routes.RECEIPTS, ReceiptsRequest(links), device.token())
    if response.is_success:
        head = good(ReceiptsResponse, response).receipt_head
    return response.status_code, head


def _order(admin: Session, path: str, device: Device, totp: str) -> OrderResponse:
    request = OrderRequest("lost on a train", totp)
    path = path.format(enrolment_id=device.enrolment_id)
    return good(OrderResponse, admin.request("POST", path, request))


def _commands(device: Device) -> tuple[Command, ...]:
    nonce, answer = device.contact()
    grant = verify_grant(answer.grant, device.keys, Meeting(device.enrolment_id, nonce, timedelta()), None)
    meeting = Meeting(device.enrolment_id, nonce, timedelta(seconds=1))
    return tuple(
        verify_command(command, device.keys, meeting, grant.server_time, ()) for command in answer.commands
    )


@pytest.mark.parametrize("nonce", ["", "AAAA", "!" * 22, "A" * 200])
def test_weak_nonces_are_refused(device: Device, nonce: str) -> None:
    response = device.request("POST", routes.CONTACT, ContactRequest(nonce, 0, ""), device.token())
    assert problem_of(response) is ErrorCode.BAD_REQUEST


def test_receipts_make_a_chain_that_is_countersigned(device: Device) -> None:
    first = _receipt(device, 1, "", ReceiptKind.ENROLLED)
    second = _receipt(device, 2, _digest(first), ReceiptKind.PURGE)
    status, head = _hand_over(device, first)
    assert status == 200
    signed = verify_receipt_head(head, device.keys, device.enrolment_id)
    assert (signed.sequence, signed.head) == (1, _digest(first))
    # What was handed over before is passed over.
    _, head = _hand_over(device, first, second)
    signed = verify_receipt_head(head, device.keys, device.enrolment_id)
    assert (signed.sequence, signed.head) == (2, _digest(second))


def test_broken_chains_are_refused_and_nothing_of_them_is_kept(
    platform: PlatformProcess, device: Device, admin: Session
) -> None:
    first = _receipt(device, 1, "", ReceiptKind.ENROLLED)
    other_first = _receipt(device, 1, "", ReceiptKind.PURGE)
    good_second = _receipt(device, 2, _digest(first), ReceiptKind.PURGE)
    assert _hand_over(device, first)[0] == 200
    for wrong, expected in (
        (other_first, 409),
        (_receipt(device, 2, "00", ReceiptKind.PURGE), 409),
        (_receipt(device, 3, _digest(first), ReceiptKind.PURGE), 409),
        (
            admin.device.identity.sign(
                RECEIPT,
                Receipt(2, _digest(first), ReceiptKind.PURGE, device.enrolment_id, datetime.now(UTC), ""),
            ),
            400,
        ),
        (
            device.identity.sign(
                RECEIPT,
                Receipt(
                    2, _digest(first), ReceiptKind.PURGE, admin.device.enrolment_id, datetime.now(UTC), ""
                ),
            ),
            400,
        ),
        ("nonsense", 400),
    ):
        assert _hand_over(device, wrong)[0] == expected
        assert _hand_over(device, good_second, wrong)[0] == expected
    held = rows(platform, "SELECT sequence FROM receipt WHERE enrolment_id = :id", id=device.enrolment_id)
    assert held == [(1,)]


def test_a_shortened_chain_is_put_on_record(platform: PlatformProcess, device: Device) -> None:
    assert _hand_over(device, _receipt(device, 1, "", ReceiptKind.ENROLLED))[0] == 200
    device.contact(1)
    what = "SELECT count(*) FROM audit WHERE what = 'receipt_chain_shortened' AND who = :id"
    assert rows(platform, what, id=device.enrolment_id) == [(0,)]
    device.contact(0)
    assert rows(platform, what, id=device.enrolment_id) == [(1,)]


def test_a_lock_is_minted_at_each_contact_until_its_receipt(
    platform: PlatformProcess, device: Device, admin: Session
) -> None:
    agent = device.sign_in(platform.login("agent"))
    assert _commands(device) == ()
    order = _order(admin, routes.ADMIN_LOCK, device, fresh_totp(platform, platform.login("admin")))
    assert problem_of(agent.request("GET", routes.SYNC)) is ErrorCode.TOKEN_INVALID
    (first,), (second,) = _commands(device), _commands(device)
    assert first.id == second.id == order.command_id and first.kind is CommandKind.LOCK
    assert first.nonce != second.nonce
    assert first.expires_at - first.issued_at == timedelta(minutes=10)

    status = {d.enrolment_id: d for d in _devices(admin)}[device.enrolment_id]
    assert (status.pending, status.receipts) == (("lock",), 0)
    assert _hand_over(device, _receipt(device, 1, "", ReceiptKind.ORDER_REFUSED, first.id))[0] == 200
    assert len(_commands(device)) == 1
    refused = rows(platform, "SELECT jws FROM receipt WHERE enrolment_id = :id", id=device.enrolment_id)
    link = _receipt(device, 2, _digest(refused[0][0]), ReceiptKind.LOCK, first.id)
    assert _hand_over(device, link)[0] == 200
    assert _commands(device) == ()
    device.sign_in(platform.login("agent"))


def test_a_wipe_ends_the_device_for_people() -> None:
    with running_platform() as platform:
        admin = new_device(platform).sign_in(platform.login("admin"))
        device = new_device(platform, new_code(admin), admin.device.http)
        login = platform.login("admin")
        code = fresh_totp(platform, login)
        order = _order(admin, routes.ADMIN_WIPE, device, code)
        # A second factor is good once; an order that waits is not given twice.
        again = admin.request(
            "POST", routes.ADMIN_WIPE.format(enrolment_id=device.enrolment_id), OrderRequest("x", code)
        )
        assert problem_of(again) is ErrorCode.SECOND_FACTOR_NEEDED
        assert _order(admin, routes.ADMIN_WIPE, device, fresh_totp(platform, login)) == order
        request = SignInRequest(login.email, login.password, device.enrolment_id)
        refused = device.request("POST", routes.SIGN_IN, request)
        assert problem_of(refused) is ErrorCode.DEVICE_REVOKED
        platform.restart()
        device.platform = admin.device.platform = platform
        (command,) = _commands(device)
        assert (command.kind, command.id) == (CommandKind.WIPE, order.command_id)
        link = _receipt(device, 1, "", ReceiptKind.WIPE, command.id)
        assert _hand_over(device, link)[0] == 200
        assert _commands(device) == ()
        assert _hand_over(device, link)[0] == 200
        admin.device.http.close()


def test_commands_are_for_one_device_only(device: Device, admin: Session, platform: PlatformProcess) -> None:
    greet = next(user for user in platform.users if user.email.startswith("greet"))
    _order(admin.device.sign_in(greet), routes.ADMIN_LOCK, device, fresh_totp(platform, greet))
    assert _commands(admin.device) == ()
    _, answer = device.contact()
    command = verify(COMMAND, answer.commands[0], device.keys.command)
    assert command.audience == device.enrolment_id


@pytest.mark.parametrize("totp", ["", "000000", "abc", "1" * 100])
def test_orders_need_a_second_factor(admin: Session, device: Device, totp: str) -> None:
    path = routes.ADMIN_WIPE.format(enrolment_id=device.enrolment_id)
    response = admin.request("POST", path, OrderRequest("because", totp))
    assert problem_of(response) is ErrorCode.SECOND_FACTOR_NEEDED
    assert _commands(device) == ()


def _devices(admin: Session) -> tuple[DeviceStatus, ...]:
    return good(tuple[DeviceStatus, ...], admin.request("GET", routes.ADMIN_DEVICES))
