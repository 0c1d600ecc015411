"""Word error rate."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Score:
    """Errors (substituted, lost and invented words) in so many words."""

    errors: int = 0
    words: int = 0

    def __add__(self, other: "Score") -> "Score":
        return Score(self.errors + other.errors, self.words + other.words)

    @property
    def rate(self) -> float:
        """Errors a word; 0 where nothing was said."""
        return self.errors / self.words if self.words else 0.0


def score(said: Sequence[str], heard: Sequence[str]) -> Score:
    """Count the fewest errors that turn what was said into what was heard (Levenshtein)."""
    row = list(range(len(heard) + 1))
    for i, word in enumerate(said, 1):
        corner, row[0] = row[0], i
        for j, other in enumerate(heard, 1):
            cheapest = min(row[j] + 1, row[j - 1] + 1, corner + (word != other))
            corner, row[j] = row[j], cheapest
    return Score(row[-1], len(said))
