"""The numbers a suggestion is computed from; each has a name that a person can check in the transcript.

Words alone: nothing of how a voice sounds is ever among them.
"""

from collections.abc import Sequence
from math import log1p

import numpy as np
import numpy.typing as npt

from app.analysis.cues import Cues
from app.analysis.events import Event, positive
from app.analysis.measures import customer_words
from app.analysis.text import Line
from app.domain.recording import Speaker, Turn

Floats = npt.NDArray[np.float64]

_DECIDING = ("good", "decline", "callback", "never", "other", "machine", "none")
_SEEN = ("accept", "agrees", "quote", "wants", "decline", "refused", "reversal", "callback", "never", "other")
NAMES: tuple[str, ...] = (
    *(f"last_{kind}" for kind in _DECIDING),
    *(f"seen_{kind}" for kind in (*_SEEN, "machine", "vague")),
    "confirmed_after",
    "address_given",
    "farewell",
    "customer_words",
)
"""In the order of the columns of the weights."""
_GROUP = dict.fromkeys(("accept", "agrees", "quote", "wants"), "good") | dict.fromkeys(
    ("decline", "refused", "reversal"), "decline"
)


def features_of(turns: Sequence[Turn], events: Sequence[Event], cues: Cues) -> Floats:
    """Return the features of a call, float64 (len(NAMES),), each 0-1 but `customer_words` (log, ~0-1.5)."""
    last = next((_GROUP.get(e.kind, e.kind) for e in reversed(events) if e.kind != "vague"), "none")
    seen = {event.kind for event in events}
    values = {f"last_{last}": 1.0} | {f"seen_{kind}": 1.0 for kind in seen}
    values["confirmed_after"] = float(_confirmed_after(turns, events, cues))
    values["address_given"] = float(_said(turns, Speaker.CUSTOMER, cues, "email"))
    values["farewell"] = float(_said(turns[-3:], Speaker.CUSTOMER, cues, "farewell"))
    values["customer_words"] = log1p(customer_words(turns)) / 4
    return np.array([values.get(name, 0.0) for name in NAMES])


def _confirmed_after(turns: Sequence[Turn], events: Sequence[Event], cues: Cues) -> bool:
    """Whether the agent confirms after the customer's last yes; a confirmation nobody asked for is none."""
    agreed = positive(events)
    if not agreed or agreed[-1] != next(e for e in reversed(events) if e.kind != "vague"):
        return False
    return _said(turns[agreed[-1].span.turn + 1 :], Speaker.AGENT, cues, "confirm")


def _said(turns: Sequence[Turn], speaker: Speaker, cues: Cues, name: str) -> bool:
    return any(t.speaker is speaker and cues[name].search(Line(t.text).folded) for t in turns)
