"""Whatever goes wrong on the line is told in one sentence with a next step, and costs nothing."""

import hashlib
import logging
import socket
import ssl
from collections.abc import AsyncIterator
from contextlib import aclosing
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest

from app.domain.ids import RecordingId
from app.errors import CallNexError, EnvironmentFault, UserFacing
from app.protocol.codec import encode
from app.protocol.messages import ChangePage, EventKind
from app.protocol.problem import MEDIA_TYPE, ErrorCode, problem
from app.security.dpop import DeviceProofs
from app.sync.client import HttpPlatform, connect
from app.sync.faults import PlatformBusy, PlatformSaysNo, Unreachable
from app.sync.tls import client_context
from app.sync.transport import TRIES, Request
from tests.integration.sync.conftest import Desk, Script, client_to
from tests.support.tls_server import answer, speaking

pytestmark = pytest.mark.anyio
SYNC = "/v1/sync"


def has_sentence_and_step(error: CallNexError, code: str) -> None:
    told = error.explanation
    assert told.code == code
    for text in (told.what, told.next_step):
        assert text[0].isupper() and text.endswith(".") and len(text) < 160
        assert "http:" not in text and "Error" not in text and "{" not in text


async def page_from(desk: Desk, url: str, ca: Path) -> ChangePage:
    """Ask another server for changes, as a device that is signed in."""
    client = client_to(url, ca, desk.identity, desk.waits)
    client._user = desk.client._user  # its tokens are not what is tested here
    user = client._user
    try:
        return await client._transport.fetch(ChangePage, Request("GET", SYNC, idempotent=True), user)
    finally:
        await client._transport.close()


async def test_nobody_answers(desk: Desk) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        url = f"https://127.0.0.1:{taken.getsockname()[1]}"
    with pytest.raises(Unreachable) as caught:
        await page_from(desk, url, desk.served.ca_file)
    has_sentence_and_step(caught.value, "NET-101")
    assert len(desk.waits.seconds) == TRIES - 1


async def test_the_platform_is_slow(desk: Desk, script: Script) -> None:
    hasty = client_to(desk.served.url, desk.served.ca_file, desk.identity, desk.waits, read_s=0.3)
    script(kind="delay", path=SYNC, seconds=3.0, times=0)
    hasty._user = desk.client._user
    try:
        with pytest.raises(Unreachable) as caught:
            await hasty.changes("")
    finally:
        await hasty._transport.close()
    has_sentence_and_step(caught.value, "NET-102")


@pytest.mark.parametrize("kind", ["torn", "lost", "dropped"])
async def test_an_answer_that_breaks_off_once_is_asked_for_again(
    desk: Desk, script: Script, kind: str
) -> None:
    whole = await desk.client.changes("")
    script(kind=kind, path=SYNC, times=1)
    again = await desk.client.changes("")
    assert again.campaigns == whole.campaigns and again.calls == whole.calls
    assert len(desk.waits.seconds) == 1


async def test_an_answer_that_always_breaks_off_is_said_so(desk: Desk, script: Script) -> None:
    script(kind="torn", path=SYNC, times=0)
    with pytest.raises(Unreachable) as caught:
        await desk.client.changes("")
    has_sentence_and_step(caught.value, "NET-103")


@pytest.mark.parametrize("status", [500, 502, 503])
async def test_the_platform_has_a_bad_moment(desk: Desk, script: Script, status: int) -> None:
    script(kind="status", path=SYNC, status=status, times=2)
    await desk.client.changes("")
    script(kind="status", path=SYNC, status=status, times=0)
    with pytest.raises(PlatformBusy) as caught:
        await desk.client.changes("")
    has_sentence_and_step(caught.value, "NET-121")


async def test_what_is_not_harmless_to_repeat_is_tried_once(desk: Desk, script: Script) -> None:
    login = desk.served.login("agent")
    script(kind="status", path="/v1/sign-in", status=503, times=0)
    with pytest.raises(PlatformBusy):
        await desk.client.sign_in(login.email, login.password, desk.enrolment_id)
    assert desk.waits.seconds == []


async def test_a_certificate_of_somebody_else(desk: Desk, tmp_path: Path) -> None:
    with speaking(tmp_path / "them", [answer("200 OK", b"{}")]) as them:
        with pytest.raises(EnvironmentFault) as caught:
            await page_from(desk, them.url, desk.served.ca_file)
        assert them.heads == []
    has_sentence_and_step(caught.value, "NET-111")


