"""Sound that goes with the words: what is written anew, what is sent, what cannot be read."""

import hashlib
import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile

from app.domain.ids import CallId, RecordingId
from app.domain.policy import UncheckedAudio
from app.domain.recording import Transcript
from app.errors import EnvironmentFault, Explanation, UserFacing
from app.ports.stores import Stores
from app.ports.transcriber import Model
from app.services.check_quarantine import CheckQuarantine
from app.services.redact_recording import RedactRecording
from app.services.release_recording import Fate, RecordedCall, ReleaseRecording
from tests.support.profiles import TestProfile
from tests.support.things import CAMPAIGN, NOW, page, recording, transcript
from ui.gallery.memory.speech import MemoryModels, MemoryTranscriber

pytestmark = pytest.mark.anyio
R1, HZ = RecordingId("recording-1"), 16_000
LOUD = np.full((HZ * 8, 2), 9000, np.int16)
SAID = "my card 4111 1111 1111 1111"
ANY = MemoryModels(Model("exact", (), 1))


def flac() -> bytes:
    file = io.BytesIO()
    soundfile.write(file, LOUD, HZ, format="FLAC")
    return file.getvalue()


def said(text: str = SAID) -> Transcript:
    words = transcript(1, text)
    turn = words.turns[0]
    timed = tuple(replace(w, start_s=float(n), end_s=n + 0.9) for n, w in enumerate(turn.words))
    return replace(words, turns=(replace(turn, words=timed),))


@pytest.fixture
def stores(tmp_path: Path) -> Iterator[Stores]:
    profile = TestProfile(tmp_path / "profile")
    yield profile.open().stores
    profile.close()


def redaction(stores: Stores) -> RedactRecording:
    return RedactRecording(stores.media, stores.recordings, stores.replica)


async def put(stores: Stores, data: bytes) -> None:
    writer = await stores.media.writer(R1)
    await writer.write(data)
    await writer.commit()


async def stored(stores: Stores) -> bytes:
    with await stores.media.open(R1) as stream:
        return stream.read()


async def test_audio_without_anything_to_remove_is_left_as_it_is(stores: Stores) -> None:
    data = flac()
    await stores.replica.apply(page(recordings=(recording(1),)))
    await put(stores, data)
    assert await redaction(stores).before_keeping((said("nothing to hide"),)) == ()
    assert await stored(stores) == data


async def test_what_was_made_here_and_not_sent_is_sent_as_it_is_now(stores: Stores) -> None:
    data = flac()
    await stores.recordings.add(recording(1, sha256=hashlib.sha256(data).hexdigest(), size_bytes=len(data)))
    await put(stores, data)
    assert await redaction(stores).before_keeping((said(),)) == (R1,)
    now = await stored(stores)
    item = await stores.recordings.get(R1)
    assert item is not None
    assert now != data
    assert (item.recording.sha256, item.recording.size_bytes) == (hashlib.sha256(now).hexdigest(), len(now))
    assert await stores.media.waiting_upload() == (R1,)
    await redaction(stores).before_keeping((said(),))
    assert await stored(stores) == now, "it is silent already"


async def test_what_was_sent_already_is_not_sent_again(stores: Stores) -> None:
    await stores.recordings.add(recording(1))
    await put(stores, flac())
    await stores.media.uploaded(R1)
    await redaction(stores).before_keeping((said(),))
    assert await stores.media.waiting_upload() == ()


async def test_audio_that_cannot_be_read_cannot_be_kept_beside_such_a_text(stores: Stores) -> None:
    await stores.replica.apply(page(recordings=(recording(1),)))
    await put(stores, b"fLaC" + bytes(4000))
    await redaction(stores).before_keeping((said(),))
    assert not await stores.media.has(R1)


async def quarantined(stores: Stores) -> RecordedCall:
    writer = await stores.media.quarantine(R1)
    await writer.write(LOUD.tobytes())
    await writer.commit()
    return RecordedCall(CallId(R1), CAMPAIGN, "Carla", "", None, "Ada", "nl", NOW)


def checker(
    stores: Stores, models: MemoryModels, heard: Transcript, told: list[Explanation]
) -> CheckQuarantine:
    transcriber = MemoryTranscriber({R1: heard})
    transcriber.step(9)
    return CheckQuarantine(
        stores.media, stores.recordings, stores.replica, models, transcriber, lambda _: None, told.append
    )


@pytest.mark.parametrize("unchecked", list(UncheckedAudio))
async def test_without_a_model_the_policy_decides_and_with_one_the_check_does(
    stores: Stores, unchecked: UncheckedAudio
) -> None:
    none, some = checker(stores, MemoryModels(), said(), []), checker(stores, ANY, said(), [])
    without = ReleaseRecording(stores.media, stores.recordings, none)
    with_one = ReleaseRecording(stores.media, stores.recordings, some)
    assert await without.keeps("nl", unchecked) == (unchecked is UncheckedAudio.RELEASE_UNCHECKED)
    assert await with_one.keeps("nl", unchecked)
    call = await quarantined(stores)
    assert (await with_one(call, unchecked)).fate is Fate.CHECKING
    assert await stores.media.quarantined() == (R1,)
    assert (await without(call, unchecked)).fate is not Fate.CHECKING


async def test_what_cannot_be_heard_stays_held_and_is_told(stores: Stores) -> None:
    class Deaf(MemoryTranscriber):
        async def transcribe(self, *_: object):  # type: ignore[override,no-untyped-def]
            raise EnvironmentFault("TRN-201", "The recogniser died twice.", "Try again.")
            yield

    check = CheckQuarantine(
        stores.media, stores.recordings, stores.replica, ANY, Deaf({}), lambda _: None, pytest.fail
    )
    with pytest.raises(EnvironmentFault):
        await check.check(await quarantined(stores))
    assert await stores.media.quarantined() == (R1,)
    assert not await stores.media.has(R1)


async def test_a_model_that_is_gone_meanwhile_leaves_it_held(stores: Stores) -> None:
    check = checker(stores, MemoryModels(), said(), [])
    with pytest.raises(UserFacing) as caught:
        await check.check(await quarantined(stores))
    assert caught.value.explanation.code == "TRN-110"
    assert await stores.media.quarantined() == (R1,)
