"""The customer at the far end of a live call: answers, listens, and speaks when the agent has stopped.

No input or output and no clock here: whoever carries the media calls `hear` with what arrived and
`next_frame` every 20 ms, and time is the number of frames asked for.
"""

from dataclasses import dataclass

import numpy as np

from app.domain.recording import Speaker
from app.reference_platform.simulation.dialogues import Dialogue
from app.reference_platform.simulation.voices import Pcm, Utterance, Voices

FRAME_S = 0.02
VOICE_DBFS = -42.0
"""A received frame louder than this is a voice: 20 dB above line noise, 20 dB below speech."""
VOICE_FRAMES = 5
"""Voiced frames before the agent counts as having spoken; a click on the line is not an answer."""


@dataclass(frozen=True)
class Manners:
    """Seconds before the customer speaks: after answering, after the agent stops, after silence."""

    answer_s: float = 0.5
    quiet_s: float = 0.7
    patience_s: float = 6.0


@dataclass(frozen=True)
class Played:
    """An utterance that was started, and when (seconds since the first frame)."""

    utterance: Utterance
    start_s: float


class LiveCustomer:
    """Speaks the customer's turns of a dialogue, one after each time the agent has spoken and gone quiet.

    An agent who says nothing is prompted by the next turn after `patience_s`. When all is said the customer
    stays silent. Use it from one thread.
    """

    def __init__(
        self, dialogue: Dialogue, voices: Voices, rate_hz: int = 48_000, manners: Manners | None = None
    ) -> None:
        self._voices = voices
        self._rate_hz = rate_hz
        self._manners = manners or Manners()
        self._frame_samples = round(rate_hz * FRAME_S)
        self._script = [
            spoken.utterance
            for spoken in dialogue.turns
            if spoken.speaker is Speaker.CUSTOMER and spoken.utterance.intent != "backchannel"
        ]
        self._speech: Pcm = np.zeros(0, np.int16)
        self._frames = 0
        self._voiced_frames = 0
        self._quiet_s = 0.0
        self._voice_arrived = False
        self._played: list[Played] = []

    @property
    def played(self) -> tuple[Played, ...]:
        """What was said so far, to compare with what the other end received."""
        return tuple(self._played)

    @property
    def speaking(self) -> bool:
        """Whether an utterance is being played."""
        return len(self._speech) > 0

    @property
    def finished(self) -> bool:
        """Whether the last utterance has been played to its end."""
        return not self.speaking and len(self._played) == len(self._script)

    def hear(self, frame: Pcm) -> None:
        """Takes samples received from the agent, int16 (n,), at any rate and of any length above zero."""
        level = float(np.sqrt(np.mean(np.square(frame, dtype=np.float64))))
        if level > 32768 * 10 ** (VOICE_DBFS / 20):
            self._voice_arrived = True

    def next_frame(self) -> Pcm:
        """The next 20 ms, int16 (rate_hz / 50,); zeros while the customer listens. Advances time."""
        self._listen()
        if not self.speaking and self._may_speak():
            self._start()
        frame = np.zeros(self._frame_samples, np.int16)
        piece, self._speech = self._speech[: len(frame)], self._speech[len(frame) :]
        frame[: len(piece)] = piece
        self._frames += 1
        return frame

    def _listen(self) -> None:
        """Counts voice and quiet since the customer stopped; what the agent says meanwhile is no answer."""
        voiced, self._voice_arrived = self._voice_arrived, False
        if self.speaking:
            self._voiced_frames, self._quiet_s = 0, 0.0
            return
        self._voiced_frames += voiced
        self._quiet_s = 0.0 if voiced else self._quiet_s + FRAME_S

    def _may_speak(self) -> bool:
        if len(self._played) == len(self._script):
            return False
        if not self._played:
            return self._frames * FRAME_S >= self._manners.answer_s
        answered = self._voiced_frames >= VOICE_FRAMES and self._quiet_s >= self._manners.quiet_s
        return answered or self._quiet_s >= self._manners.patience_s

    def _start(self) -> None:
        utterance = self._script[len(self._played)]
        self._speech = self._voices.pcm(utterance.id, self._rate_hz)
        self._played.append(Played(utterance, self._frames * FRAME_S))
