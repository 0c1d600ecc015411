"""What the suggestion is worth on held-out calls, beside two baselines."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from app.analysis.findings import Suggestion
from app.domain.outcome import OutcomeClass
from tests.support.held_out import CUSTOMER, HeldOut

KEYWORDS: dict[OutcomeClass, tuple[str, ...]] = {
    OutcomeClass.DO_NOT_CALL_ORGANISATION: ("never", "stop", "nooit", "jamais"),
    OutcomeClass.CALLBACK_PERSONAL: ("call", "ring", "bel", "rappel", "appelez"),
    OutcomeClass.POSITIVE: ("yes", "appointment", "ja", "afspraak", "oui", "rendez-vous", "offerte", "devis"),
    OutcomeClass.NEGATIVE: ("no", "nee", "non", "not", "niet", "pas"),
}
"""What somebody would search for first, in what the customer says."""


@dataclass(frozen=True)
class Figures:
    """`positives_right` of `positives` that were suggested; `calibration_error` is the expected one (0-1)."""

    calls: int
    accuracy: float
    decided: float
    decided_right: float
    positives: int
    positives_right: int
    calibration_error: float
    by_kind: dict[str, float]


def figures(calls: Sequence[HeldOut], suggested: Sequence[Suggestion]) -> Figures:
    """Return the figures of suggestions for calls with known outcomes."""
    right = [s.outcome_class is c.truth for c, s in zip(calls, suggested, strict=True)]
    decided = [n for n, s in enumerate(suggested) if s.outcome_class is not OutcomeClass.INCOMPLETE]
    positive = [n for n, s in enumerate(suggested) if s.outcome_class is OutcomeClass.POSITIVE]
    total, hits = (
        Counter(c.kind for c in calls),
        Counter(c.kind for c, r in zip(calls, right, strict=True) if r),
    )
    sure = np.array([suggested[n].probability for n in decided])
    return Figures(
        len(calls),
        float(np.mean(right)),
        len(decided) / len(calls),
        float(np.mean([right[n] for n in decided])),
        len(positive),
        sum(right[n] for n in positive),
        _calibration(sure, np.array([right[n] for n in decided], float)),
        {kind: hits[kind] / total[kind] for kind in total},
    )


def baseline(calls: Sequence[HeldOut], guess: Callable[[HeldOut], OutcomeClass]) -> float:
    """Return the accuracy of a guess."""
    return float(np.mean([guess(call) is call.truth for call in calls]))


def by_keyword(call: HeldOut) -> OutcomeClass:
    """Guess by the first list of which the customer says a word."""
    said = {w.strip(".,?!:").lower() for t in call.turns if t.speaker is CUSTOMER for w in t.text.split()}
    found = (outcome for outcome, words in KEYWORDS.items() if said & set(words))
    return next(found, OutcomeClass.INCOMPLETE)


def _calibration(sure: np.ndarray, right: np.ndarray) -> float:
    bins = np.minimum((sure * 10).astype(int), 9)
    return float(
        sum(abs(sure[bins == b].mean() - right[bins == b].mean()) * (bins == b).mean() for b in set(bins))
    )
