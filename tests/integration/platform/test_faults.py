"""Scripted faults do what they say, and the platform stays whole under them."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import httpx
import pytest

from app.domain.actions import PutMark
from app.domain.ids import MarkId, new_id
from app.protocol import routes
from app.protocol.messages import ActionsRequest, ActionsResponse
from app.protocol.problem import ErrorCode
from app.protocol.signed import Reason, Refused
from app.security.trust import Meeting, verify_command, verify_grant
from tests.support.platform_client import Device, Session, good, problem_of
from tests.support.platform_process import PlatformProcess


@pytest.fixture(autouse=True)
def no_faults_after(platform: PlatformProcess) -> Iterator[None]:
    yield
    platform.script_faults([])


def test_a_status_is_answered_so_many_times(
    platform: PlatformProcess, signed_in: Callable[[str], Session]
) -> None:
    session = signed_in("agent")
    platform.script_faults([{"kind": "status", "path": routes.SYNC, "status": 503, "times": 2}])
    answers = [session.request("GET", routes.SYNC) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [503, 503, 200]
    assert problem_of(answers[0]) is ErrorCode.UNAVAILABLE


@pytest.mark.parametrize("kind", ["torn", "lost", "dropped"])
def test_answers_that_do_not_arrive(
    platform: PlatformProcess, signed_in: Callable[[str], Session], kind: str
) -> None:
    session = signed_in("reviewer")
    recording = next(r for p in session.everything() for r in p.recordings)
    entry = session.seal(PutMark(MarkId(new_id()), recording.id, 0.5, None, kind))
    platform.script_faults([{"kind": kind, "path": routes.ACTIONS, "method": "POST"}])
    with pytest.raises(httpx.RemoteProtocolError):
        session.request("POST", routes.ACTIONS, ActionsRequest((entry,)))
    written = sum(m.text == kind for p in session.everything() for m in p.marks)
    assert written == (0 if kind == "dropped" else 1)
    # Asked again with the same key, the answer is that of the first time.
    again = good(ActionsResponse, session.request("POST", routes.ACTIONS, ActionsRequest((entry,))))
    assert again.results[0].accepted
    assert sum(m.text == kind for p in session.everything() for m in p.marks) == 1


def test_a_torn_download_goes_on_from_where_it_tore(
    platform: PlatformProcess, signed_in: Callable[[str], Session]
) -> None:
    session = signed_in("reviewer")
    recording = next(r for p in session.everything() for r in p.recordings)
    path = routes.RECORDING_AUDIO.format(recording_id=recording.id)
    whole = session.request("GET", path).content
    platform.script_faults([{"kind": "torn", "path": "/v1/recordings/.*"}])
    url = f"{platform.url}{path}"
    headers = {
        "DPoP": session.device.proofs.proof("GET", url, session.access),
        "Authorization": f"DPoP {session.access}",
    }
    came = b""
    with (
        pytest.raises(httpx.RemoteProtocolError),
        session.device.http.stream("GET", url, headers=headers) as stream,
    ):
        for piece in stream.iter_bytes():
            came += piece
    assert 0 < len(came) < len(whole)
    rest = session.request("GET", path, headers={"Range": f"bytes={len(came)}-"}).content
    assert came + rest == whole


def test_the_clock_is_skewed_for_one_path(platform: PlatformProcess, device: Device) -> None:
    device.token()
    skew = {"kind": "clock_skew", "path": routes.CONTACT, "seconds": 90}
    platform.script_faults([skew])
    times = []
    for _ in range(2):
        nonce, answer = device.contact()
        meeting = Meeting(device.enrolment_id, nonce, timedelta())
        times.append(verify_grant(answer.grant, device.keys, meeting, None).server_time)
    assert timedelta(seconds=80) < times[0] - times[1] <= timedelta(seconds=90)


def test_a_forged_order_is_perfect_but_for_its_key(platform: PlatformProcess, device: Device) -> None:
    device.token()
    platform.script_faults([{"kind": "forged", "path": routes.CONTACT}])
    nonce, answer = device.contact()
    meeting = Meeting(device.enrolment_id, nonce, timedelta())
    grant = verify_grant(answer.grant, device.keys, meeting, None)
    (order,) = answer.commands
    with pytest.raises(Refused) as refused:
        verify_command(order, device.keys, meeting, grant.server_time, ())
    assert refused.value.reason is Reason.UNKNOWN_KEY
    assert device.contact()[1].commands == ()


def test_a_delay_delays(platform: PlatformProcess, signed_in: Callable[[str], Session]) -> None:
    session = signed_in("agent")
    platform.script_faults([{"kind": "delay", "path": routes.SYNC, "seconds": 60.0}])
    with pytest.raises(httpx.ReadTimeout):
        session.request("GET", routes.SYNC, timeout=0.5)
