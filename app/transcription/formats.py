"""A transcript as text for other programs: plain lines, SubRip and WebVTT captions, JSON.

WebVTT as in https://www.w3.org/TR/webvtt1/; SubRip has no standard, so what every player reads.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from app.domain.recording import Speaker, Transcript, Turn, Word

CUE_S = 7.0
"""A caption stays no longer than this."""
CUE_CHARACTERS = 84
"""Two lines of 42: what a caption holds."""


class Format(StrEnum):
    """How a transcript is written."""

    TXT = "txt"
    SRT = "srt"
    VTT = "vtt"
    JSON = "json"


@dataclass(frozen=True)
class Cue:
    """One caption, times in seconds."""

    speaker: Speaker
    start_s: float
    end_s: float
    text: str


def render(transcript: Transcript, wanted: Format, *, speakers: bool = True) -> str:
    """Return the whole file. Without `speakers` nobody is named: in one channel, who speaks is not known."""
    if wanted is Format.JSON:
        return _json(transcript, speakers)
    if wanted is Format.TXT:
        return "".join(_line(turn, speakers) for turn in transcript.turns)
    cues = [cue for turn in transcript.turns for cue in _cues(turn)]
    if wanted is Format.SRT:
        return "".join(_subrip(number, cue, speakers) for number, cue in enumerate(cues, 1))
    return "WEBVTT\n" + "".join(_webvtt(cue, speakers) for cue in cues)


def _line(turn: Turn, speakers: bool) -> str:
    minutes, seconds = divmod(int(turn.start_s), 60)
    return f"{minutes}:{seconds:02}  {_name(turn.speaker) + ': ' if speakers else ''}{turn.text}\n"


def _cues(turn: Turn) -> Iterator[Cue]:
    """Cut a turn between words into pieces that can be read; one without words stays whole."""
    if not turn.words:
        yield Cue(turn.speaker, turn.start_s, turn.end_s, turn.text)
        return
    piece: list[Word] = []
    for word in turn.words:
        if piece and _full(piece, word):
            yield _cue(turn.speaker, piece)
            piece = []
        piece.append(word)
    yield _cue(turn.speaker, piece)


def _full(piece: list[Word], word: Word) -> bool:
    return len(_text([*piece, word])) > CUE_CHARACTERS or word.end_s - piece[0].start_s > CUE_S


def _cue(speaker: Speaker, piece: list[Word]) -> Cue:
    return Cue(speaker, piece[0].start_s, piece[-1].end_s, _text(piece))


def _text(piece: list[Word]) -> str:
    return " ".join(word.text.strip() for word in piece)


def _subrip(number: int, cue: Cue, speakers: bool) -> str:
    who = f"{_name(cue.speaker)}: " if speakers else ""
    return f"{number}\n{_time(cue.start_s, ',')} --> {_time(cue.end_s, ',')}\n{who}{cue.text}\n\n"


def _webvtt(cue: Cue, speakers: bool) -> str:
    text = cue.text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    who = f"<v {_name(cue.speaker)}>" if speakers else ""
    return f"\n{_time(cue.start_s, '.')} --> {_time(cue.end_s, '.')}\n{who}{text}\n"


def _time(seconds: float, point: str) -> str:
    whole, thousandths = divmod(round(seconds * 1000), 1000)
    minutes, rest = divmod(whole, 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest:02}{point}{thousandths:03}"


def _name(speaker: Speaker) -> str:
    return speaker.value.title()


def _json(transcript: Transcript, speakers: bool) -> str:
    made = {
        "model": transcript.model,
        "language": transcript.language,
        "made_at": transcript.made_at.isoformat(),
        "turns": [_turn(turn, speakers) for turn in transcript.turns],
    }
    return json.dumps(made, ensure_ascii=False, indent=2) + "\n"


def _turn(turn: Turn, speakers: bool) -> dict[str, object]:
    return {
        "speaker": turn.speaker.value if speakers else None,
        "start_s": round(turn.start_s, 3),
        "end_s": round(turn.end_s, 3),
        "text": turn.text,
        "words": [
            {
                "text": word.text,
                "start_s": round(word.start_s, 3),
                "end_s": round(word.end_s, 3),
                "probability": round(word.probability, 3),
            }
            for word in turn.words
        ],
    }
