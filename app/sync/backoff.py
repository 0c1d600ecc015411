"""How long to wait before trying again."""

from secrets import SystemRandom

_chance = SystemRandom()


class Backoff:
    """Waits that double from `first_s` to `most_s`, each cut by a random part so that a fleet spreads out."""

    def __init__(self, first_s: float = 1.0, most_s: float = 60.0) -> None:
        self._first_s = first_s
        self._most_s = most_s
        self._failures = 0

    def reset(self) -> None:
        """Begin again with the shortest wait: something worked."""
        self._failures = 0

    def next_s(self, at_least_s: float = 0.0) -> float:
        """Return the seconds to wait after one more failure; `at_least_s` is what the platform asked for."""
        # 2.0**64 is far above any `most_s`; beyond it a float would overflow after days offline.
        ceiling = min(self._most_s, self._first_s * 2.0 ** min(self._failures, 64))
        self._failures += 1
        return max(at_least_s, _chance.uniform(ceiling / 2, ceiling))
