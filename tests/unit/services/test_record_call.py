"""Recording over a scripted line, into the real encrypted store."""

import hashlib
import io
from collections.abc import AsyncGenerator, Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile

from app.audio.peaks import Peaks
from app.domain.ids import CallId, RecordingId
from app.domain.outcome import SystemResult
from app.domain.policy import UncheckedAudio
from app.errors import EnvironmentFault, UserFacing
from app.ports.stores import MediaStore, MediaWriter, Stores
from app.ports.voice import Answerer, AudioChunk, Devices, Levels, LineEvent, LineState, LineStatus
from app.services.record_call import CallEvent, NotRecorded, RecordCall, Recorded
from app.services.release_recording import Fate, RecordedCall, Released, ReleaseRecording, recording_of
from tests.support.profiles import TestProfile
from tests.support.things import CAMPAIGN, NOW, SetClock, call, campaign, contact, page

pytestmark = pytest.mark.anyio
CALL = CallId("call-1")
ID = recording_of(CALL)
SOUND = np.random.default_rng(3).integers(-9000, 9000, (16_000 * 5 + 801, 2)).astype(np.int16)
CONNECTING = LineStatus(LineState.CONNECTING)
CONNECTED = LineStatus(LineState.CONNECTED)
ENDED = LineStatus(LineState.ENDED, SystemResult.ANSWERED)


class ScriptedLine:
    """Says what it was told to, asking the platform first; a `VoiceLine`."""

    def __init__(self, *events: LineEvent) -> None:
        self._events = events
        self.hung_up = False

    async def call(self, answerer: Answerer) -> AsyncGenerator[LineEvent, None]:
        await answerer("offer")
        try:
            for event in self._events:
                yield event
        finally:
            self.hung_up = True

    async def devices(self) -> Devices:
        return Devices((), null=True)

    async def mute(self, on: bool) -> None: ...
    async def hold(self, on: bool) -> None: ...
    async def hang_up(self) -> None: ...
    async def close(self) -> None: ...


def chunks(sound: "np.ndarray[tuple[int, ...], np.dtype[np.int16]]" = SOUND) -> list[AudioChunk]:
    return [AudioChunk(sound[at : at + 8000].tobytes(), 16_000) for at in range(0, len(sound), 8000)]


def about(call_id: CallId = CALL) -> RecordedCall:
    return RecordedCall(call_id, CAMPAIGN, "Carla Customer", "Widgets", None, "Ada Agent", "nl", NOW)


@pytest.fixture
def profile(tmp_path: Path) -> Iterator[TestProfile]:
    profile = TestProfile(tmp_path / "profile")
    profile.open()
    yield profile
    profile.close()


def stores(profile: TestProfile) -> Stores:
    assert profile.opened is not None
    return profile.opened.stores


async def answer(sdp: str) -> str:
    return "answer"


def recorder(line: ScriptedLine, kept: Stores, media: MediaStore | None = None) -> RecordCall:
    media = media or kept.media
    return RecordCall(line, media, ReleaseRecording(media, kept.recordings), SetClock())


async def run(
    line: ScriptedLine, kept: Stores, unchecked: UncheckedAudio, media: MediaStore | None = None
) -> list[CallEvent]:
    return [event async for event in recorder(line, kept, media)(about(), answer, unchecked)]


async def test_a_released_recording_is_every_sample_and_all_that_is_known(profile: TestProfile) -> None:
    kept = stores(profile)
    line = ScriptedLine(CONNECTING, CONNECTED, *chunks(), ENDED)
    events = await run(line, kept, UncheckedAudio.RELEASE_UNCHECKED)
    with await kept.media.open(ID) as stream:
        file = stream.read()
    decoded, rate = soundfile.read(io.BytesIO(file), dtype="int16")
    assert rate == 16_000
    assert np.array_equal(decoded, SOUND)
    released = events[-1]
    assert isinstance(released, Released)
    assert released.fate is Fate.KEPT
    assert released.changes.recordings == {ID}
    item = await kept.recordings.get(ID)
    assert item is not None
    assert item.recording == released.recording
    assert item.recording.sha256 == hashlib.sha256(file).hexdigest()
    assert item.recording.size_bytes == len(file)
    assert item.recording.duration_s == pytest.approx(len(SOUND) / 16_000)
    assert item.recording.started_at == SetClock().now()
    peaks = await kept.media.peaks(ID)
    assert peaks is not None
    assert Peaks.from_bytes(peaks).frames == len(SOUND)
    assert Peaks.from_bytes(peaks).levels[0][0, 0].tolist() == [SOUND[:256, 0].min(), SOUND[:256, 0].max()]
    assert await kept.media.quarantined() == ()
    assert await kept.media.waiting_upload() == (ID,)


