"""Short calls written out: "A: ..." and "C: ..." lines, five words in two seconds."""

from datetime import UTC, datetime

from app.analysis.model import Weights
from app.domain.ids import RecordingId
from app.domain.recording import Speaker, Transcript, TranscriptSource, Turn
from app.protocol.codec import decode
from resources import outcome_weights


def call(*lines: str, language: str = "en") -> Transcript:
    """Return the transcript of these lines, one second apart."""
    turns, at = [], 0.0
    for line in lines:
        who, _, text = line.partition(": ")
        end = at + 0.4 * len(text.split())
        turns.append(Turn(Speaker.AGENT if who == "A" else Speaker.CUSTOMER, at, end, text))
        at = end + 1.0
    return transcript(tuple(turns), language)


def transcript(turns: tuple[Turn, ...], language: str = "en") -> Transcript:
    """Return a transcript of these turns."""
    made = datetime(2026, 3, 1, tzinfo=UTC)
    return Transcript(RecordingId("r"), TranscriptSource.PLATFORM, "", language, turns, made, 1)


def shipped() -> Weights:
    """Return the weights that ship."""
    return decode(Weights, outcome_weights().read_bytes())
