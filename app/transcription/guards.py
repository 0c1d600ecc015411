"""What a recogniser invents, told from what was said.

Whisper, given silence or noise, repeats itself or recites the credits of the videos it was trained on,
with confidence. Thresholds for compression, log probability and no-speech are those of its authors
(Radford et al., "Robust Speech Recognition via Large-Scale Weak Supervision", 2022, section 4.5).
"""

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from app.domain.recording import Word

COMPRESSION_ABOVE = 2.4
LOG_PROBABILITY_BELOW = -1.0
NO_SPEECH_ABOVE = 0.6
QUIETER_THAN_DB = -60.0
"""Root mean square of a clip, dB full scale: below it there is nothing to hear on a telephone line."""
WORDS_A_SECOND = 9.0
"""Nobody speaks faster; fast auctioneers reach about seven."""
LONGEST_LOOP = 10
"""Words of the longest phrase looked for as a loop."""
REPEATS_OF_A_WORD = 6
REPEATS_OF_PHRASES = 4
"""A phrase said this often in a row is a loop; one word ("no, no, no") may come more often."""
REPEATS_OF_DIGITS = 20
"""Numbers may hold long runs of one digit, but none that is read out is longer than this."""
ECHO_WORDS = 4
"""A speaker may well say one name; nobody reads out several in the order of a list."""

_CREDITS = re.compile(
    r"^(thanks? (you )?(so much )?for watching|(please )?(like and )?subscribe( to (my|the) channel)?"
    r"|subtitles? (by|made by) .*|ondertitel(d|ing) (door|en) .*|ondertitels ingediend door .*"
    r"|sous-titr(es|age)( .*)?|untertitel(ung)? (von|der|des|im) .*|amara org.*)$"
)


class Doubt(StrEnum):
    """Why a text is not believed."""

    REPEATS_ITSELF = "repeats itself"
    SILENCE = "silence"
    CREDITS = "credits of a video"
    TOO_FAST = "faster than speech"


@dataclass(frozen=True)
class Said:
    """What the recogniser claims for one clip of `length_s` seconds. Probabilities 0-1, logs natural."""

    words: tuple[Word, ...]
    length_s: float
    log_probability: float
    no_speech: float

    @property
    def text(self) -> str:
        """The words, separated by blanks."""
        return " ".join(word.text for word in self.words)


def loudness_db(samples: NDArray[np.float32]) -> float:
    """Return the root mean square of samples (-1 to 1) in dB full scale, -inf for digital silence."""
    if not samples.size:
        return float("-inf")
    power = float(np.mean(np.square(samples, dtype=np.float64)))
    return 10 * float(np.log10(power)) if power > 0 else float("-inf")


def compression_ratio(text: str) -> float:
    """Return how many times smaller zlib makes the text (UTF-8)."""
    data = text.encode()
    return len(data) / len(zlib.compress(data))


def doubt(said: Said) -> Doubt | None:
    """Return why the text is not believed, None when it is."""
    if said.no_speech > NO_SPEECH_ABOVE and said.log_probability < LOG_PROBABILITY_BELOW:
        return Doubt.SILENCE
    if compression_ratio(said.text) > COMPRESSION_ABOVE:
        return Doubt.REPEATS_ITSELF
    if _CREDITS.match(" ".join(_plain(said.text))):
        return Doubt.CREDITS
    if len(said.words) > WORDS_A_SECOND * max(said.length_s, 1.0):
        return Doubt.TOO_FAST
    return None


def echoes(said: Said, vocabulary: Sequence[str]) -> bool:
    """Return whether the text only recites the names it was told to expect, as happens on silence."""
    told, heard = _plain(" ".join(vocabulary)), _plain(said.text)
    return len(heard) >= ECHO_WORDS and any(
        told[at : at + len(heard)] == heard for at in range(len(told) - len(heard) + 1)
    )


def _plain(text: str) -> list[str]:
    return re.findall(r"[\w-]+", text.lower())


def without_loops(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """Return the words with every loop cut back to one round; what comes after it stays."""
    kept: list[Word] = []
    at = 0
    keys = [re.sub(r"\W", "", word.text.lower()) for word in words]
    while at < len(words):
        size, rounds = _loop_at(keys, at)
        kept.extend(words[at : at + size])
        at += size * rounds
    return tuple(kept)


def _loop_at(keys: list[str], at: int) -> tuple[int, int]:
    """Return the length of the shortest phrase looping at `at` and its rounds; (1, 1) where none does."""
    for size in range(1, LONGEST_LOOP + 1):
        phrase = keys[at : at + size]
        rounds = 1
        while keys[at + rounds * size : at + (rounds + 1) * size] == phrase:
            rounds += 1
        if rounds >= _allowed(phrase):
            return size, rounds
    return 1, 1


def _allowed(phrase: list[str]) -> int:
    if all(key.isdigit() for key in phrase):
        return REPEATS_OF_DIGITS
    return REPEATS_OF_A_WORD if len(phrase) == 1 else REPEATS_OF_PHRASES
