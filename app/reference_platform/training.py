"""Learns the weights of the outcome suggestion from calls whose outcome people have set.

`python -m app.reference_platform.training` trains on simulated calls of the demo campaigns, with the outcome
each was composed for, and writes `resources/analysis/weights.json`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.analysis.cues import BY_LANGUAGE
from app.analysis.events import events_in
from app.analysis.features import NAMES, features_of
from app.analysis.model import Weights
from app.domain.outcome import OutcomeClass
from app.domain.recording import Speaker, Turn
from app.protocol.codec import encode
from app.reference_platform.simulation.dialogues import Dialogue, SpokenTurn, compose_dialogue
from app.reference_platform.simulation.plans import Ending
from app.reference_platform.simulation.voices import Voices
from resources import outcome_weights

Floats = npt.NDArray[np.float64]
CAMPAIGNS = ("helderzon", "northgate", "mutualis")
CALLS = 4000
SEED = 20261124
RIDGE = 2e-3
"""Keeps weights of features that almost decide alone from growing without end."""
STEPS, RATE = 3000, 1.0
CHECKED_SHARE = 0.25
MINIMUM_WORDS = 12
THRESHOLD = 0.55
DISTRUST = 0.04
"""Share of decisions taken to be wrong: people make mistakes, and simulated calls make none."""
_TRUE = {
    Ending.APPOINTMENT: OutcomeClass.POSITIVE,
    Ending.PRICE_SENT: OutcomeClass.POSITIVE,
    Ending.CALLBACK: OutcomeClass.CALLBACK_PERSONAL,
    Ending.DECLINED: OutcomeClass.NEGATIVE,
    Ending.DO_NOT_CALL: OutcomeClass.DO_NOT_CALL_ORGANISATION,
    Ending.WRONG_PERSON: OutcomeClass.RETRY,
    Ending.VOICEMAIL: OutcomeClass.NOT_REACHED,
    Ending.INCOMPLETE: OutcomeClass.INCOMPLETE,
}
_DECIDING = ("agree", "price_request", "callback_request", "decline", "do_not_call", "wrong_person")


@dataclass(frozen=True)
class Decided:
    """A call's words and the outcome a person set."""

    language: str
    turns: tuple[Turn, ...]
    outcome: OutcomeClass


def train(calls: Sequence[Decided], name: str, source: str) -> Weights:
    """Return weights learnt from these calls; the order they come in decides which part calibrates."""
    classes = tuple(sorted({call.outcome for call in calls}))
    features = np.array([_features(call) for call in calls])
    wanted = np.array([classes.index(call.outcome) for call in calls])
    checked = int(len(calls) * CHECKED_SHARE)
    matrix, intercepts = _fit(features[checked:], wanted[checked:], len(classes))
    logits = features[:checked] @ matrix.T + intercepts
    return Weights(
        name=name,
        classes=classes,
        features=NAMES,
        coefficients=tuple(tuple(round(float(v), 4) for v in row) for row in matrix),
        intercepts=tuple(round(float(v), 4) for v in intercepts),
        temperature=_temperature(logits, wanted[:checked]),
        minimum_words=MINIMUM_WORDS,
        threshold=THRESHOLD,
        calls=len(calls),
        source=source,
    )


def simulated(count: int, seed: int) -> Iterator[Decided]:
    """Yield decided calls of the demo campaigns, and calls cut off, unanswered or taken back among them."""
    voices = Voices.load()
    rng = np.random.default_rng(seed)
    endings = tuple(_TRUE)
    for number in range(count):
        campaign = CAMPAIGNS[number % len(CAMPAIGNS)]
        ending = endings[number // len(CAMPAIGNS) % len(endings)]
        dialogue = compose_dialogue(voices, campaign, int(rng.integers(1 << 31)), ending)
        yield _varied(dialogue, voices, rng)


def _varied(dialogue: Dialogue, voices: Voices, rng: np.random.Generator) -> Decided:
    turns, truth, draw = list(dialogue.turns), _TRUE[dialogue.ending], float(rng.random())
    places = [n for n, t in enumerate(turns) if t.utterance.intent in _DECIDING]
    if places and draw < 0.1:
        turns, truth = turns[: places[-1]], OutcomeClass.INCOMPLETE
    elif truth is OutcomeClass.POSITIVE and draw < 0.2:
        # The agent goes on as if the customer had agreed.
        turns, truth = [t for n, t in enumerate(turns) if n not in places], OutcomeClass.INCOMPLETE
    elif dialogue.ending is Ending.APPOINTMENT and draw < 0.35:
        turns.append(_taken_back(turns, voices, rng))
        truth = OutcomeClass.NEGATIVE
    return Decided(dialogue.language, tuple(turn.turn() for turn in turns), truth)


def _taken_back(turns: Sequence[SpokenTurn], voices: Voices, rng: np.random.Generator) -> SpokenTurn:
    voice = next(t.utterance.voice for t in turns if t.speaker is Speaker.CUSTOMER)
    declines = voices.variants(voice, "decline")
    return SpokenTurn(declines[int(rng.integers(len(declines)))], turns[-1].end_s + 1)


def _features(call: Decided) -> Floats:
    cues = BY_LANGUAGE[call.language]
    return features_of(call.turns, events_in(call.turns, cues), cues)


def _fit(features: Floats, wanted: npt.NDArray[np.int64], classes: int) -> tuple[Floats, Floats]:
    """Multinomial logistic regression with an L2 penalty, by gradient descent on a convex loss."""
    columns = np.column_stack((features, np.ones(len(features))))
    targets = np.eye(classes)[wanted] * (1 - DISTRUST) + DISTRUST / classes
    matrix = np.zeros((classes, columns.shape[1]))
    for _ in range(STEPS):
        gradient = (_softmax(columns @ matrix.T) - targets).T @ columns / len(columns)
        gradient[:, :-1] += RIDGE * matrix[:, :-1]
        matrix -= RATE * gradient
    return matrix[:, :-1], matrix[:, -1]


def _temperature(logits: Floats, wanted: npt.NDArray[np.int64]) -> float:
    """Return the divisor under which the held-back calls are likeliest (Guo et al. 2017, ICML).

    Never below 1: calls that are easier than real ones must not make it surer of itself.
    """
    rows = np.arange(len(wanted))
    candidates = np.arange(1.0, 4.0, 0.05)
    losses = [-np.log(_softmax(logits / t)[rows, wanted]).mean() for t in candidates]
    return round(float(candidates[int(np.argmin(losses))]), 2)


def _softmax(logits: Floats) -> Floats:
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def _main() -> None:
    calls = list(simulated(CALLS, SEED))
    order = np.random.default_rng(SEED).permutation(len(calls))
    weights = train([calls[n] for n in order], f"demo-{SEED}", "simulated calls of the demo campaigns")
    outcome_weights().write_bytes(encode(weights) + b"\n")


if __name__ == "__main__":
    _main()
