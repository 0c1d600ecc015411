"""Encrypted audio: seekable, complete or not there, destroyed key first."""

import io
import os
from datetime import timedelta

import numpy as np
import pytest
import soundfile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.ids import RecordingId
from app.errors import UserFacing
from tests.contract.conftest import Bench
from tests.support.things import page, recording

pytestmark = pytest.mark.anyio
R1, R2 = RecordingId("recording-1"), RecordingId("recording-2")
AUDIO = bytes(np.random.default_rng(7).integers(0, 256, 3_300_000, dtype=np.uint8))


async def put(bench: Bench, recording_id: RecordingId = R1, data: bytes = AUDIO) -> None:
    writer = await bench.stores.media.writer(recording_id)
    for start in range(0, len(data), 100_000):
        await writer.write(data[start : start + 100_000])
    await writer.commit()


async def test_the_bytes_come_back_after_closing(bench: Bench) -> None:
    await put(bench)
    bench.reopen()
    assert await bench.stores.media.has(R1)
    with await bench.stores.media.open(R1) as stream:
        assert stream.read() == AUDIO
        assert stream.read() == b""
        assert stream.seek(-10, io.SEEK_END) == len(AUDIO) - 10
        assert stream.read() == AUDIO[-10:]
        with pytest.raises(ValueError, match="before the start"):
            stream.seek(-1)


