"""Audio: what the delta announces is what comes down, whole or in ranges; uploads are checked."""

import hashlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO

import numpy as np
import pytest
import soundfile

from app.domain.actions import EndCall, StartCall
from app.domain.ids import CallId, RecordingId, new_id
from app.domain.outcome import SystemResult
from app.protocol import routes
from app.protocol.messages import ActionsRequest, ActionsResponse
from app.protocol.problem import ErrorCode
from tests.support.platform_client import Session, good, problem_of
from tests.support.platform_process import PlatformProcess
from tests.support.platform_sql import rows


@pytest.fixture
def agent(signed_in: Callable[[str], Session]) -> Session:
    return signed_in("agent")


def _path(recording_id: str) -> str:
    return routes.RECORDING_AUDIO.format(recording_id=recording_id)


def _flac(seconds: float = 1.0) -> bytes:
    noise = np.random.default_rng(5).integers(-9000, 9000, (int(16000 * seconds), 2), dtype=np.int16)
    target = BytesIO()
    soundfile.write(target, noise, 16000, format="FLAC", subtype="PCM_16")
    return target.getvalue()


def _called(session: Session) -> RecordingId:
    """Make a call that announces a recording, and return its id."""
    page = session.everything()[0]
    contact = page.contacts[-1]
    call_id, recording_id = CallId(new_id()), RecordingId(new_id())
    now = datetime.now(UTC)
    actions = (
        StartCall(call_id, contact.campaign_id, contact.id, now - timedelta(seconds=60)),
        EndCall(call_id, SystemResult.ANSWERED, now - timedelta(seconds=50), now, recording_id),
    )
    sealed = tuple(session.seal(action) for action in actions)
    answer = good(ActionsResponse, session.request("POST", routes.ACTIONS, ActionsRequest(sealed)))
    assert all(result.accepted for result in answer.results), answer
    return recording_id


def _upload(session: Session, recording_id: str, audio: bytes, digest: str = "") -> tuple[int, bytes]:
    headers = {"X-Content-SHA256": digest or hashlib.sha256(audio).hexdigest(), "Content-Type": "audio/flac"}
    response = session.request("PUT", _path(recording_id), None, content=audio, headers=headers)
    return response.status_code, response.content


def test_seeded_audio_is_what_the_delta_announces(agent: Session) -> None:
    recordings = [r for page in agent.everything() for r in page.recordings]
    assert len(recordings) >= 4
    for recording in recordings[:2]:
        response = agent.request("GET", _path(recording.id))
        assert response.status_code == 200 and response.headers["accept-ranges"] == "bytes"
        assert hashlib.sha256(response.content).hexdigest() == recording.sha256
        assert response.headers["x-content-sha256"] == recording.sha256
        assert len(response.content) == recording.size_bytes
        with soundfile.SoundFile(BytesIO(response.content)) as sound:
            assert sound.channels == 2
            assert sound.frames / sound.samplerate == pytest.approx(recording.duration_s)


@pytest.mark.parametrize(
    ("header", "start", "end"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=1000000-1100000", 1_000_000, 1_100_001),
        ("bytes=5-", 5, None),
        ("bytes=-10", -10, None),
        ("bytes=7-999999999", 7, None),
    ],
)
def test_ranges(agent: Session, header: str, start: int, end: int | None) -> None:
    recording = max((r for p in agent.everything() for r in p.recordings), key=lambda r: r.size_bytes)
    whole = agent.request("GET", _path(recording.id)).content
    response = agent.request("GET", _path(recording.id), headers={"Range": header})
    assert response.status_code == 206
    assert response.content == whole[start:end]
    first = start if start >= 0 else len(whole) + start
    assert response.headers["content-range"] == (
        f"bytes {first}-{first + len(response.content) - 1}/{len(whole)}"
    )


def test_a_range_past_the_end_is_refused_and_nonsense_gets_the_whole(agent: Session) -> None:
    recording = agent.everything()[0].recordings[0]
    past = agent.request("GET", _path(recording.id), headers={"Range": f"bytes={recording.size_bytes}-"})
    assert past.status_code == 416
    assert past.headers["content-range"] == f"bytes */{recording.size_bytes}"
    for nonsense in ("bytes=", "bytes=a-b", "lines=1-2", "bytes=0-1,5-6"):
        response = agent.request("GET", _path(recording.id), headers={"Range": nonsense})
        assert (response.status_code, len(response.content)) == (200, recording.size_bytes)


