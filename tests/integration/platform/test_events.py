"""Hints over server-sent events."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from queue import Queue

import httpx

from app.domain.actions import PutMark
from app.domain.ids import MarkId, new_id
from app.protocol import routes
from app.protocol.messages import ActionsRequest, ActionsResponse, OrderRequest
from app.protocol.problem import ErrorCode
from tests.support.platform_client import Session, client_context, fresh_totp, good, problem_of
from tests.support.platform_process import PlatformProcess

WAIT_S = 20.0
CLOSED = "closed"


@contextmanager
def _listening(session: Session) -> Iterator[Queue[str]]:
    """Yield the lines of the session's stream; CLOSED when the platform ends it."""
    lines: Queue[str] = Queue()
    device = session.device
    url = f"{device.platform.url}{routes.EVENTS}"
    headers = {
        "DPoP": device.proofs.proof("GET", url, session.access),
        "Authorization": f"DPoP {session.access}",
    }
    context = client_context(str(device.platform.ca_file))
    with (
        httpx.Client(verify=context, timeout=WAIT_S) as http,
        http.stream("GET", url, headers=headers) as stream,
    ):
        assert stream.headers["content-type"].startswith("text/event-stream")

        def read() -> None:
            for line in stream.iter_lines():
                lines.put(line)
            lines.put(CLOSED)

        reader = threading.Thread(target=read)
        reader.start()
        try:
            assert lines.get(timeout=WAIT_S) == ": listening"
            yield lines
        finally:
            session.request("POST", routes.SIGN_OUT)
            reader.join(WAIT_S)


def _hint(lines: Queue[str]) -> str:
    while not (line := lines.get(timeout=WAIT_S)).startswith("event: ") and line != CLOSED:
        pass
    return line.removeprefix("event: ")


def test_a_change_is_hinted(signed_in: Callable[[str], Session], platform: PlatformProcess) -> None:
    listener = signed_in("reviewer")
    actor = listener.device.sign_in(platform.login("team_lead"))
    recording = next(r for p in actor.everything() for r in p.recordings)
    with _listening(listener) as lines:
        entry = actor.seal(PutMark(MarkId(new_id()), recording.id, 0.5, None, "!"))
        good(ActionsResponse, actor.request("POST", routes.ACTIONS, ActionsRequest((entry,))))
        assert _hint(lines) == "changed"


def test_an_order_is_hinted_and_ends_the_stream(
    signed_in: Callable[[str], Session], admin: Session, platform: PlatformProcess
) -> None:
    listener = signed_in("agent")
    login = next(user for user in platform.users if user.email.startswith("greet"))
    greet = admin.device.sign_in(login)
    with _listening(listener) as lines:
        path = routes.ADMIN_LOCK.format(enrolment_id=listener.device.enrolment_id)
        assert greet.request("POST", path, OrderRequest("left open", fresh_totp(platform, login))).is_success
        assert [_hint(lines), _hint(lines)] == ["contact", CLOSED]


def test_signing_out_ends_the_stream(signed_in: Callable[[str], Session]) -> None:
    listener = signed_in("agent")
    with _listening(listener) as lines:
        assert listener.request("POST", routes.SIGN_OUT).status_code == 204
        assert _hint(lines) == CLOSED
    assert problem_of(listener.request("GET", routes.SYNC)) is ErrorCode.TOKEN_INVALID
