"""The shipped voices: complete, small, loud enough, and timed as the manifest says."""

import re
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from app.domain.recording import Speaker
from app.reference_platform.simulation.voices import (
    CACHED_UTTERANCES,
    FILE_RATE_HZ,
    Pcm,
    Utterance,
    Voices,
    resampled,
)
from resources import ROOT

FOLDER = ROOT / "voices"
MAX_BYTES = 12 * 1024 * 1024
RECORDED = {"en": r"\brecorded\b", "nl": r"\bopgenomen\b", "fr": r"\benregistré\b"}
CARD_LIKE = re.compile(r"(?:\d[ -]?){13,}")


@pytest.fixture(scope="module")
def voices() -> Voices:
    return Voices.load()


@pytest.fixture(scope="module")
def decoded(voices: Voices) -> list[tuple[Utterance, Pcm]]:
    return [(utterance, voices.pcm(utterance.id)) for utterance in voices.utterances]


def dbfs(pcm: Pcm) -> float:
    return float(20 * np.log10(np.sqrt(np.mean(np.square(pcm / 32768.0))) + 1e-9))


def test_manifest_and_files_are_the_same_set(voices: Voices) -> None:
    files = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.opus"))
    assert sorted(utterance.file for utterance in voices.utterances) == files


def test_everything_is_small_enough_to_ship() -> None:
    assert sum(path.stat().st_size for path in FOLDER.rglob("*") if path.is_file()) <= MAX_BYTES


def test_each_language_has_several_voices_on_both_sides(voices: Voices) -> None:
    pairs = {(u.language, u.speaker, u.voice) for u in voices.utterances}
    count = Counter((language, speaker) for language, speaker, _ in pairs)
    for language in ("nl", "en", "fr"):
        assert count[language, Speaker.AGENT] >= 2
        assert count[language, Speaker.CUSTOMER] >= 3


def test_each_voice_has_its_own_sound(decoded: list[tuple[Utterance, Pcm]]) -> None:
    """A synthesiser that does not know a voice falls back to another one without a word."""
    hello = [(u, pcm) for u, pcm in decoded if (u.intent, u.id[-1]) in {("hello", "1"), ("hold", "1")}]
    assert len(hello) == len({u.voice for u, _ in decoded})
    assert len({pcm.tobytes() for _, pcm in hello}) == len(hello)


def test_durations_are_the_manifests(decoded: list[tuple[Utterance, Pcm]]) -> None:
    wrong = [u.id for u, pcm in decoded if abs(len(pcm) / FILE_RATE_HZ - u.duration_s) > 0.02]
    assert not wrong


def test_level_and_peak(decoded: list[tuple[Utterance, Pcm]]) -> None:
    levels = {u.id: dbfs(pcm) for u, pcm in decoded}
    assert not {name: level for name, level in levels.items() if not -26 <= level <= -18}
    assert abs(float(np.median(list(levels.values()))) + 20) < 1
    assert not [u.id for u, pcm in decoded if int(np.abs(pcm.astype(int)).max()) >= 32000]


def test_words_are_the_text_in_order_inside_the_file(voices: Voices) -> None:
    for u in voices.utterances:
        assert " ".join(word.text for word in u.words) == u.text
        edges = [edge for word in u.words for edge in (word.start_s, word.end_s)]
        assert edges == sorted(edges), u.id
        assert edges[0] >= 0, u.id
        assert edges[-1] <= u.duration_s, u.id


def test_sound_starts_and_ends_with_the_words(decoded: list[tuple[Utterance, Pcm]]) -> None:
    step = FILE_RATE_HZ // 200
    for u, pcm in decoded:
        frames = pcm[: len(pcm) // step * step].reshape(-1, step).astype(float)
        level = np.sqrt(np.mean(frames**2, axis=1))
        heard = np.flatnonzero(level > level.max() * 0.01) * 0.005
        assert heard[0] == pytest.approx(u.words[0].start_s, abs=0.035), u.id
        assert heard[-1] + 0.005 == pytest.approx(u.words[-1].end_s, abs=0.05), u.id


def test_each_word_sounds_and_the_pauses_between_do_not(decoded: list[tuple[Utterance, Pcm]]) -> None:
    pauses = 0
    for u, pcm in decoded:
        for word in u.words:
            assert dbfs(_cut(pcm, word.start_s, word.end_s)) > -42, (u.id, word)
        for before, after in zip(u.words, u.words[1:], strict=False):
            if after.start_s - before.end_s >= 0.08:
                pauses += 1
                assert dbfs(_cut(pcm, before.end_s + 0.02, after.start_s - 0.02)) < -45, (u.id, before)
    assert pauses > 200


def _cut(pcm: Pcm, start_s: float, end_s: float) -> Pcm:
    return pcm[round(start_s * FILE_RATE_HZ) : round(end_s * FILE_RATE_HZ)]


def test_ai_agents_say_so_in_their_first_sentence(voices: Voices) -> None:
    greetings = [u for u in voices.utterances if u.role == "ai_agent" and u.intent == "greeting"]
    assert len(greetings) >= 2
    for u in greetings:
        assert "intelligence artificielle" in re.split(r"(?<=[.?!])\s", u.text)[0]


def test_every_agent_has_a_notice_that_says_recorded(voices: Voices) -> None:
    agents = {u.voice: u.language for u in voices.utterances if u.speaker is Speaker.AGENT}
    for voice, language in agents.items():
        notices = voices.variants(voice, "recording_notice")
        assert notices
        assert all(re.search(RECORDED[language], u.text) for u in notices)


def test_nothing_looks_like_a_card_number(voices: Voices) -> None:
    assert CARD_LIKE.search("it is 4111 1111 1111 1111")
    assert not [u.id for u in voices.utterances if CARD_LIKE.search(u.text)]


@pytest.mark.parametrize("rate_hz", [8_000, 24_000, 48_000])
def test_other_rates_keep_length_and_time(voices: Voices, rate_hz: int) -> None:
    u = voices.variants("en-hannah", "reason")[0]
    source, other = voices.pcm(u.id), voices.pcm(u.id, rate_hz)
    assert len(other) == len(source) * rate_hz // FILE_RATE_HZ
    back = resampled(other, rate_hz, FILE_RATE_HZ)[: len(source)].astype(float)
    lags = range(-8, 9)
    scores = [float(np.dot(np.roll(back, lag), source[: len(back)])) for lag in lags]
    assert lags[int(np.argmax(scores))] == 0


def test_a_length_between_two_samples_is_rounded_down() -> None:
    assert len(resampled(np.ones(16_001, np.int16), FILE_RATE_HZ, 8_000)) == 8_000


def test_decoded_samples_are_shared_read_only_and_bounded(voices: Voices) -> None:
    first = voices.utterances[0].id
    assert voices.pcm(first) is voices.pcm(first)
    with pytest.raises(ValueError, match="read-only"):
        voices.pcm(first)[0] = 1
    for utterance in voices.utterances[: CACHED_UTTERANCES + 5]:
        voices.pcm(utterance.id)
    assert voices._decoded.cache_info().currsize == CACHED_UTTERANCES


def test_missing_voices_are_reported(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="manifest"):
        Voices.load(tmp_path)
