"""The demo model hears: lines and voices it never met come out of its process as they were said."""

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from app.domain.recording import Speaker, Turn
from app.transcription.audio_source import AudioSource
from app.transcription.catalogue import DEMO
from app.transcription.line import Job, Line
from app.transcription.models import ModelLibrary, Wanted
from resources import demo_model
from resources.demo_model.train.numbers import spoken
from resources.demo_model.train.score import Score, score
from tests.support.speech import call, flac, utterances
from tests.support.tiny_model import build
from ui.gallery.memory.clock import MemoryClock

TURNS = 6
MOST_ERRORS = 0.35
"""Of all words. Far above what the model makes of these, far below what a model that hears nothing would."""
LARGEST_MB = 8


def heard(folder: Path) -> list[Turn]:
    turns: list[Turn] = []
    line = Line(threads=2)
    with closing(AudioSource(flac(call(TURNS)[0]))) as source:
        try:
            line.work(Job(source, "en"), folder, lambda progress: turns.extend(progress.turns))
        finally:
            line.end()
    return turns


def errors(turns: list[Turn]) -> Score:
    total = Score()
    for side in Speaker:
        said = spoken(" ".join(u.text for u in utterances(side.value, "en", TURNS)))
        total += score(said.split(), " ".join(turn.text for turn in turns if turn.speaker is side).split())
    return total


def test_a_call_of_unseen_lines_and_voices_is_heard(tmp_path: Path) -> None:
    library = ModelLibrary(tmp_path, MemoryClock(datetime(2026, 4, 16, 12, 0, tzinfo=UTC)))
    model = library.add(Wanted(DEMO.name))
    assert model.languages == ("en",)
    assert "synthetic" in model.note
    found = errors(heard(library.folder_for(model.name, "en")))
    assert found.words > 100
    assert found.rate < MOST_ERRORS


def test_a_model_that_hears_nothing_fails_that_bound(tmp_path: Path) -> None:
    assert errors(heard(build(tmp_path / "deaf"))).rate > 2 * MOST_ERRORS


def test_the_folder_is_small() -> None:
    assert sum(path.stat().st_size for path in demo_model().iterdir() if path.is_file()) < LARGEST_MB * 10**6
