"""Canaries, and every form in which one could survive its deletion."""

import base64
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

KEY = 8
"""A pattern is found by its first eight bytes."""
WINDOW = 10
"""So many letters in a row are no accident; a canary torn by a page's end still shows ten of its sixteen."""
LETTERS, SIZE = "abcdefghijklmnopqrstuvwxyz", 16


@dataclass(frozen=True)
class Canary:
    """A name, and the byte patterns (form, bytes of at least KEY) that betray it."""

    name: str
    forms: tuple[tuple[str, bytes], ...]


class Patterns:
    """All patterns of many canaries, by their first eight bytes."""

    def __init__(self, canaries: Iterable[Canary]) -> None:
        self.by_key: dict[bytes, list[tuple[bytes, str, str]]] = {}
        for canary in canaries:
            for form, pattern in canary.forms:
                self.by_key.setdefault(pattern[:KEY], []).append((pattern, canary.name, form))
        self.keys = np.sort(np.frombuffer(b"".join(self.by_key), "<u8"))


def words(seed: int, count: int) -> list[str]:
    """Return random words of sixteen letters: shared by nothing else, and by no two of them."""
    drawn = np.random.default_rng(seed).choice(np.array(list(LETTERS)), (count, SIZE))
    return ["".join(row) for row in drawn]


def text_canary(word: str) -> Canary:
    """Return a word (ten letters or more) in either case, UTF-16, base64, hex, and as FTS5 keeps it."""
    return Canary(word, tuple(_text_forms(word)))


def _text_forms(word: str) -> Iterator[tuple[str, bytes]]:
    for start in {0, min(3, len(word) - WINDOW), len(word) - WINDOW}:
        part = word[start : start + WINDOW]
        yield "utf-8", part.encode()
        yield "utf-8, capitals", part.upper().encode()
        yield "utf-16-le", part.encode("utf-16-le")
        yield "utf-16-be", part.encode("utf-16-be")
        yield "hex", part.encode().hex().encode()
        yield "hex, capitals", part.encode().hex().upper().encode()
    for spelling in ("utf-8", "utf-16-le"):
        raw = word.encode(spelling)
        for shift in range(3):
            coded = base64.b64encode(bytes(shift) + raw)
            yield f"base64 of {spelling}", coded[4 if shift else 0 :][:WINDOW]
    # FTS5 writes how many bytes a term shares with the one before, how many follow, then those alone. Each
    # term of the main index has a "0" before it. Shorter rests than eight letters are left to chance.
    for shared in range(len(word) - KEY + 1):
        rest = word[shared:].encode()
        yield "fts5 term", bytes((shared + 1, len(rest))) + rest


def bytes_canary(name: str, raw: bytes) -> Canary:
    """Return a secret of bytes (a key), raw, hex and base64."""
    forms = [("raw", raw), ("hex", raw.hex().encode()), ("base64", base64.b64encode(raw)[:24])]
    return Canary(name, tuple(forms))


def sound_canary(name: str, pcm: npt.NDArray[np.int16], peaks: bytes) -> Canary:
    """Return sound as samples (stereo interleaved and each channel; integers and floats) and as its peaks.

    `pcm`: (frames, 2), of noise; `peaks`: level 0 of its pyramid without the header.
    """
    forms: list[tuple[str, bytes]] = []
    for start in range(0, len(pcm) - 8, max(1, len(pcm) // 16)):
        part = pcm[start : start + 8]
        for what, samples in (("stereo", part.reshape(-1)), ("left", part[:, 0]), ("right", part[:, 1])):
            forms += [
                (f"pcm {what}, little-endian", samples.astype("<i2").tobytes()),
                (f"pcm {what}, big-endian", samples.astype(">i2").tobytes()),
                (f"pcm {what}, float", (samples / 32768).astype("<f4").tobytes()),
            ]
    forms += [("peaks", peaks[start : start + 16]) for start in range(0, len(peaks) - 15, 16)]
    return Canary(name, tuple(forms))