@given(
    jumps=st.lists(
        st.tuples(st.integers(0, len(AUDIO) + 100), st.integers(0, 1_200_000)), min_size=1, max_size=6
    )
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_any_jump_reads_the_right_bytes(bench: Bench, jumps: list[tuple[int, int]]) -> None:
    if not await bench.stores.media.has(R1):
        await put(bench)
    with await bench.stores.media.open(R1) as stream:
        for place, count in jumps:
            stream.seek(place)
            assert stream.read(count) == AUDIO[place : place + count]
            assert stream.tell() == place + len(AUDIO[place : place + count])


async def test_soundfile_reads_flac_from_the_stream(bench: Bench) -> None:
    samples = (np.sin(np.arange(80_000) / 9)[:, None] * [0.5, 0.3]).astype(np.float32)
    file = io.BytesIO()
    soundfile.write(file, samples, 8000, format="FLAC")
    await put(bench, data=file.getvalue())
    with await bench.stores.media.open(R1) as stream, soundfile.SoundFile(stream) as sound:
        sound.seek(40_000)
        assert np.allclose(sound.read(1000, dtype="float32"), samples[40_000:41_000], atol=1e-4)
        assert sound.frames == 80_000


async def test_nothing_is_seen_before_commit_and_nothing_after_discard(bench: Bench) -> None:
    writer = await bench.stores.media.writer(R1)
    await writer.write(b"half")
    assert not await bench.stores.media.has(R1)
    with pytest.raises(UserFacing) as caught:
        await bench.stores.media.open(R1)
    assert caught.value.explanation.code == "STO-231"
    await writer.discard()
    assert not await bench.stores.media.has(R1)
    assert not list(bench.profile.paths.media.iterdir())


async def test_a_new_file_replaces_the_old_only_when_complete(bench: Bench) -> None:
    await put(bench, data=b"old")
    writer = await bench.stores.media.writer(R1)
    await writer.write(b"new")
    with await bench.stores.media.open(R1) as stream:
        assert stream.read() == b"old"
    await writer.commit()
    with await bench.stores.media.open(R1) as stream:
        assert stream.read() == b"new"
    assert len(list(bench.profile.paths.media.iterdir())) == 1


async def test_an_unfinished_download_is_gone_after_a_crash_and_live_audio_is_not(bench: Bench) -> None:
    download = await bench.stores.media.writer(R1)
    await download.write(AUDIO)
    live = await bench.stores.media.quarantine(R2)
    await live.write(b"\x01\x00" * 1000)
    await live.write(b"\x02\x00" * 1000)
    assert await bench.stores.media.quarantined() == ()  # it is being made now
    bench.reopen()
    assert not await bench.stores.media.has(R1)
    assert await bench.stores.media.quarantined() == (R2,)
    assert not await bench.stores.media.has(R2)
    with await bench.stores.media.open_quarantined(R2) as stream:
        assert stream.read() == b"\x01\x00" * 1000 + b"\x02\x00" * 1000


async def test_quarantine_is_released_by_writing_the_final_file(bench: Bench) -> None:
    await bench.stores.recordings.add(recording(1))
    live = await bench.stores.media.quarantine(R1)
    await live.write(b"raw!")
    await live.commit()
    assert await bench.stores.media.quarantined() == (R1,)
    assert await bench.stores.media.waiting_upload() == ()
    await put(bench, data=b"flac")
    await bench.stores.media.end_quarantine(R1)
    assert await bench.stores.media.quarantined() == ()
    with pytest.raises(UserFacing):
        await bench.stores.media.open_quarantined(R1)
    assert await bench.stores.media.waiting_upload() == (R1,)
    await bench.stores.media.uploaded(R1)
    assert await bench.stores.media.waiting_upload() == ()
    assert len(list(bench.profile.paths.media.iterdir())) == 1


async def test_only_what_was_made_here_is_uploaded(bench: Bench) -> None:
    await bench.stores.replica.apply(page(recordings=(recording(1),)))
    await put(bench, data=b"downloaded")
    assert await bench.stores.media.waiting_upload() == ()
    await bench.stores.recordings.add(recording(2))
    await put(bench, R2, b"made here")
    assert await bench.stores.media.waiting_upload() == (R2,)


async def test_peaks_lie_beside_the_audio_and_go_with_it(bench: Bench) -> None:
    assert await bench.stores.media.peaks(R1) is None
    with pytest.raises(UserFacing):
        await bench.stores.media.put_peaks(R1, b"p")
    await put(bench, data=b"flac")
    assert await bench.stores.media.peaks(R1) is None
    await bench.stores.media.put_peaks(R1, b"one")
    await bench.stores.media.put_peaks(R1, b"two")
    bench.reopen()
    assert await bench.stores.media.peaks(R1) == b"two"
    with await bench.stores.media.open(R1) as stream:
        assert stream.read() == b"flac"
    await bench.stores.media.remove(R1)
    assert await bench.stores.media.peaks(R1) is None


async def test_removing_ends_a_stream_that_is_being_read(bench: Bench) -> None:
    await put(bench)
    stream = await bench.stores.media.open(R1)
    assert stream.read(4) == AUDIO[:4]
    await bench.stores.media.remove(R1)
    with pytest.raises((UserFacing, ValueError)):
        stream.read(4)
    assert stream.fault.explanation.code == "STO-232"  # type: ignore[attr-defined]
    assert not await bench.stores.media.has(R1)
    assert not list(bench.profile.paths.media.iterdir())


async def test_a_purge_takes_the_audio_and_ends_its_playing(bench: Bench) -> None:
    await bench.stores.replica.apply(page(recordings=(recording(1), recording(2, legal_hold=True))))
    await put(bench)
    await put(bench, R2, b"held")
    stream = await bench.stores.media.open(R1)
    bench.clock.move(days=100)
    assert (await bench.stores.retention.purge()).recordings == 1
    assert stream.closed
    assert len(list(bench.profile.paths.media.iterdir())) == 1  # what law keeps
    assert not await bench.stores.media.has(R2)


async def test_audio_of_no_known_recording_goes_by_its_own_age(bench: Bench) -> None:
    await put(bench, data=b"orphan")
    bench.clock.move(days=89)
    assert (await bench.stores.retention.purge()).total == 0
    bench.clock.move(days=1)
    assert not await bench.stores.media.has(R1)
    assert (await bench.stores.retention.purge()).other == 1
    assert not list(bench.profile.paths.media.iterdir())


async def test_a_file_that_vanished_is_shown_as_missing(bench: Bench) -> None:
    await bench.stores.recordings.add(recording(1))
    await put(bench, data=b"flac")
    (file,) = bench.profile.paths.media.iterdir()
    file.unlink()
    assert not await bench.stores.media.has(R1)
    bench.reopen()
    item = await bench.stores.recordings.get(R1)
    assert item is not None
    assert item.audio == "missing"
    assert bench.clock.now() - item.recording.ended_at < timedelta(days=1)


async def test_files_without_a_row_are_swept(bench: Bench) -> None:
    (bench.profile.paths.media / ("f" * 32)).write_bytes(os.urandom(100))
    bench.reopen()
    assert not list(bench.profile.paths.media.iterdir())
