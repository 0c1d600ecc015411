"""A secret that was said is in no layer afterwards: not in pages, index, peaks or samples."""

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile

from app.audio.encode import flac_chunks
from app.audio.peaks import SAMPLES_PER_PEAK, Peaks
from app.domain.ids import CallId, CampaignId, RecordingId
from app.domain.policy import UncheckedAudio
from app.domain.recording import RecordingFilter, Speaker, Transcript
from app.domain.redaction import kind_of
from app.ports.transcriber import Model
from app.services.check_quarantine import CheckQuarantine
from app.services.redact_recording import RedactRecording
from app.services.release_recording import Fate, RecordedCall, ReleaseRecording
from app.services.review_recording import ReviewRecording
from app.services.transcribe_recording import TranscribeRecording
from local_store.connection import open_keyed
from local_store.subkey import subkey
from tests.support.corpus.secrets import HELD, OPEN, card_case, other_case
from tests.support.corpus.talk import Case
from tests.support.oracle import decrypted
from tests.support.profiles import PROFILE_KEY, TestProfile
from tests.support.things import AGENT, NOW, page, policy, recording
from ui.gallery.memory.audio_platform import MemoryAudioPlatform
from ui.gallery.memory.speech import MemoryModels, MemoryTranscriber

pytestmark = pytest.mark.anyio
MAIN = subkey(PROFILE_KEY, b"console.db")
HZ, R1 = 16_000, RecordingId("recording-1")
WORDS, DIGITS = 5, 8
LEVELS = {Speaker.AGENT: 9000, Speaker.CUSTOMER: 12_000}


@pytest.fixture
def profile(tmp_path: Path) -> Iterator[TestProfile]:
    made = TestProfile(tmp_path / "profile")
    made.open()
    yield made
    made.close()


def samples(case: Case) -> "np.ndarray[tuple[int, ...], np.dtype[np.int16]]":
    """Every word sounds on its speaker's channel, and softly on the other one, as in a microphone."""
    end = max(turn.end_s for turn in case.turns) + 1.0
    sound = np.zeros((round(end * HZ), 2), np.int16)
    for turn in case.turns:
        own = 0 if turn.speaker is Speaker.AGENT else 1
        for word in turn.words:
            where = slice(round(word.start_s * HZ), round(word.end_s * HZ))
            sound[where, own] = LEVELS[turn.speaker]
            sound[where, 1 - own] = np.maximum(sound[where, 1 - own], 300)
    return sound


def flac(case: Case) -> bytes:
    return b"".join(flac_chunks(io.BytesIO(samples(case).tobytes()), HZ))


def secret_times(case: Case) -> list[tuple[float, float]]:
    words = [case.turns[turn].words[word] for turn, word in sorted(case.secret)]
    return [(word.start_s, word.end_s) for word in words]


def said(case: Case) -> Transcript:
    return replace(case.transcript(), recording_id=R1)


async def left_in_audio(profile: TestProfile, case: Case) -> list[str]:
    """Where something of a secret word can still be heard or seen."""
    assert profile.opened is not None
    media = profile.opened.stores.media
    with await media.open(R1) as stream:
        sound, rate = soundfile.read(io.BytesIO(stream.read()), dtype="int16")
    stored = await media.peaks(R1)
    assert stored is not None
    finest = Peaks.from_bytes(stored).levels[0]
    left = []
    for start, end in secret_times(case):
        if sound[round(start * rate) : round(end * rate)].any():
            left.append(f"sound at {start}")
        if finest[int(start * rate / SAMPLES_PER_PEAK) : int(np.ceil(end * rate / SAMPLES_PER_PEAK))].any():
            left.append(f"peaks at {start}")
    assert sound.any(), "silence everywhere would prove nothing"
    return left


def tokens(text: str) -> list[str]:
    return re.findall(r"[a-z0-9à-ÿ-]+", text.lower())


def pieces(case: Case) -> Iterator[tuple[str, ...]]:
    """Yield every stretch of a secret of five words, or of fewer with eight digits."""
    for turn, line in enumerate(case.turns):
        gone = [word.text for n, word in enumerate(line.words) if (turn, n) in case.secret]
        said = tokens(" ".join(gone))
        for start in range(len(said)):
            for stop in range(start + 1, min(start + WORDS, len(said)) + 1):
                piece = tuple(said[start:stop])
                if len(piece) == WORDS or sum(sign.isdigit() for sign in "".join(piece)) >= DIGITS:
                    yield piece
                    break


def left_in_text(plain: bytes, cases: Sequence[Case]) -> set[str]:
    """Return the secrets of which a piece is in the decrypted pages."""
    owners = {piece: case.values[0] for case in cases for piece in pieces(case)}
    stored = tokens(plain.decode("utf-8", "ignore"))
    lengths = {len(piece) for piece in owners}
    rows = (tuple(stored[at : at + length]) for length in lengths for at in range(len(stored)))
    return {owners[row] for row in rows if row in owners}


def pages(profile: TestProfile) -> bytes:
    return decrypted(profile.paths.console, MAIN)


CASES = [card_case(number, 11, half) for number in range(6) for half in (OPEN, HELD)]


