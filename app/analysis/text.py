"""A turn's words as they are compared: folded, with the way back to the characters they stand for."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

_TOKEN = re.compile(r"\w+", re.UNICODE)
_CLAUSE_END = re.compile(r"[.,;:!?…()\n]")
_SENTENCE_END = re.compile(r"[.!?…\n]")


@dataclass(frozen=True)
class Token:
    """A folded word and the characters [start, end) it stands for."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Hit:
    """A match: characters [start, end) of the turn."""

    start: int
    end: int


@dataclass(frozen=True)
class Line:
    """A turn's text, searched through `folded`: its words without case and accents, one blank between."""

    text: str

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """The words in order."""
        return tuple(Token(fold(m.group()), m.start(), m.end()) for m in _TOKEN.finditer(self.text))

    @cached_property
    def folded(self) -> str:
        """The words to search in."""
        return " ".join(token.text for token in self.tokens)

    def hits(self, pattern: re.Pattern[str]) -> Iterator[Hit]:
        """Yield where a pattern over the folded words matches."""
        for match in pattern.finditer(self.folded):
            end = match.start() + len(match.group().rstrip())
            if end > match.start():
                yield Hit(self._start_of[match.start()], self._end_of[end])

    def clause(self, hit: Hit) -> "Line":
        """Return the clause a hit stands in: from one punctuation mark to the next."""
        begins = [m.end() for m in _CLAUSE_END.finditer(self.text, 0, hit.start)]
        following = _CLAUSE_END.search(self.text, hit.end)
        return Line(self.text[begins[-1] if begins else 0 : following.start() if following else None])

    def sentence(self, hit: Hit) -> Hit:
        """Return the sentence a hit stands in, with its end mark."""
        begins = [m.end() for m in _SENTENCE_END.finditer(self.text, 0, hit.start)]
        following = _SENTENCE_END.search(self.text, hit.end)
        start, end = begins[-1] if begins else 0, following.end() if following else len(self.text)
        said = self.text[start:end]
        return Hit(start + len(said) - len(said.lstrip()), start + len(said.rstrip()))

    def before_in_sentence(self, hit: Hit) -> "Line":
        """Return what precedes a hit in its sentence."""
        begins = [m.end() for m in _SENTENCE_END.finditer(self.text, 0, hit.start)]
        return Line(self.text[begins[-1] if begins else 0 : hit.start])

    def asks(self, hit: Hit) -> bool:
        """Return whether the sentence a hit stands in is a question."""
        following = _SENTENCE_END.search(self.text, hit.end)
        return following is not None and following.group() == "?"

    @cached_property
    def _start_of(self) -> dict[int, int]:
        return dict(zip(self._places, (token.start for token in self.tokens), strict=True))

    @cached_property
    def _end_of(self) -> dict[int, int]:
        ends = (place + len(token.text) for place, token in zip(self._places, self.tokens, strict=True))
        return dict(zip(ends, (token.end for token in self.tokens), strict=True))

    @cached_property
    def _places(self) -> tuple[int, ...]:
        places, at = [], 0
        for token in self.tokens:
            places.append(at)
            at += len(token.text) + 1
        return tuple(places)


def fold(word: str) -> str:
    """Return a word without case and accents."""
    plain = unicodedata.normalize("NFKD", word.casefold())
    return "".join(char for char in plain if char.isalnum())


def words_of(text: str) -> tuple[str, ...]:
    """Return the folded words of a text."""
    return tuple(token.text for token in Line(text).tokens)