async def test_a_certificate_for_another_name(desk: Desk, tmp_path: Path) -> None:
    with speaking(tmp_path / "them", [answer("200 OK", b"{}")], host="127.0.0.2") as them:
        with pytest.raises(EnvironmentFault) as caught:
            await page_from(desk, them.url, them.ca)
        assert them.heads == []
    has_sentence_and_step(caught.value, "NET-111")


async def test_the_operating_system_does_not_know_a_demo_authority(desk: Desk) -> None:
    client = connect(
        desk.served.url, DeviceProofs(desk.identity, lambda: datetime.now(UTC)), None, desk.waits
    )
    login = desk.served.login("agent")
    try:
        with pytest.raises(EnvironmentFault) as caught:
            await client.sign_in(login.email, login.password, desk.enrolment_id)
    finally:
        await client.close()
    has_sentence_and_step(caught.value, "NET-111")


async def test_an_end_that_offers_only_tls_1_2(desk: Desk, tmp_path: Path) -> None:
    with speaking(tmp_path / "old", [answer("200 OK", b"{}")], newest=ssl.TLSVersion.TLSv1_2) as old:
        with pytest.raises(EnvironmentFault) as caught:
            await page_from(desk, old.url, old.ca)
        assert old.heads == []
    has_sentence_and_step(caught.value, "NET-112")
    assert desk.waits.seconds == [], "asking again does not make a server newer"


@pytest.mark.parametrize(
    ("status", "body", "code"),
    [
        ("200 OK", b"<html>Welcome to the hotel</html>", "NET-123"),
        ("200 OK", b"", "NET-123"),
        ("200 OK", b'{"cursor": "x"}', "NET-123"),
        ("302 Found", b"", "NET-123"),
        ("403 Forbidden", b"<html>Blocked by policy</html>", "NET-123"),
        ("502 Bad Gateway", b"<html>nginx</html>", "NET-121"),
        ("429 Too Many", encode(problem(ErrorCode.TOO_MANY_REQUESTS, 429, "Slow")), "NET-134"),
        ("500 Oops", encode(problem(ErrorCode.INTERNAL, 500, "Oops")), "NET-122"),
        ("404 No", encode(problem(ErrorCode.NOT_FOUND, 404, "No", "secret detail http://x")), "NET-132"),
        ("403 No", encode(problem(ErrorCode.FORBIDDEN, 403, "No")), "AUT-105"),
    ],
)
async def test_something_in_between_answers(
    desk: Desk, tmp_path: Path, status: str, body: bytes, code: str
) -> None:
    said = answer(status, body, f"Content-Type: {MEDIA_TYPE}")
    with speaking(tmp_path / "proxy", [said]) as proxy, pytest.raises(CallNexError) as caught:
        await page_from(desk, proxy.url, proxy.ca)
    has_sentence_and_step(caught.value, code)


async def test_a_platform_that_asks_for_a_long_pause_gets_it(desk: Desk, tmp_path: Path) -> None:
    busy = answer("503 No", encode(problem(ErrorCode.UNAVAILABLE, 503, "No")), "Retry-After: 120")
    with speaking(tmp_path / "busy", [busy]) as platform, pytest.raises(PlatformBusy) as caught:
        await page_from(desk, platform.url, platform.ca)
    assert caught.value.retry_after_s == 120
    assert len(platform.heads) == 1


async def test_a_token_that_ran_out_is_renewed_unseen(desk: Desk, script: Script) -> None:
    before = await desk.client._user.token()
    script(kind="clock_skew", path=SYNC, seconds=100_000.0, times=1)
    await desk.client.changes("")
    assert await desk.client._user.token() != before


async def test_a_session_that_was_ended_says_sign_in_again(desk: Desk) -> None:
    thief = client_to(desk.served.url, desk.served.ca_file, desk.identity, desk.waits)
    thief._user = desk.client._user.__class__(thief._transport)
    tokens = desk.client._user._tokens
    assert tokens is not None
    thief._user.begin(tokens)
    await thief.sign_out()
    await thief.close()
    with pytest.raises(PlatformSaysNo) as caught:
        await desk.client.changes("")
    has_sentence_and_step(caught.value, "AUT-103")
    with pytest.raises(UserFacing, match="AUT-106"):
        await desk.client.changes("")
    await desk.sign_in()
    await desk.client.changes("")


async def test_a_wrong_clock_is_named_as_the_cause(desk: Desk) -> None:
    late = client_to(
        desk.served.url,
        desk.served.ca_file,
        desk.identity,
        desk.waits,
        now=lambda: datetime.now(UTC) + timedelta(hours=1),
    )
    login = desk.served.login("agent")
    try:
        with pytest.raises(UserFacing) as caught:
            await late.sign_in(login.email, login.password, desk.enrolment_id)
    finally:
        await late.close()
    has_sentence_and_step(caught.value, "NET-117")