async def test_the_oracles_see_a_secret_where_there_is_one(profile: TestProfile) -> None:
    assert profile.opened is not None
    stores = profile.opened.stores
    everything_stays = replace(policy(), redact=())
    await stores.replica.put_policy(everything_stays)
    await stores.replica.apply(page(recordings=(recording(1),), transcripts=(said(CASES[0]),)))
    writer = await stores.media.writer(R1)
    await writer.write(flac(CASES[0]))
    await writer.commit()
    await ReviewRecording(stores, MemoryAudioPlatform({}), AGENT, profile.clock).peaks(R1)
    assert await left_in_audio(profile, CASES[0])
    many = [replace(case, number=place) for place, case in enumerate(CASES)]
    for case in many:
        await stores.recordings.put_transcript(case.transcript())
    assert len(left_in_text(pages(profile), many)) > len(many) // 2


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.language}-{case.style}")
async def test_transcribed_here_the_secret_is_in_no_layer(profile: TestProfile, case: Case) -> None:
    assert profile.opened is not None
    stores = profile.opened.stores
    await stores.replica.apply(page(recordings=(recording(1),)))
    writer = await stores.media.writer(R1)
    await writer.write(flac(case))
    await writer.commit()
    transcriber = MemoryTranscriber({R1: said(case)})
    transcriber.step(9)
    keys = media_keys(profile)
    service = TranscribeRecording(stores, MemoryModels(Model("exact", (), 1)), transcriber)
    await service.transcribe(R1, lambda done, total: None)
    assert await left_in_audio(profile, case) == []
    assert not keys & media_keys(profile), "the old file's key is gone"
    kept = await stores.recordings.transcript(R1)
    assert kept is not None
    assert any(kind_of(word.text) for turn in kept.turns for word in turn.words)
    assert left_in_text(pages(profile), [case]) == set()


def media_keys(profile: TestProfile) -> set[bytes]:
    con = open_keyed(profile.paths.keys, subkey(PROFILE_KEY, b"keys.db"))
    found = {bytes(row[0]) for row in con.execute("SELECT key FROM media_key").fetchall()}
    con.close()
    return found


@pytest.mark.parametrize("order", ["text first", "audio first"])
async def test_from_the_platform_in_either_order(profile: TestProfile, order: str) -> None:
    assert profile.opened is not None
    stores, case = profile.opened.stores, CASES[1]
    review = ReviewRecording(stores, MemoryAudioPlatform({R1: flac(case)}), AGENT, profile.clock)
    await stores.replica.apply(page(recordings=(recording(1),)))
    if order == "audio first":
        await review.fetch(R1, lambda share: None)
    await RedactRecording(stores.media, stores.recordings, stores.replica).before_keeping((said(case),))
    await stores.replica.apply(page(transcripts=(said(case),)))
    if order == "text first":
        await review.fetch(R1, lambda share: None)
    assert await left_in_audio(profile, case) == []
    assert await stores.media.waiting_upload() == ()
    assert left_in_text(pages(profile), [case]) == set()


async def test_a_live_call_leaves_quarantine_without_it(profile: TestProfile) -> None:
    assert profile.opened is not None
    stores, case = profile.opened.stores, CASES[2]
    call = RecordedCall(CallId(R1), CampaignId("c"), "Carla", "", None, "Ada", case.language[:2], NOW)
    writer = await stores.media.quarantine(R1)
    await writer.write(samples(case).tobytes())
    await writer.commit()
    quarantined = media_keys(profile)
    transcriber = MemoryTranscriber({R1: said(case)})
    transcriber.step(9)
    models = MemoryModels(Model("exact", (), 1))
    check = CheckQuarantine(
        stores.media, stores.recordings, stores.replica, models, transcriber, lambda _: None, pytest.fail
    )
    release = ReleaseRecording(stores.media, stores.recordings, check)
    released = await release(call, UncheckedAudio.DISCARD)
    assert released.fate is Fate.CHECKING
    assert await stores.media.quarantined() == (R1,)
    await check.check(call)
    assert await stores.media.quarantined() == ()
    assert not quarantined & media_keys(profile)
    assert await left_in_audio(profile, case) == []
    assert left_in_text(pages(profile), [case]) == set()
    item = await stores.recordings.get(R1)
    assert item is not None
    assert item.has_transcript
    assert await stores.media.waiting_upload() == (R1,)


async def stored_in(profile: TestProfile, cases: Sequence[Case]) -> None:
    assert profile.opened is not None
    for start in range(0, len(cases), 500):
        some = tuple(case.transcript() for case in cases[start : start + 500])
        await profile.opened.stores.replica.apply(page(transcripts=some))


COUNTS = [pytest.param(300), pytest.param(100_000, marks=[pytest.mark.long, pytest.mark.timeout(3600)])]


@pytest.mark.parametrize("count", COUNTS)
async def test_no_card_of_many_is_in_the_pages_or_the_index(profile: TestProfile, count: int) -> None:
    cases = [card_case(number, 12, HELD) for number in range(count)]
    await stored_in(profile, cases)
    left = left_in_text(pages(profile), cases)
    print(f"\n{count} card conversations stored and indexed, {len(left)} of them left in a decrypted page")
    assert left == set()


async def test_other_secrets_are_not_stored_either(profile: TestProfile) -> None:
    cases = [other_case(number, 12, OPEN) for number in range(300)]
    await stored_in(profile, cases)
    assert left_in_text(pages(profile), cases) == set()
    assert profile.opened is not None
    stores = profile.opened.stores
    assert (await stores.recordings.page(RecordingFilter("nonante"), None, 5)).total == 0
