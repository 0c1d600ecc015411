"""Windows of speech: the same seed gives the same samples, and words lie where they sound."""

import ctypes.util
from pathlib import Path

import numpy as np
import pytest

from resources.demo_model.train import corpus
from resources.demo_model.train.corpus import FRAMES_A_SECOND, PAUSE
from resources.demo_model.train.grammar import Part
from resources.demo_model.train.speech import ACCENTS, WINDOW_S, engine, no_speech, on_a_line, speak, speaker
from resources.voices.build.synthesise import RATE_HZ
from tests.support.marked_process import run_python

IMPORTS = "from pathlib import Path; from resources.demo_model.train.make_corpus import make"

pytestmark = pytest.mark.skipif(not ctypes.util.find_library("espeak-ng"), reason="needs libespeak-ng")


def test_a_shard_depends_on_its_number_and_seed_alone(tmp_path: Path) -> None:
    for name, number in (("one", 3), ("same", 3), ("other", 4)):
        call = f"make(Path({str(tmp_path / name)!r}), {number}, seed=7, seconds=3)"
        ran = run_python(["-c", f"{IMPORTS}; {call}"], 60)
        assert ran.status == 0, ran.err
    one, same, other = (corpus.load(tmp_path / name) for name in ("one", "same", "other"))
    for left, right in zip(one, same, strict=True):
        assert np.array_equal(left.features, right.features)
        assert (left.words, left.phonemes, left.spans) == (right.words, right.phonemes, right.spans)
    assert [item.words for item in other] != [item.words for item in one]


def test_words_and_phonemes_lie_where_they_sound() -> None:
    rng = np.random.default_rng(3)
    window = speak(engine(), speaker(rng, Part.TEST), ["your lease ends soon", "thank you"], rng)
    assert window.text == "your lease ends soon thank you"
    assert len(window.samples) <= WINDOW_S * RATE_HZ
    ends = [0.0]
    for word in window.words:
        assert ends[-1] - 0.001 <= word.start_s < word.end_s
        sounding = window.samples[int(word.start_s * RATE_HZ) : int(word.end_s * RATE_HZ)]
        assert np.abs(sounding).max() > 0.02
        ends.append(word.end_s)
    before = window.samples[: int(window.words[0].start_s * RATE_HZ) - 200]
    assert np.abs(before).max() < 0.01
    named = [sound for sound in window.phonemes if not sound.text.startswith(PAUSE)]
    assert len(named) > 12
    assert named[-1].end_s * FRAMES_A_SECOND < len(window.samples) / RATE_HZ * FRAMES_A_SECOND


def test_every_accent_can_be_spoken() -> None:
    for part in Part:
        drawn = [speaker(np.random.default_rng(seed), part) for seed in range(8 * len(ACCENTS[part]))]
        for one in drawn:
            engine().use(one)
        accents = {one.espeak.removeprefix("gmw/").partition("+")[0] for one in drawn}
        assert accents == set(ACCENTS[part])


def test_a_line_changes_how_it_sounds_but_not_how_long() -> None:
    rng = np.random.default_rng(5)
    samples = speak(engine(), speaker(rng, Part.TRAIN), ["good morning"], rng).samples
    for _ in range(8):
        heard = on_a_line(samples, rng)
        assert abs(len(heard) - len(samples)) <= 1
        assert not np.array_equal(heard[: len(samples)], samples[: len(heard)])
        assert np.abs(heard).max() <= 1.5


def test_windows_without_speech_hold_no_words() -> None:
    rng = np.random.default_rng(6)
    assert all(no_speech(rng).text == "" for _ in range(10))
