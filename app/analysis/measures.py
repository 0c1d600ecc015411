"""How a call went: who spoke how long, who cut in, what was asked, where nobody spoke."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.analysis.findings import Measures
from app.domain.recording import Speaker, Turn

INTERRUPTS_S = 0.3
"""Somebody who begins this long before the other ends cuts in; less is the usual overlap of turn-taking.

Stivers et al. 2009 (PNAS 106:10587): nine in ten answers in ten languages begin at most 0.3 s early.
"""
BACKCHANNEL_WORDS = 2
"""So few words while the other goes on speaking say "I am listening", and take no floor."""
SILENCE_S = 1.0
"""Shorter pauses belong to talking."""


def measure(turns: Sequence[Turn]) -> Measures:
    """Return the measures of turns sorted by start; all zero for none."""
    agent, customer = (_spoken(turns, speaker) for speaker in (Speaker.AGENT, Speaker.CUSTOMER))
    spoken = agent + customer
    longest = max(_monologues(turns), key=lambda m: m.seconds, default=None)
    gaps = _gaps(turns)
    return Measures(
        agent_s=round(agent, 3),
        customer_s=round(customer, 3),
        talk_ratio=round(agent / spoken, 4) if spoken else 0.0,
        longest_monologue_s=round(longest.seconds, 3) if longest else 0.0,
        longest_monologue_by=longest.speaker if longest else None,
        agent_interrupts=_interruptions(turns, Speaker.AGENT),
        customer_interrupts=_interruptions(turns, Speaker.CUSTOMER),
        agent_questions=_questions(turns, Speaker.AGENT),
        customer_questions=_questions(turns, Speaker.CUSTOMER),
        silence_s=round(sum(gaps), 3),
        longest_silence_s=round(max(gaps, default=0.0), 3),
        customer_words=customer_words(turns),
    )


def customer_words(turns: Sequence[Turn]) -> int:
    """Return how many words the customer says."""
    return sum(_words(turn) for turn in turns if turn.speaker is Speaker.CUSTOMER)


@dataclass(frozen=True)
class _Monologue:
    speaker: Speaker
    seconds: float


def _spoken(turns: Sequence[Turn], speaker: Speaker) -> float:
    return sum(turn.end_s - turn.start_s for turn in turns if turn.speaker is speaker)


def _monologues(turns: Sequence[Turn]) -> list[_Monologue]:
    """Stretches of one speaker; an "mhm" of the other does not end one."""
    found: list[_Monologue] = []
    speaker: Speaker | None = None
    start = end = 0.0
    for turn in turns:
        if turn.speaker is speaker:
            end = max(end, turn.end_s)
        elif speaker is not None and _listens(turn, end):
            continue
        else:
            if speaker is not None:
                found.append(_Monologue(speaker, end - start))
            speaker, start, end = turn.speaker, turn.start_s, turn.end_s
    if speaker is not None:
        found.append(_Monologue(speaker, end - start))
    return found


def _listens(turn: Turn, other_ends: float) -> bool:
    return _words(turn) <= BACKCHANNEL_WORDS and turn.end_s <= other_ends


def _interruptions(turns: Sequence[Turn], by: Speaker) -> int:
    count, other_ends = 0, 0.0
    for turn in turns:
        if turn.speaker is not by:
            other_ends = max(other_ends, turn.end_s)
        elif other_ends - turn.start_s > INTERRUPTS_S and not _listens(turn, other_ends):
            count += 1
    return count


def _questions(turns: Sequence[Turn], by: Speaker) -> int:
    return sum(turn.text.count("?") for turn in turns if turn.speaker is by)


def _gaps(turns: Sequence[Turn]) -> list[float]:
    gaps: list[float] = []
    end = turns[0].end_s if turns else 0.0
    for turn in turns[1:]:
        if turn.start_s - end >= SILENCE_S:
            gaps.append(turn.start_s - end)
        end = max(end, turn.end_s)
    return gaps


def _words(turn: Turn) -> int:
    return len(turn.text.split())
