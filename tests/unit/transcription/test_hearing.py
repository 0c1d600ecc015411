"""How one recording is worked through: full windows, each channel by itself, nothing believed blindly."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from app.domain.recording import Speaker, Turn, Word
from app.transcription.clips import RATE, Samples, Span, Window
from app.transcription.frames import Begin, Heard
from app.transcription.guards import Said
from app.transcription.hearing import Hearing

LOUD = 8000


@dataclass
class Parrot:
    """Finds speech where there is sound, and says one word for each clip, or what it is told to."""

    says: str = ""
    no_speech: float = 0.0
    log_probability: float = -0.1
    window_s: float = 30.0
    windows: list[Window] = field(default_factory=list)
    batches: list[int] = field(default_factory=list)
    vocabulary: tuple[str, ...] = ()

    def knows(self, language: str) -> bool:
        return True

    def find_speech(self, samples: Samples) -> list[Span]:
        loud = np.concatenate([[False], np.abs(samples) > 1e-5, [False]]).astype(np.int8)
        edges = np.flatnonzero(np.diff(loud))
        return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]

    def language_of(self, clips: Sequence[Samples]) -> str:
        return "nl"

    def hear(self, windows: Sequence[Window], language: str, vocabulary: Sequence[str]) -> list[Said]:
        self.windows += windows
        self.batches.append(len(windows))
        self.vocabulary = tuple(vocabulary)
        return [self._said(window) for window in windows]

    def _said(self, window: Window) -> Said:
        words = tuple(
            Word(text, clip.start_s + 0.01 * n, clip.start_s + 0.01 * (n + 1))
            for clip in window
            for n, text in enumerate(self.says.split() or [f"at{clip.start_s:.0f}"])
        )
        return Said(words, sum(clip.length_s for clip in window), self.log_probability, self.no_speech)


def sound(spans: Sequence[tuple[float, float]], length_s: float, level: int = LOUD) -> np.ndarray:
    samples = np.zeros(int(length_s * RATE), dtype=np.int16)
    for begins, ends in spans:
        samples[int(begins * RATE) : int(ends * RATE)] = level
    return samples


def heard(
    parrot: Parrot, left: np.ndarray, right: np.ndarray, *, together: int = 8, names: tuple[str, ...] = ()
) -> list[Heard]:
    hearing = Hearing(Begin(RATE, "", 0.0, (0.0, 0.0), names), parrot, lambda: together)
    both = np.column_stack([left, right]).astype("<i2").tobytes()
    return [*hearing.push(both), *hearing.finish()]


def turns(found: list[Heard]) -> list[Turn]:
    return [turn for one in found for turn in one.turns]


def test_clips_of_one_channel_share_a_window_and_keep_their_own_times() -> None:
    parrot = Parrot()
    found = heard(parrot, sound([(1, 3), (10, 12)], 30), sound([(5, 7)], 30))
    assert [[clip.channel for clip in window] for window in parrot.windows] == [[0, 0], [1]]
    assert [(turn.speaker, turn.text) for turn in turns(found)] == [
        (Speaker.AGENT, "at1"),
        (Speaker.AGENT, "at10"),
        (Speaker.CUSTOMER, "at5"),
    ]
    assert found[-1].done_s == (30.0, 30.0)
    assert found[-1].language == "nl"


def test_a_window_is_never_longer_than_the_engine_hears() -> None:
    parrot = Parrot(window_s=5.0)
    heard(parrot, sound([(1, 4), (6, 9), (11, 13)], 20), sound([], 20))
    assert [[round(clip.start_s) for clip in window] for window in parrot.windows] == [[1], [6, 11]]


def test_progress_never_passes_what_is_held_back() -> None:
    parrot = Parrot()
    hearing = Hearing(Begin(RATE, "en", 0.0, (0.0, 0.0)), parrot, lambda: 8)
    both = np.column_stack([sound([(2, 4)], 20), sound([], 20)]).astype("<i2").tobytes()
    last = list(hearing.push(both))[-1]
    assert parrot.windows == []
    assert last.done_s[0] < 2.1
    assert last.done_s[1] > 18
    assert [turn.text for turn in turns(list(hearing.finish()))] == ["at2"]


def test_full_windows_wait_until_as_many_are_there_as_are_worked_on_together() -> None:
    parrot = Parrot(window_s=3.0)
    hearing = Hearing(Begin(RATE, "en", 0.0, (0.0, 0.0)), parrot, lambda: 3)
    left = sound([(1, 3), (5, 7), (9, 11), (13, 15)], 20)
    both = np.column_stack([left, sound([], 20)]).astype("<i2").tobytes()
    half = len(both) // 8 * 4
    first = list(hearing.push(both[:half]))
    assert parrot.batches == []
    assert first[-1].done_s[0] < 1.1, "what waits is not done"
    second = list(hearing.push(both[half:]))
    assert parrot.batches == [3]
    assert 11 < second[-1].done_s[0] < 13.1
    assert [turn.text for turn in turns(second)] == ["at1", "at5", "at9"]
    assert [turn.text for turn in turns(list(hearing.finish()))] == ["at13"]


def test_beside_a_call_one_window_at_a_time_is_heard() -> None:
    busy, idle = Parrot(window_s=3.0), Parrot(window_s=3.0)
    left = sound([(1, 3), (5, 7), (9, 11), (13, 15)], 20)
    heard(busy, left, sound([], 20), together=1)
    heard(idle, left, sound([], 20))
    assert busy.batches == [1, 1, 1, 1]
    assert sum(idle.batches) == 4
    assert max(idle.batches) > 1


def test_names_to_expect_reach_the_engine_and_their_echo_is_not_believed() -> None:
    names = ("Helderzon", "Lotte Peeters", "SolarCheck")
    parrot = Parrot(says="Helderzon Lotte Peeters SolarCheck")
    assert turns(heard(parrot, sound([(1, 3)], 10), sound([], 10), names=names)) == []
    assert parrot.vocabulary == names


def test_sound_too_quiet_to_hold_speech_is_not_even_heard() -> None:
    parrot = Parrot(says="thank you")
    assert turns(heard(parrot, sound([(1, 3)], 10, level=20), sound([], 10))) == []
    assert parrot.windows == []


def test_text_over_what_the_engine_takes_for_silence_is_not_believed() -> None:
    parrot = Parrot(says="thank you", no_speech=0.9, log_probability=-1.5)
    assert turns(heard(parrot, sound([(1, 3)], 10), sound([], 10))) == []


def test_a_phrase_in_a_loop_is_kept_once() -> None:
    parrot = Parrot(says=" ".join(["and", "then"] * 6))
    found = turns(heard(parrot, sound([(1, 9)], 12), sound([], 12)))
    assert [turn.text for turn in found] == ["and then"]


def test_text_that_compresses_too_well_is_not_believed() -> None:
    parrot = Parrot(says=" ".join(f"verylongwordthatcomesagain{n % 2}x" for n in range(3)) * 4)
    assert turns(heard(parrot, sound([(1, 9)], 12), sound([], 12))) == []
