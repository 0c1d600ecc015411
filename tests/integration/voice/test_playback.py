"""Playing out of the real encrypted store."""

import queue
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from app.audio.player import Listener, Player, PlayerState
from app.domain.ids import RecordingId
from app.errors import CallNexError
from tests.support.profiles import TestProfile
from tests.unit.audio.sounds import Pcm, flac, noise
from tests.unit.audio.test_player import Ear

pytestmark = pytest.mark.anyio
ID = RecordingId("recording-1")
SOUND = noise(20 * 16_000)


@pytest.fixture
async def profile(tmp_path: Path) -> "Iterator[TestProfile]":  # type: ignore[misc]
    profile = TestProfile(tmp_path / "profile")
    writer = await profile.open().stores.media.writer(ID)
    await writer.write(flac(SOUND))
    await writer.commit()
    yield profile
    profile.close()


async def test_every_sample_of_the_store_is_heard(profile: TestProfile) -> None:
    states: queue.Queue[PlayerState] = queue.Queue()
    ear = Ear()
    player = Player(Listener(lambda at: None, states.put, pytest.fail), lambda rate, channels: ear)
    assert profile.opened is not None
    player.load(await profile.opened.stores.media.open(ID))
    player.play()
    while states.get(timeout=10) is not PlayerState.ENDED:
        pass
    player.close()
    heard: Pcm = ear.heard
    assert np.array_equal(heard, SOUND)


async def test_a_recording_that_is_deleted_while_it_plays_falls_silent_and_says_why(
    profile: TestProfile,
) -> None:
    failures: queue.Queue[CallNexError] = queue.Queue()
    gate: queue.Queue[None] = queue.Queue()
    ear = Ear(gate=gate)
    positions: queue.Queue[float] = queue.Queue()
    player = Player(Listener(positions.put, lambda state: None, failures.put), lambda rate, channels: ear)
    assert profile.opened is not None
    media = profile.opened.stores.media
    player.load(await media.open(ID))
    player.play()
    for _ in range(10):
        gate.put(None)
    while positions.get(timeout=10) == 0:
        pass
    await media.remove(ID)
    for _ in range(600):
        gate.put(None)
    assert failures.get(timeout=10).explanation.code == "STO-232"
    player.close()
    assert 0 < len(ear.heard) < len(SOUND)
