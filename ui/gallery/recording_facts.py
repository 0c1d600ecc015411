"""Invented calls for the pictures of the Recordings page, made of the demo's own voices."""

import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

import av
import numpy as np
import soundfile
from numpy.typing import NDArray

import resources
from app.domain.call import Call
from app.domain.campaign import Campaign, OutcomeOption
from app.domain.ids import CallId, CampaignId, ContactId, MarkId, OrganisationId, Phone, RecordingId, UserId
from app.domain.outcome import OutcomeBy, OutcomeClass
from app.domain.people import Role, User
from app.domain.recording import Mark, Recording, Speaker, Transcript, TranscriptSource, Turn, Word
from app.domain.retention import CampaignRule, Schedule, default_rules
from ui.gallery.campaign_facts import HELDERZON, NOW, POLICY

RATE = 16_000
GAP_S = 0.7
NORTHGATE = CampaignId("northgate")
OLIVER = RecordingId("oliver-hayes")
REVIEWER = User(
    UserId("sofie"),
    "Sofie Claes",
    "sofie.claes@brugmans.example",
    Role.REVIEWER,
    "en",
    OrganisationId("brugmans"),
    "Brugmans Contact Center",
)
OUTCOMES = (
    OutcomeOption("renewal", "Renewal", OutcomeClass.POSITIVE, 1),
    OutcomeOption("callback", "Call back", OutcomeClass.CALLBACK_PERSONAL, 2),
    OutcomeOption("declined", "Declined", OutcomeClass.NEGATIVE, 3),
    OutcomeOption("wrong_person", "Wrong person", OutcomeClass.RETRY, 4),
    OutcomeOption("cannot_tell", "Not sure", OutcomeClass.INCOMPLETE, 5),
)
CAMPAIGNS: tuple[Campaign, ...] = (
    replace(
        HELDERZON,
        id=NORTHGATE,
        name="Northgate",
        client="Northgate Fleet",
        language="en",
        outcomes=OUTCOMES,
        recording_keep="P60D",
    ),
    HELDERZON,
)
RULES = replace(
    POLICY,
    schedule=Schedule("Europe/Brussels", default_rules(), (CampaignRule(NORTHGATE, "P60D"),)),
)
SCRIPT = (
    ("en-hannah", "greeting", 0),
    ("en-customer-a", "identity_yes", 1),
    ("en-hannah", "recording_notice", 0),
    ("en-customer-a", "recording_ok", 0),
    ("en-hannah", "reason", 0),
    ("en-customer-a", "listen", 2),
    ("en-hannah", "probe_size", 0),
    ("en-customer-a", "reply_size", 0),
    ("en-hannah", "offer", 0),
    ("en-customer-a", "objection_price", 1),
    ("en-hannah", "answer_price", 1),
    ("en-customer-a", "callback_request", 2),
    ("en-hannah", "confirm_callback", 2),
    ("en-customer-a", "thanks", 2),
    ("en-hannah", "goodbye", 0),
    ("en-customer-a", "goodbye", 1),
)
UNSURE = frozenset({"tyres", "relief"})
"""Words that the pictures show as doubtful."""


@dataclass(frozen=True)
class Spoken:
    """A call put together: FLAC, length in seconds, what is said when."""

    flac: bytes
    duration_s: float
    turns: tuple[Turn, ...]


@lru_cache(maxsize=1)
def spoken() -> Spoken:
    """Return the call between Hannah and a customer, agent left, customer right."""
    by_key = _utterances()
    turns: list[Turn] = []
    parts: list[NDArray[np.int16]] = []
    at = 0.0
    for voice, intent, number in SCRIPT:
        utterance = by_key[voice, intent][number]
        sound = _decoded(str(resources.voice(utterance["file"])))
        agent = voice.startswith("en-hannah")
        turns.append(_turn(utterance, Speaker.AGENT if agent else Speaker.CUSTOMER, at))
        silence = np.zeros_like(sound)
        parts.append(np.column_stack((sound, silence) if agent else (silence, sound)))
        parts.append(np.zeros((round(GAP_S * RATE), 2), np.int16))
        at += len(sound) / RATE + GAP_S
    samples = np.concatenate(parts)
    file = io.BytesIO()
    soundfile.write(file, samples, RATE, format="FLAC")
    return Spoken(file.getvalue(), len(samples) / RATE, tuple(turns))


def recordings() -> tuple[Recording, ...]:
    """Return nine recordings, newest first."""
    call = spoken()
    rows = (
        ("charlotte-wood", "Charlotte Wood", "Wood Interiors", "Bram De Smet", 13, 252, "callback"),
        ("daniel-okafor", "Daniel Okafor", "Okafor Catering", "Jana Peeters", 15, 567, "cannot_tell"),
        ("ruth-vandamme", "Ruth Vandamme", "Vandamme BV", "Jana Peeters", 21, 303, "renewal"),
        ("aidan-murphy", "Aidan Murphy", "Murphy & Co", "Thibault Marchal", 28, 218, "declined"),
        (OLIVER, "Oliver Hayes", "Hayes & Sons Logistics", "Hannah Maes", 48, call.duration_s, "callback"),
        ("marc-delvaux", "Marc Delvaux", "Delvaux Transport", "Fatima Bouzid", 49, 435, "callback"),
        ("emily-sorensen", "Emily Sørensen", "Sørensen Floral", "Bram De Smet", 50, 176, "wrong_person"),
        ("kwame-asante", "Kwame Asante", "Asante Supplies", "Fatima Bouzid", 51, 521, "renewal"),
        ("nora-lindqvist", "Nora Lindqvist", "Lindqvist Tak", "Jana Peeters", 57, 95, ""),
    )
    return tuple(_recording(*row) for row in rows)