async def test_what_the_screen_sees_while_it_runs(profile: TestProfile) -> None:
    levels = Levels(-10.0, -20.0, 1.0)
    line = ScriptedLine(CONNECTING, CONNECTED, *chunks()[:5], levels, ENDED)
    events = await run(line, stores(profile), UncheckedAudio.HOLD)
    assert [event for event in events if not isinstance(event, Released)] == [
        CONNECTING,
        CONNECTED,
        Recorded(1.0),
        Recorded(2.0),
        levels,
        ENDED,
    ]


async def test_held_audio_stays_in_quarantine_and_cannot_be_played(profile: TestProfile) -> None:
    kept = stores(profile)
    events = await run(ScriptedLine(CONNECTED, *chunks(), ENDED), kept, UncheckedAudio.HOLD)
    assert events[-1].fate is Fate.HELD  # type: ignore[union-attr]
    assert await kept.media.quarantined() == (ID,)
    with await kept.media.open_quarantined(ID) as stream:
        assert stream.read() == SOUND.tobytes()
    with pytest.raises(UserFacing):
        await kept.media.open(ID)
    assert await kept.recordings.get(ID) is None


async def test_discarded_audio_is_gone(profile: TestProfile) -> None:
    kept = stores(profile)
    events = await run(ScriptedLine(CONNECTED, *chunks(), ENDED), kept, UncheckedAudio.DISCARD)
    assert events[-1].fate is Fate.DISCARDED  # type: ignore[union-attr]
    assert await kept.media.quarantined() == ()
    assert not list(profile.paths.media.iterdir())


async def test_a_call_that_was_never_answered_leaves_nothing(profile: TestProfile) -> None:
    busy = LineStatus(LineState.ENDED, SystemResult.BUSY)
    events = await run(ScriptedLine(CONNECTING, busy), stores(profile), UncheckedAudio.RELEASE_UNCHECKED)
    assert events == [CONNECTING, busy]
    assert not list(profile.paths.media.iterdir())


async def test_closing_the_iterator_hangs_up_and_every_sample_stays_in_quarantine(
    profile: TestProfile,
) -> None:
    kept = stores(profile)
    line = ScriptedLine(CONNECTED, *chunks(), Levels(0.0, 0.0, None), ENDED)
    running = recorder(line, kept)(about(), answer, UncheckedAudio.RELEASE_UNCHECKED)
    while not isinstance(await anext(running), Levels):
        pass
    await running.aclose()
    assert line.hung_up
    with await kept.media.open_quarantined(ID) as stream:
        assert stream.read() == SOUND.tobytes()


async def test_after_a_crash_the_audio_finds_its_call_again(profile: TestProfile) -> None:
    kept = stores(profile)
    await kept.replica.apply(page(campaigns=(campaign(),), calls=(call(1),), contacts=(contact(1),)))
    line = ScriptedLine(CONNECTED, *chunks(), ENDED)
    running = recorder(line, kept)(about(), answer, UncheckedAudio.RELEASE_UNCHECKED)
    while not (isinstance(event := await anext(running), Recorded) and event.seconds >= 4.0):
        pass
    profile.open()  # as if the console had died: nothing was closed in order
    kept = stores(profile)
    release = ReleaseRecording(kept.media, kept.recordings)
    assert await kept.media.quarantined() == (ID,)
    released = await release.recover(
        kept.calls, kept.contacts, kept.campaigns, UncheckedAudio.RELEASE_UNCHECKED
    )
    assert [one.fate for one in released] == [Fate.KEPT]
    item = await kept.recordings.get(ID)
    assert item is not None
    assert item.recording.contact_name == call(1).contact_name
    assert item.recording.company == contact(1).company
    assert item.recording.language == contact(1).language
    with await kept.media.open(ID) as stream:
        decoded, _ = soundfile.read(io.BytesIO(stream.read()), dtype="int16")
    assert np.array_equal(decoded, SOUND[: 4 * 16_000])
    assert await kept.media.quarantined() == ()
    with pytest.raises(EnvironmentFault):
        await running.aclose()


