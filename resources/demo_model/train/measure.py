"""Word error rates on held-out speech: `python -m resources.demo_model.train.measure`.

It is heard as the console hears it. Needs the console's environment with the platform's extra, and
libespeak-ng.
"""

import argparse
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from app.domain.recording import Turn
from app.transcription.frames import Begin
from app.transcription.hearing import Hearing
from app.transcription.recogniser import Recogniser
from resources.demo_model.train.cases import Case, Maker, demo_calls
from resources.demo_model.train.grammar import Part
from resources.demo_model.train.numbers import spoken
from resources.demo_model.train.score import Score, score
from resources.voices.build.synthesise import RATE_HZ

FOLDER = Path(__file__).resolve().parent.parent
SEED = 20261124


def transcribe(model: Recogniser, case: Case) -> list[list[Turn]]:
    """Return the turns heard on each channel."""
    channels = case.samples.shape[1]
    hearing = Hearing(Begin(RATE_HZ, "en", 0.0, (0.0,) * channels), model, lambda: 1)
    heard = [*hearing.push(case.samples.astype("<i2").tobytes()), *hearing.finish()]
    turns = [turn for news in heard for turn in news.turns]
    return [[t for t in turns if t.speaker == side] for side in ("agent", "customer")[:channels]]


def rate(model: Recogniser, cases: list[Case]) -> Score:
    """Return the errors over all channels of all cases."""
    total = Score()
    for case in cases:
        for said, turns in zip(case.said, transcribe(model, case), strict=True):
            total += score(said.split(), spoken(" ".join(turn.text for turn in turns)).split())
    return total


def word_starts(model: Recogniser, cases: list[Case]) -> list[float]:
    """Return how far word starts are off, in seconds, over the cases heard without a mistake."""
    off: list[float] = []
    for case in cases:
        words = [word for turns in transcribe(model, case) for turn in turns for word in turn.words]
        if [word.text for word in words] == case.said[0].split():
            off += [abs(word.start_s - start) for word, start in zip(words, case.starts_s, strict=True)]
    return off


def tables(make: Maker, count: int) -> Iterator[tuple[str, list[Case]]]:
    """Yield the name and the cases of each row; dialogues and calls are a fifth as many as sentences."""
    for name, voices in (("seen voices", Part.TRAIN), ("unseen voices", Part.TEST)):
        yield f"held-out sentences, {name}", [make.sentence(Part.TEST, voices) for _ in range(count)]
        few = [make.dialogue(Part.TEST, voices) for _ in range(count // 5)]
        yield f"30 s dialogues of held-out sentences, {name}", few
    yield "calls of the demo: lines and voices unseen", list(demo_calls(count // 5))


def main() -> int:
    """Print a table of word error rates."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=FOLDER)
    parser.add_argument("--count", type=int, default=100, help="sentences of a row")
    parser.add_argument("--threads", type=int, default=2)
    given = parser.parse_args()
    model = Recogniser(given.folder, given.threads)
    for name, cases in tables(Maker(SEED), given.count):
        began = time.monotonic()
        found = rate(model, cases)
        length_s = sum(case.samples.size for case in cases) / RATE_HZ
        speed = (time.monotonic() - began) / length_s
        tell(f"| {name} | {found.words} | {found.rate:.1%} | {speed:.3f} |")
        if cases[0].starts_s and (off := sorted(word_starts(model, cases))):
            middle, most = off[len(off) // 2], off[len(off) * 9 // 10]
            tell(f"  word starts off by: median {middle:.2f} s, p90 {most:.2f} s")
    return 0


def tell(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main())