def transcripts() -> tuple[Transcript, ...]:
    """Return Oliver's transcript whole, and a turn of most others for the search to find."""
    said = {
        "charlotte-wood": "Can you send me the price in writing before Friday?",
        "daniel-okafor": "Is that price per van, or for all of them together?",
        "ruth-vandamme": "Last year the price was lower, wasn't it?",
        "aidan-murphy": "Not at that price, thank you.",
        "marc-delvaux": "What would the price be for ten vehicles?",
        "kwame-asante": "The price is fine for me.",
    }
    short = tuple(
        _transcript(RecordingId(key), (Turn(Speaker.CUSTOMER, 41.0, 44.0, text),))
        for key, text in said.items()
    )
    whole = _transcript(OLIVER, spoken().turns, TranscriptSource.RECOGNISED, "whisper-small.en")
    return (whole, *short)


def with_card() -> Transcript:
    """Return Oliver's transcript in which he reads out a card number while Hannah makes her offer."""
    whole = transcripts()[0]
    place, turn = next((n, t) for n, t in enumerate(whole.turns) if t.speaker is Speaker.CUSTOMER and n > 4)
    said = "It's the company card, 4111 1111 1111 1111."
    step = (whole.turns[place + 1].end_s - turn.start_s) / len(said.split())
    words = tuple(
        Word(text, turn.start_s + n * step, turn.start_s + (n + 1) * step - 0.1)
        for n, text in enumerate(said.split())
    )
    with_it = replace(turn, text=said, words=words)
    return replace(whole, turns=(*whole.turns[:place], with_it, *whole.turns[place + 1 :]))


def call_of(recording: Recording) -> Call:
    """Return the call of a recording, as its agent left it."""
    return Call(
        id=recording.call_id,
        campaign_id=recording.campaign_id,
        contact_id=ContactId(recording.id),
        contact_name=recording.contact_name,
        phone=recording.phone,
        agent_id=UserId("hannah"),
        agent_name=recording.agent_name,
        started_at=recording.started_at,
        answered_at=recording.started_at,
        ended_at=recording.ended_at,
        revision=1,
        recording_id=recording.id,
        outcome=recording.outcome,
        outcome_class=recording.outcome_class,
        outcome_by=OutcomeBy.AGENT if recording.outcome else None,
        note="Wants to talk to his partner first. Ring after two." if recording.id == OLIVER else "",
    )


def marks() -> tuple[Mark, ...]:
    """Return what people wrote on Oliver's call."""
    turns = spoken().turns
    return (
        _mark("notice", turns[2].start_s, None, "Notice given and agreed to.", "Karim El Amrani", 85),
        _mark("price", turns[8].start_s, turns[10].end_s, "Price and discount", "Karim El Amrani", 82),
        _mark(
            "discount", turns[10].start_s + 2, None, "The discount needs a lead's approval.", "Sofie Claes", 8
        ),
    )


def _recording(
    key: str, name: str, company: str, agent: str, days_ago: int, duration_s: float, outcome: str
) -> Recording:
    started = NOW - timedelta(days=days_ago, hours=4, minutes=14)
    classes = {option.key: option.outcome_class for option in OUTCOMES}
    return Recording(
        id=RecordingId(key),
        call_id=CallId(f"call-{key}"),
        campaign_id=NORTHGATE,
        contact_name=name,
        company=company,
        phone=Phone(f"+3230124{600 + days_ago}"),
        agent_name=agent,
        language="en",
        started_at=started,
        ended_at=started + timedelta(seconds=duration_s),
        duration_s=duration_s,
        sample_rate=RATE,
        size_bytes=len(spoken().flac),
        sha256="",
        revision=1,
        outcome=outcome or None,
        outcome_class=classes.get(outcome),
    )


def _transcript(
    recording_id: RecordingId,
    turns: Sequence[Turn],
    source: TranscriptSource = TranscriptSource.PLATFORM,
    model: str = "",
) -> Transcript:
    return Transcript(recording_id, source, model, "en", tuple(turns), NOW - timedelta(days=1), 1)


def _mark(key: str, start_s: float, end_s: float | None, text: str, author: str, minutes_ago: int) -> Mark:
    made: datetime = NOW - timedelta(minutes=minutes_ago)
    return Mark(MarkId(key), OLIVER, start_s, end_s, text, author, made, 1)


def _turn(utterance: dict[str, Any], speaker: Speaker, at: float) -> Turn:
    words = tuple(
        Word(word["text"], at + word["start"], at + word["end"], _certainty(word["text"]))
        for word in utterance["words"]
    )
    return Turn(speaker, at, at + utterance["duration_s"], utterance["text"], words)


def _certainty(word: str) -> float:
    return 0.41 if word.strip(",.?").lower() in UNSURE else 0.94


def _utterances() -> dict[tuple[str, str], list[dict[str, Any]]]:
    manifest = json.loads(resources.voice("manifest.json").read_text(encoding="utf-8"))
    return _grouped(manifest["utterances"])


def _grouped(utterances: Iterable[dict[str, Any]]) -> dict[tuple[str, str], list[dict[str, Any]]]:
    grouped: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for utterance in utterances:
        grouped.setdefault((utterance["voice"], utterance["intent"]), []).append(utterance)
    return grouped


def _decoded(path: str) -> NDArray[np.int16]:
    resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE)
    with av.open(path) as container:
        frames = [part for frame in container.decode(audio=0) for part in resampler.resample(frame)]
    frames += resampler.resample(None)
    samples: NDArray[np.int16] = np.concatenate([frame.to_ndarray()[0] for frame in frames])
    return samples
