"""An analysis lives exactly as long as the transcript it was made of."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from app.analysis.analyse import analyse
from app.analysis.findings import Analysis
from app.analysis.model import Weights
from app.domain.recording import Transcript
from app.ports.stores import Stores
from app.services.analyse_recording import AnalyseRecording, shipped_weights
from local_store.connection import open_keyed
from local_store.subkey import subkey
from tests.support.profiles import PROFILE_KEY, TestProfile
from tests.support.things import campaign, page, recording, transcript

pytestmark = pytest.mark.anyio
SAID = ("rhubarb shall I put you down for Tuesday?", "yes please put me down")


@pytest.fixture
def profile(tmp_path: Path) -> Iterator[TestProfile]:
    made = TestProfile(tmp_path)
    made.open()
    yield made
    made.close()


async def _made(profile: TestProfile, *, known: bool = True) -> tuple[Stores, Transcript, Analysis]:
    assert profile.opened is not None
    stores = profile.opened.stores
    await stores.replica.apply(
        page(campaigns=(campaign(),), recordings=(recording(1),) * known, transcripts=(transcript(1, *SAID),))
    )
    kept = await stores.recordings.transcript(recording(1).id)
    assert kept is not None
    return stores, kept, analyse(kept, None, shipped_weights())


def _rows(profile: TestProfile) -> list[Any]:
    profile.close()
    con = open_keyed(profile.root / "console.db", subkey(PROFILE_KEY, b"console.db"))
    try:
        return [row[0] for row in con.execute("SELECT body FROM analysis").fetchall()]
    finally:
        con.close()


async def test_it_is_kept_read_back_and_goes_with_a_replaced_transcript(profile: TestProfile) -> None:
    stores, text, analysis = await _made(profile)
    assert (await stores.recordings.put_analysis(analysis)).recordings == {text.recording_id}
    assert await stores.recordings.analysis(text.recording_id) == analysis
    later = transcript(1, "other words", made_at=text.made_at + timedelta(minutes=1), revision=2)
    await stores.recordings.put_transcript(later)
    assert await stores.recordings.analysis(text.recording_id) is None
    # What was begun before the new text came must not point into it.
    assert not (await stores.recordings.put_analysis(analysis)).recordings
    assert _rows(profile) == []


async def test_it_holds_no_word_of_the_call(profile: TestProfile) -> None:
    stores, text, analysis = await _made(profile)
    await stores.recordings.put_analysis(analysis)
    (body,) = _rows(profile)
    said = {word for turn in text.turns for word in turn.text.split() if len(word) > 4}
    assert said and not [word for word in said if word in body]


@pytest.mark.parametrize("known", [True, False], ids=["recording-known", "transcript-alone"])
async def test_it_goes_when_its_time_is_over(profile: TestProfile, known: bool) -> None:
    stores, text, analysis = await _made(profile, known=known)
    await stores.recordings.put_analysis(analysis)
    profile.clock.at += timedelta(days=400)
    assert await stores.recordings.analysis(text.recording_id) is None
    await stores.retention.purge()
    assert _rows(profile) == []


async def test_it_is_made_once_for_a_text_and_anew_for_other_rules(profile: TestProfile) -> None:
    stores, text, _ = await _made(profile)
    loads: list[Weights] = []

    def load() -> Weights:
        loads.append(shipped_weights())
        return loads[-1]

    service = AnalyseRecording(stores.recordings, stores.campaigns, load)
    first = await service.of(recording(1), text)
    assert (
        await service.of(recording(1), text) == first == await stores.recordings.analysis(text.recording_id)
    )
    assert len(loads) == 1 and first.steps
    kept = Analysis(**{**vars(first), "made_with": "older"})
    await stores.recordings.put_analysis(kept)
    assert await service.of(recording(1), text) == first
