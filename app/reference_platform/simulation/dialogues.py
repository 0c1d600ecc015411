"""Composes calls from the demo voices: same campaign, seed and ending, same call, to the sample."""

import zlib
from dataclasses import dataclass

import numpy as np

from app.domain.recording import Speaker, Turn, Word
from app.reference_platform.simulation.plans import Ending, Plan, Step, plan
from app.reference_platform.simulation.voices import FILE_RATE_HZ, Utterance, Voices

PAUSE_S = (0.3, 1.2)
HOLD_S = (2.0, 5.0)
"""A pause someone waits through: an agent looking something up, a voicemail's tone."""
LEAD_S = (0.4, 1.4)
TAIL_S = 0.6
OVERLAP_S = (0.05, 0.25)
OVERLAP_SHARE = 0.12
"""Share of changes of speaker in which the next one starts before the other has finished."""
BACKCHANNEL_SHARE = {Speaker.AGENT: 0.35, Speaker.CUSTOMER: 0.2}
"""Share of long turns, by who holds the floor, under which the other one says "mhm"."""
LONG_TURN_S = 4.0


@dataclass(frozen=True)
class SpokenTurn:
    """An utterance placed in a call, in seconds from the start of the recording (on a 16 kHz sample)."""

    utterance: Utterance
    start_s: float

    @property
    def speaker(self) -> Speaker:
        """Who speaks."""
        return self.utterance.speaker

    @property
    def end_s(self) -> float:
        """When its file has been played; the last word ends a little earlier."""
        return self.start_s + self.utterance.duration_s

    @property
    def words(self) -> tuple[Word, ...]:
        """The words at their times in the recording."""
        return tuple(
            Word(word.text, self.start_s + word.start_s, self.start_s + word.end_s)
            for word in self.utterance.words
        )

    def turn(self) -> Turn:
        """The turn as a transcript has it: from the first word's start to the last word's end."""
        words = self.words
        return Turn(self.speaker, words[0].start_s, words[-1].end_s, self.utterance.text, words)


@dataclass(frozen=True)
class Dialogue:
    """One call, turns by start time. Turns of one speaker never overlap each other."""

    campaign: str
    language: str
    seed: int
    ending: Ending
    turns: tuple[SpokenTurn, ...]
    duration_s: float

    def transcript(self) -> tuple[Turn, ...]:
        """What was said, exactly, in the shape of the product's transcripts."""
        return tuple(spoken.turn() for spoken in self.turns)


def compose_dialogue(voices: Voices, campaign: str, seed: int, ending: Ending) -> Dialogue:
    """Draws one call of a campaign ("helderzon", "northgate" or "mutualis"); ValueError for any other."""
    rng = np.random.default_rng([seed, zlib.crc32(campaign.encode()), zlib.crc32(ending.encode())])
    cast = {speaker: _cast(voices, campaign, speaker, rng) for speaker in Speaker}
    steps = plan(ending, rng)
    chosen = _utterances(voices, cast, steps, rng)
    turns = _placed(steps, chosen, rng)
    # A machine does not say "mhm".
    if ending is not Ending.VOICEMAIL:
        turns = _with_backchannels(voices, cast, turns, rng)
    end_s = max(spoken.end_s for spoken in turns) + TAIL_S
    language = turns[0].utterance.language
    return Dialogue(campaign, language, seed, ending, tuple(turns), _on_sample(end_s))


def _cast(voices: Voices, campaign: str, speaker: Speaker, rng: np.random.Generator) -> str:
    candidates = voices.speakers(campaign, speaker)
    if not candidates:
        raise ValueError(f"no {speaker} voices for campaign {campaign!r}")
    return candidates[int(rng.integers(len(candidates)))]


def _utterances(
    voices: Voices, cast: dict[Speaker, str], steps: Plan, rng: np.random.Generator
) -> list[Utterance]:
    linked: dict[str, int] = {}
    chosen: list[Utterance] = []
    for step in steps:
        variants = voices.variants(cast[step.speaker], step.intent)
        number = int(rng.integers(len(variants)))
        if step.link:
            number = linked.setdefault(step.link, number)
        elif variants[number] in chosen:
            # Nobody acknowledges every answer with the same words.
            number = (number + 1) % len(variants)
        chosen.append(variants[number])
    return chosen


def _placed(steps: Plan, chosen: list[Utterance], rng: np.random.Generator) -> list[SpokenTurn]:
    turns: list[SpokenTurn] = []
    cursor = float(rng.uniform(*LEAD_S))
    for index, (step, utterance) in enumerate(zip(steps, chosen, strict=True)):
        if turns:
            cursor = turns[-1].end_s + _gap(
                step, changes=steps[index - 1].speaker is not step.speaker, rng=rng
            )
        # A turn that cuts in must still wait for its own speaker's previous words.
        own_end = max((t.end_s for t in turns if t.speaker is step.speaker), default=0.0)
        turns.append(SpokenTurn(utterance, _on_sample(max(cursor, own_end))))
    return turns


def _gap(step: Step, *, changes: bool, rng: np.random.Generator) -> float:
    if step.after_pause:
        return float(rng.uniform(*HOLD_S))
    if changes and rng.random() < OVERLAP_SHARE:
        return -float(rng.uniform(*OVERLAP_S))
    return float(rng.uniform(*PAUSE_S))


def _with_backchannels(
    voices: Voices, cast: dict[Speaker, str], turns: list[SpokenTurn], rng: np.random.Generator
) -> list[SpokenTurn]:
    extra = []
    for index, spoken in enumerate(turns):
        if spoken.utterance.duration_s < LONG_TURN_S or rng.random() >= BACKCHANNEL_SHARE[spoken.speaker]:
            continue
        other = Speaker.CUSTOMER if spoken.speaker is Speaker.AGENT else Speaker.AGENT
        variants = voices.variants(cast[other], "backchannel")
        utterance = variants[int(rng.integers(len(variants)))]
        start_s = _on_sample(spoken.start_s + spoken.utterance.duration_s * float(rng.uniform(0.35, 0.6)))
        neighbours = [t for t in turns[max(0, index - 1) : index + 2] if t.speaker is other]
        if all(t.end_s <= start_s or start_s + utterance.duration_s <= t.start_s for t in neighbours):
            extra.append(SpokenTurn(utterance, start_s))
    return sorted([*turns, *extra], key=lambda t: t.start_s)


def _on_sample(seconds: float) -> float:
    return round(seconds * FILE_RATE_HZ) / FILE_RATE_HZ
