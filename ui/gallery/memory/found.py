"""Search as the store does it: whole words, the last one as far as it is typed; accents do not matter."""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from app.domain.recording import Hit, Transcript

AROUND = 60


def terms(text: str) -> tuple[tuple[str, bool], ...]:
    """Return the words to find, each with whether it is only the beginning of one."""
    words = [word for word in text.split() if any(character.isalnum() for character in word)]
    typing = bool(text) and not text[-1].isspace()
    return tuple((folded(word), typing and place == len(words) - 1) for place, word in enumerate(words))


def find(transcript: Transcript, wanted: Sequence[tuple[str, bool]]) -> Hit | None:
    """Return where the words are, None unless every one of them is somewhere in the transcript."""
    turns = [turn.text for turn in transcript.turns]
    if not all(any(list(_spans(text, term)) for text in turns) for term in wanted):
        return None
    matching = [(text, sorted({span for term in wanted for span in _spans(text, term)})) for text in turns]
    matching = [(text, spans) for text, spans in matching if spans]
    return _cut(*matching[0], len(matching) - 1)


def folded(text: str) -> str:
    """Lower case without accents; as long as `text`, so that places stay."""
    return "".join((unicodedata.normalize("NFKD", character)[:1] or character).lower() for character in text)


def _spans(text: str, term: tuple[str, bool]) -> Iterator[tuple[int, int]]:
    tokens = re.findall(r"\w+", term[0])
    pattern = r"\W+".join(re.escape(token) for token in tokens)
    # A beginning is found anywhere a word begins, and the whole of that word is the hit.
    end = r"\w*" if term[1] else r"\b"
    for match in re.finditer(rf"\b{pattern}{end}", folded(text)):
        yield match.span()


def _cut(text: str, spans: Sequence[tuple[int, int]], more: int) -> Hit:
    low = max(0, spans[0][0] - AROUND)
    high = min(len(text), spans[0][1] + AROUND)
    before, after = "…" if low else "", "…" if high < len(text) else ""
    moved = tuple((a - low + len(before), b - low + len(before)) for a, b in spans if b <= high)
    return Hit(before + text[low:high] + after, moved, more)
