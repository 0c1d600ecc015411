"""Windows of synthetic call speech with exact times: who speaks, on what kind of line, with which noise."""

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from resources.demo_model.train.grammar import Part
from resources.voices.build.synthesise import RATE_HZ, Espeak, Speaker, at_16_khz, levelled, timed_words

WINDOW_S = 10
"""What the recogniser hears at a time; `chunk_length` of the exported model."""
MARGIN_S = 0.4
"""Room for the silence before and after what is said in a window."""
TELEPHONE_HZ = (300.0, 3400.0)
ACCENTS = {
    Part.TRAIN: ("en", "en-US", "en-GB-x-rp", "en-GB-scotland", "en-GB-x-gbclan", "en-029"),
    Part.DEV: ("en-US-nyc", "en", "en-US"),
    Part.TEST: ("en-GB-x-gbcwmd", "en", "en-US", "en-GB-x-rp", "en-GB-scotland", "en-029"),
}
"""An accent is more than a speaker: the one of dev and the one of test that training lacks come first."""
VARIANTS = {
    Part.TRAIN: (
        *(
            "m2",
            "m4",
            "m6",
            "m8",
            "f1",
            "f3",
            "Alex",
            "Annie",
            "Andy",
            "Denis",
            "Gene",
            "Hugo",
            "Jacky",
            "Mike",
        ),
        *(
            "Michael",
            "adam",
            "anika",
            "belinda",
            "benjamin",
            "caleb",
            "david",
            "ed",
            "linda",
            "steph",
            "sandro",
        ),
        *("paul", "rob", "quincy", "shelby", "marcelo", "max", "john", "Mario", "Nguyen", "victor", "travis"),
        *("pablo", "miguel", "aunty", "norbert"),
    ),
    Part.DEV: ("f5", "m5", "robert"),
    # Those of the bundled English demo voices, which no part but this one may use.
    Part.TEST: ("f2", "m3", "m7", "f4", "m1"),
}

Samples = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Sound:
    """A word or a phoneme that sounds from `start_s` to `end_s` in its window."""

    text: str
    start_s: float
    end_s: float


@dataclass(frozen=True)
class Window:
    """Mono samples (n,) from -1 to 1 at 16 kHz, not longer than WINDOW_S, and what is said in them."""

    samples: Samples
    words: tuple[Sound, ...]
    phonemes: tuple[Sound, ...]

    @property
    def text(self) -> str:
        """The words, separated by blanks."""
        return " ".join(word.text for word in self.words)


@cache
def engine() -> Espeak:
    """Return this process's synthesiser: started a second time, libespeak-ng may never answer again."""
    return Espeak(phonemes=True)


def speaker(rng: np.random.Generator, part: Part) -> Speaker:
    """Draw a voice of a part: accent, variant, rate in words a minute and pitch."""
    accent, variant = rng.choice(ACCENTS[part]), rng.choice(VARIANTS[part])
    rate, pitch = int(rng.integers(130, 191)), int(rng.integers(30, 66))
    return Speaker("", "", "en", "", f"gmw/{accent}+{variant}", rate, pitch)


def speak(engine: Espeak, who: Speaker, texts: list[str], rng: np.random.Generator) -> Window:
    """Say sentences one after the other, as long as they fit a window; raises ValueError where none does."""
    engine.use(who)
    pieces: list[Samples] = [np.zeros(int(rng.uniform(0.05, MARGIN_S) * RATE_HZ), dtype=np.float32)]
    words: list[Sound] = []
    phonemes: list[Sound] = []
    for text in texts:
        samples, starts = engine.speak(text)
        pcm = at_16_khz(levelled(samples, engine.rate_hz), engine.rate_hz).astype(np.float32) / 32768
        at = sum(map(len, pieces))
        if at + len(pcm) > (WINDOW_S - MARGIN_S) * RATE_HZ:
            break
        rate, offset_s = engine.rate_hz, at / RATE_HZ
        timed = timed_words(text, starts, samples, rate)
        words += [Sound(w.text, offset_s + w.start / rate, offset_s + w.end / rate) for w in timed]
        ends = [start for _, start in engine.sounds[1:]] + [len(samples)]
        phonemes += [
            Sound(name, offset_s + start / rate, offset_s + end / rate)
            for (name, start), end in zip(engine.sounds, ends, strict=True)
        ]
        pieces.append(pcm.astype(np.float32))
        pieces.append(np.zeros(int(rng.uniform(0.02, 0.5) * RATE_HZ), dtype=np.float32))
    if not words:
        raise ValueError("a sentence is longer than a window")
    return Window(np.concatenate(pieces)[: WINDOW_S * RATE_HZ], tuple(words), tuple(phonemes))


def on_a_line(samples: Samples, rng: np.random.Generator) -> Samples:
    """Return samples as a line brings them: telephone band or wide, louder or softer, with noise or not."""
    telephone = rng.random() < 0.5
    gain = 10 ** (rng.uniform(-14, 4) / 20)
    noise_db = rng.uniform(15, 45) if rng.random() < 0.6 else 60.0
    level = float(np.sqrt(np.mean(np.square(samples)))) or 0.05
    noise = _noise(len(samples), rng) * level * 10 ** (-noise_db / 20)
    heard = np.asarray((samples + noise) * gain, dtype=np.float32)
    return _telephone(heard) if telephone else np.clip(heard, -1, 1)


def no_speech(rng: np.random.Generator) -> Window:
    """Return a window in which nobody speaks: silence, hiss or hum."""
    count = int(rng.uniform(1.0, WINDOW_S) * RATE_HZ)
    kind = rng.random()
    samples = np.zeros(count) if kind < 0.2 else _noise(count, rng) * 10 ** (rng.uniform(-70, -25) / 20)
    if kind > 0.7:
        hum = np.sin(2 * np.pi * rng.uniform(45, 1200) * np.arange(count) / RATE_HZ)
        samples = samples + hum * 10 ** (rng.uniform(-50, -20) / 20)
    return Window(samples.astype(np.float32), (), ())


def _noise(count: int, rng: np.random.Generator) -> Samples:
    """Return noise of unit power, white to brown."""
    spectrum = np.fft.rfft(rng.standard_normal(count))
    spectrum /= np.maximum(np.arange(len(spectrum)), 1) ** rng.uniform(0.0, 0.9)
    noise = np.fft.irfft(spectrum, count)
    return np.asarray(noise / np.sqrt(np.mean(noise**2)), dtype=np.float32)


def _telephone(samples: Samples) -> Samples:
    """Return samples through 300 to 3400 Hz at 8 kHz and 8 bit mu-law (ITU-T G.711)."""
    even = samples[: len(samples) // 2 * 2]
    spectrum = np.fft.rfft(even)
    hertz = np.fft.rfftfreq(len(even), 1 / RATE_HZ)
    low, high = TELEPHONE_HZ
    spectrum *= 1 / (1 + (low / np.maximum(hertz, 1)) ** 8) / (1 + (hertz / high) ** 40)
    narrow = np.clip(np.fft.irfft(spectrum, len(even))[::2], -1, 1)
    steps = np.round(np.sign(narrow) * np.log1p(255 * np.abs(narrow)) / np.log(256) * 127) / 127
    narrow = np.sign(steps) * np.expm1(np.abs(steps) * np.log(256)) / 255
    wide = np.zeros(len(even) // 2 + 1, dtype=np.complex128)
    half = np.fft.rfft(narrow)
    wide[: len(half)] = half * 2
    return np.asarray(np.fft.irfft(wide, len(even)), dtype=np.float32)