def test_an_upload_becomes_a_recording(platform: PlatformProcess, agent: Session) -> None:
    recording_id, audio = _called(agent), _flac(1.5)
    cursor = agent.everything()[-1].cursor
    assert agent.request("GET", _path(recording_id)).status_code == 404
    assert _upload(agent, recording_id, audio)[0] == 204
    (recording,) = agent.page(cursor).recordings
    assert (recording.id, recording.size_bytes) == (recording_id, len(audio))
    assert (recording.duration_s, recording.sample_rate) == (1.5, 16000)
    assert agent.request("GET", _path(recording_id)).content == audio
    # Again is harmless, other audio is not taken.
    assert _upload(agent, recording_id, audio)[0] == 204
    assert _upload(agent, recording_id, _flac(2.0))[0] == 409
    assert len(rows(platform, "SELECT 1 FROM audio WHERE recording_id = :id", id=recording_id)) == 1


def test_uploads_that_do_not_fit_leave_nothing(platform: PlatformProcess, agent: Session) -> None:
    recording_id, audio = _called(agent), _flac()
    before = set((platform.data_dir / "audio").iterdir())
    mono = BytesIO()
    soundfile.write(mono, np.zeros(100, np.int16), 16000, format="FLAC")
    assert _upload(agent, recording_id, audio, "0" * 64)[0] == 400
    assert _upload(agent, recording_id, audio, "short")[0] == 400
    assert _upload(agent, recording_id, b"this is no audio")[0] == 400
    assert _upload(agent, recording_id, mono.getvalue())[0] == 400
    assert set((platform.data_dir / "audio").iterdir()) == before
    assert agent.request("GET", _path(recording_id)).status_code == 404


def test_an_upload_that_breaks_off_leaves_nothing(platform: PlatformProcess, agent: Session) -> None:
    recording_id, audio = _called(agent), _flac(20.0)
    before = set((platform.data_dir / "audio").iterdir())
    url = f"{platform.url}{_path(recording_id)}"
    headers = {
        "DPoP": agent.device.proofs.proof("PUT", url, agent.access),
        "Authorization": f"DPoP {agent.access}",
        "X-Content-SHA256": hashlib.sha256(audio).hexdigest(),
        "Content-Length": str(len(audio)),
    }

    def torn() -> Iterator[bytes]:
        yield audio[: len(audio) // 2]
        raise ConnectionError("the cable came out")

    with pytest.raises(ConnectionError, match="cable"):
        agent.device.http.put(url, content=torn(), headers=headers)
    # The same upload is good when it comes whole, whatever the platform still has of the first.
    assert _upload(agent, recording_id, audio)[0] == 204
    assert agent.request("GET", _path(recording_id)).content == audio
    assert len(set((platform.data_dir / "audio").iterdir()) - before) == 1
    assert "Traceback" not in platform.log()


def test_only_the_agent_of_the_call_uploads(agent: Session, signed_in: Callable[[str], Session]) -> None:
    recording_id = _called(agent)
    assert _upload(signed_in("team_lead"), recording_id, _flac())[0] == 404
    assert _upload(agent, new_id(), _flac())[0] == 404


def test_no_plaintext_of_audio_lies_on_the_disk(platform: PlatformProcess, agent: Session) -> None:
    recording_id, audio = _called(agent), _flac()
    assert _upload(agent, recording_id, audio)[0] == 204
    for path in (platform.data_dir / "audio").iterdir():
        content = path.read_bytes()
        assert b"fLaC" not in content and b"SQLite format" not in content
        assert audio[2000:2032] not in content


def test_other_campaigns_recordings_are_not_there(platform: PlatformProcess, agent: Session) -> None:
    elise = next(user for user in platform.users if user.email.startswith("elise"))
    other = agent.device.sign_in(elise)
    hidden = [r for p in agent.everything() for r in p.recordings if r.language == "nl"]
    response = other.request("GET", _path(hidden[0].id))
    assert problem_of(response) is ErrorCode.NOT_FOUND