async def test_nothing_secret_or_personal_is_logged(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    login = desk.served.login("agent")
    await desk.sign_in()
    token = await desk.client._user.token()
    await desk.client.changes("")
    text = "\n".join(record.getMessage() for record in caplog.records)
    for secret in (token, login.email, login.password, "DPoP ", "Authorization"):
        assert secret not in text


async def _all(pieces: AsyncIterator[bytes]) -> bytes:
    return b"".join([piece async for piece in pieces])


async def _some_recording(client: HttpPlatform) -> tuple[RecordingId, str, int]:
    page = await client.changes("")
    recording = page.recordings[0]
    return recording.id, recording.sha256, recording.size_bytes


async def test_a_torn_download_goes_on_where_it_broke(desk: Desk, script: Script) -> None:
    recording_id, sha256, size = await _some_recording(desk.client)
    script(kind="torn", path="/v1/recordings/.*", times=3)
    audio = await _all(desk.client.download_audio(recording_id))
    assert (hashlib.sha256(audio).hexdigest(), len(audio)) == (sha256, size)
    assert len(desk.waits.seconds) == 3


async def test_a_download_that_never_brings_a_byte_ends(desk: Desk, script: Script) -> None:
    recording_id, _, _ = await _some_recording(desk.client)
    script(kind="dropped", path="/v1/recordings/.*", times=0)
    with pytest.raises(EnvironmentFault):
        await _all(desk.client.download_audio(recording_id))


DIGEST = "X-Content-SHA256: "


@pytest.mark.parametrize(
    ("headers", "code"),
    [((DIGEST + "0" * 64,), "NET-141"), ((), "NET-123")],
    ids=["another digest", "no digest"],
)
async def test_audio_that_is_not_what_was_announced(
    desk: Desk, tmp_path: Path, headers: tuple[str, ...], code: str
) -> None:
    with speaking(tmp_path / "them", [answer("200 OK", b"not the audio", *headers)]) as them:
        client = client_to(them.url, them.ca, desk.identity, desk.waits)
        client._user = desk.client._user
        with pytest.raises(EnvironmentFault) as caught:
            await _all(client.download_audio(RecordingId("r-1")))
        await client._transport.close()
    has_sentence_and_step(caught.value, code)


async def test_a_server_without_ranges_gives_each_byte_once(desk: Desk, tmp_path: Path) -> None:
    audio = bytes(range(256)) * 8
    good = answer("200 OK", audio, DIGEST + hashlib.sha256(audio).hexdigest())
    with speaking(tmp_path / "them", [good[:-700], good]) as them:
        client = client_to(them.url, them.ca, desk.identity, desk.waits)
        client._user = desk.client._user
        assert await _all(client.download_audio(RecordingId("r-1"))) == audio
        await client._transport.close()
        assert "range: bytes=1348-" in them.heads[1].lower()


async def test_hints_come_back_after_the_line_was_cut(desk: Desk, script: Script) -> None:
    script(kind="dropped", path="/v1/events", times=2)
    async with aclosing(desk.client.events()) as hints:
        got = [await anext(hints) for _ in range(6)]
    assert got == [EventKind.CONTACT, EventKind.CHANGED] * 3, "each new line asks to look at everything"
    assert len(desk.waits.seconds) == 2


async def test_an_upload_the_platform_does_not_expect_is_refused_in_words(desk: Desk) -> None:
    with pytest.raises(PlatformSaysNo) as caught:
        await desk.client.upload_audio(RecordingId("nowhere"), BytesIO(b"x" * 10), "0" * 64)
    has_sentence_and_step(caught.value, "NET-132")


@pytest.mark.parametrize(
    ("url", "pinned", "code"),
    [
        ("http://127.0.0.1:1", True, "NET-114"),
        ("https://", True, "NET-114"),
        ("https://callnex.example", True, "NET-115"),
        ("https://127.0.0.1.example", True, "NET-115"),
        ("https://localhost", True, "NET-116"),
    ],
)
def test_addresses_and_authorities_that_cannot_be_used(
    tmp_path: Path, url: str, pinned: bool, code: str
) -> None:
    with pytest.raises(CallNexError) as caught:
        client_context(url, tmp_path / "missing.pem" if pinned else None)
    has_sentence_and_step(caught.value, code)
