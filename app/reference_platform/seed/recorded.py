"""Audio of past calls: composed from the demo voices, with the transcript that it was composed from."""

import dataclasses
import hashlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from app.domain.call import Call
from app.domain.contact import Contact
from app.domain.ids import RecordingId
from app.domain.recording import Recording, Transcript, TranscriptSource
from app.domain.retention import add_calendar
from app.reference_platform.audio_store import AudioStore
from app.reference_platform.seed import outcomes
from app.reference_platform.seed.campaigns import Plan, draw_id
from app.reference_platform.seed.history import Past
from app.reference_platform.simulation.compose import compose_call, encode_flac
from app.reference_platform.simulation.dialogues import Dialogue, compose_dialogue
from app.reference_platform.simulation.plans import Ending
from app.reference_platform.simulation.voices import FILE_RATE_HZ, Voices

ENDINGS = {
    outcomes.APPOINTMENT: Ending.APPOINTMENT,
    outcomes.PRICE_SENT: Ending.PRICE_SENT,
    outcomes.CALLBACK: Ending.CALLBACK,
    outcomes.NOT_INTERESTED: Ending.DECLINED,
    outcomes.DO_NOT_CALL: Ending.DO_NOT_CALL,
    outcomes.WRONG_PERSON: Ending.WRONG_PERSON,
    outcomes.VOICEMAIL: Ending.VOICEMAIL,
}
MARGIN = timedelta(days=1)
"""Recordings are at least this far from their deletion when the demo begins."""

WORKERS = 2


@dataclass(frozen=True)
class Taped:
    """A recording as stored: what the delta says of it, its transcript, its file and key."""

    recording: Recording
    transcript: Transcript
    file: str
    key: bytes


@dataclass(frozen=True)
class _Job:
    call: Call
    contact: Contact
    dialogue: Dialogue
    held: bool


def choose(plan: Plan, past: Past, now: datetime, zone: str, rng: np.random.Generator) -> list[int]:
    """Return places of the calls that get audio: spread over all that are young enough, newest last."""
    keep = plan.keep or "P90D"
    young = [
        place
        for place, call in enumerate(past.calls)
        if call.outcome in ENDINGS
        and call.ended_at is not None
        and add_calendar(call.ended_at, keep, zone) > now + MARGIN
    ]
    return sorted(int(place) for place in rng.permutation(young)[: plan.recordings])


def tape(
    plan: Plan, past: Past, places: Sequence[int], voices: Voices, store: AudioStore, rng: np.random.Generator
) -> list[Taped]:
    """Compose and store the audio of these calls, and make the calls as long as their audio."""
    jobs: list[_Job] = []
    for place in places:
        call = past.calls[place]
        dialogue = compose_dialogue(
            voices, plan.voices, int(rng.integers(1 << 31)), ENDINGS[str(call.outcome)]
        )
        taped_call = _as_long_as(call, dialogue, RecordingId(draw_id(rng)))
        past.calls[place] = taped_call
        held = len(jobs) < plan.held
        jobs.append(_Job(taped_call, past.contacts[str(call.contact_id)], dialogue, held))
    with ThreadPoolExecutor(WORKERS) as pool:
        return list(pool.map(lambda job: _tape(job, voices, store), jobs))


def _as_long_as(call: Call, dialogue: Dialogue, recording_id: RecordingId) -> Call:
    answered = call.answered_at or call.started_at
    ended = answered + timedelta(seconds=dialogue.duration_s)
    return dataclasses.replace(call, answered_at=answered, ended_at=ended, recording_id=recording_id)


def _tape(job: _Job, voices: Voices, store: AudioStore) -> Taped:
    pcm = compose_call(job.dialogue, voices)
    flac = encode_flac(pcm)
    name, key = store.new_file()
    store.write(name, key, [flac])
    return Taped(
        _recording(job, len(pcm) / FILE_RATE_HZ, flac),
        _transcript(job),
        name,
        key,
    )


def _recording(job: _Job, seconds: float, flac: bytes) -> Recording:
    call = job.call
    assert call.recording_id is not None and call.ended_at is not None
    return Recording(
        id=call.recording_id,
        call_id=call.id,
        campaign_id=call.campaign_id,
        contact_name=call.contact_name,
        company=job.contact.company,
        phone=call.phone,
        agent_name=call.agent_name,
        language=job.dialogue.language,
        started_at=call.answered_at or call.started_at,
        ended_at=call.ended_at,
        duration_s=seconds,
        sample_rate=FILE_RATE_HZ,
        size_bytes=len(flac),
        sha256=hashlib.sha256(flac).hexdigest(),
        revision=0,
        outcome=call.outcome,
        outcome_class=call.outcome_class,
        legal_hold=job.held,
    )


def _transcript(job: _Job) -> Transcript:
    assert job.call.recording_id is not None and job.call.ended_at is not None
    return Transcript(
        recording_id=job.call.recording_id,
        source=TranscriptSource.PLATFORM,
        model="",
        language=job.dialogue.language,
        turns=job.dialogue.transcript(),
        made_at=job.call.ended_at,
        revision=0,
    )