async def test_audio_of_a_call_nobody_knows_is_held_not_lost(profile: TestProfile) -> None:
    kept = stores(profile)
    writer = await kept.media.quarantine(RecordingId("call-unknown"))
    await writer.write(SOUND.tobytes())
    await writer.commit()
    release = ReleaseRecording(kept.media, kept.recordings)
    released = await release.recover(kept.calls, kept.contacts, kept.campaigns, UncheckedAudio.DISCARD)
    assert [one.fate for one in released] == [Fate.HELD]
    assert await kept.media.quarantined() == ("call-unknown",)


class FullDisk:
    """The real store, until the disk is full: after `room` writes of the wanted kind."""

    def __init__(self, media: MediaStore, kind: str, room: int) -> None:
        self._media, self._kind, self._room = media, kind, room

    def __getattr__(self, name: str) -> object:
        return getattr(self._media, name)

    async def quarantine(self, recording_id: RecordingId) -> MediaWriter:
        return self._limited(await self._media.quarantine(recording_id), "quarantine")

    async def writer(self, recording_id: RecordingId) -> MediaWriter:
        return self._limited(await self._media.writer(recording_id), "writer")

    def _limited(self, writer: MediaWriter, kind: str) -> MediaWriter:
        write = writer.write

        async def limited(chunk: bytes) -> None:
            self._room -= 1
            if self._room < 0:
                raise EnvironmentFault("STO-206", "The disk is full.", "Free some space.")
            await write(chunk)

        if kind == self._kind:
            writer.write = limited  # type: ignore[method-assign]
        return writer


async def test_a_full_disk_stops_the_recording_not_the_call_and_what_there_is_is_kept(
    profile: TestProfile,
) -> None:
    kept = stores(profile)
    media: MediaStore = FullDisk(kept.media, "quarantine", 3)  # type: ignore[assignment]
    line = ScriptedLine(CONNECTED, *chunks(), ENDED)
    events = await run(line, kept, UncheckedAudio.RELEASE_UNCHECKED, media)
    told = [event for event in events if isinstance(event, NotRecorded)]
    assert [one.why.code for one in told] == ["STO-206"]
    assert ENDED in events
    assert events[-1].recording.duration_s == 3.0  # type: ignore[union-attr]


async def test_a_disk_that_is_full_at_the_very_end_is_told_too(profile: TestProfile) -> None:
    kept = stores(profile)
    media: MediaStore = FullDisk(kept.media, "quarantine", 5)  # type: ignore[assignment]
    line = ScriptedLine(CONNECTED, *chunks(), ENDED)
    events = await run(line, kept, UncheckedAudio.RELEASE_UNCHECKED, media)
    assert [type(event) for event in events[-3:]] == [LineStatus, NotRecorded, Released]
    assert events[-1].recording.duration_s == 5.0  # type: ignore[union-attr]


async def test_a_disk_that_fills_while_encoding_leaves_the_audio_in_quarantine(profile: TestProfile) -> None:
    kept = stores(profile)
    media: MediaStore = FullDisk(kept.media, "writer", 0)  # type: ignore[assignment]
    with pytest.raises(EnvironmentFault, match="STO-206"):
        await run(ScriptedLine(CONNECTED, *chunks(), ENDED), kept, UncheckedAudio.RELEASE_UNCHECKED, media)
    assert await kept.media.quarantined() == (ID,)
    assert not await kept.media.has(ID)
    assert len(list(profile.paths.media.iterdir())) == 1
