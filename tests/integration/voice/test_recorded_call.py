"""A real call recorded into the real encrypted store."""

import io
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile

from app.domain.ids import CallId
from app.domain.policy import UncheckedAudio
from app.ports.voice import LineState, LineStatus
from app.services.record_call import RecordCall, Recorded
from app.services.release_recording import Fate, RecordedCall, Released, ReleaseRecording, recording_of
from app.voice.line import EngineLine
from tests.integration.voice.correlate import drift_ms, lag_and_likeness, to_16k
from tests.support.gateway_process import GatewayProcess
from tests.support.profiles import TestProfile
from tests.support.things import CAMPAIGN, NOW, SetClock

pytestmark = pytest.mark.anyio
CALL = CallId("call-1")


@pytest.fixture
def profile(tmp_path: Path) -> Iterator[TestProfile]:
    profile = TestProfile(tmp_path / "profile")
    profile.open()
    yield profile
    profile.close()


async def test_a_call_whose_engine_is_killed_is_kept_up_to_the_last_second(
    line: EngineLine, gateway: GatewayProcess, profile: TestProfile, tmp_path: Path
) -> None:
    assert profile.opened is not None
    stores = profile.opened.stores
    record = RecordCall(line, stores.media, ReleaseRecording(stores.media, stores.recordings), SetClock())
    about = RecordedCall(CALL, CAMPAIGN, "Carla", "Widgets", None, "Ada", "en", NOW)
    events, pid = [], None
    async for event in record(about, lambda sdp: gateway.answer(CALL, sdp), UncheckedAudio.RELEASE_UNCHECKED):
        events.append(event)
        if isinstance(event, Recorded) and event.seconds >= 9 and pid is None:
            heard, spoken = gateway.taps(CALL, tmp_path)
            pid = line.engine_pid
            assert pid is not None
            os.kill(pid, signal.SIGKILL)
    last = [event for event in events if isinstance(event, LineStatus)][-1]
    assert last.state is LineState.ENDED
    assert isinstance(events[-1], Released)
    assert events[-1].fate is Fate.KEPT
    with await stores.media.open(recording_of(CALL)) as stream:
        file, _ = soundfile.read(io.BytesIO(stream.read()), dtype="int16")
    assert len(file) / 16_000 > len(heard) / 48_000 - 2.0, "more than the last seconds were lost"
    left, right = file.astype(np.float64).T
    assert lag_and_likeness(left, to_16k(heard)[: len(left)])[1] > 0.9
    assert lag_and_likeness(right, to_16k(spoken)[: len(right)])[1] > 0.9
    assert drift_ms(left, to_16k(heard)[: len(left)]) < 20
