"""Recordings: announced by the end of a call, made real by the upload of their audio."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Literal

import soundfile
from sqlalchemy import Connection, Row, delete, insert, select, update

from app.domain.call import Call
from app.domain.contact import Contact
from app.domain.ids import CallId, RecordingId
from app.domain.recording import Mark, Recording, Transcript
from app.domain.retention import Verdict
from app.protocol.messages import KeptByLaw
from app.protocol.problem import ErrorCode
from app.reference_platform import things
from app.reference_platform.audio_store import AudioStore
from app.reference_platform.caller import Caller
from app.reference_platform.problems import ProblemError, bad_request, not_found
from app.reference_platform.state import keeper
from app.reference_platform.tables import audio

REASON_LIMIT = 80
MAX_BYTES = 256 << 20
"""About two and a half hours of stereo FLAC at 16 kHz."""


@dataclass(frozen=True)
class Upload:
    """Audio as it arrived: its file and key, its size and SHA-256 (hex)."""

    file: str
    key: bytes
    size_bytes: int
    sha256: str


def expect(connection: Connection, recording_id: RecordingId, call_id: CallId) -> None:
    """Announce that audio for this call will be uploaded."""
    connection.execute(
        insert(audio).values(
            recording_id=recording_id,
            call_id=call_id,
            key=b"",
            file="",
            size_bytes=0,
            sha256="",
            stored=False,
        )
    )


def announced(connection: Connection, recording_id: str) -> bool:
    """Return whether a recording with this id was announced, by whichever call."""
    row = connection.execute(select(audio.c.call_id).where(audio.c.recording_id == recording_id)).first()
    return row is not None


def expected(connection: Connection, caller: Caller, recording_id: str) -> tuple[Row[Any], Call]:
    """Return the announcement of a recording by this agent and its call; raises the 404 problem."""
    row = connection.execute(select(audio).where(audio.c.recording_id == recording_id)).one_or_none()
    found = None if row is None else things.row_of(connection, Call, row.call_id)
    if row is None or not keeper(connection).shows(found) or found is None:
        raise not_found("recording")
    call: Call = things.read(found)
    if call.agent_id != caller.user.id:
        raise not_found("recording")
    return row, call


def already_stored(row: Row[Any], sha256: str) -> bool:
    """Return whether this very audio is stored; raises the 409 problem where other audio is."""
    if row.stored and row.sha256 != sha256:
        raise ProblemError(ErrorCode.CONFLICT, 409, "Other audio is stored", "A recording is uploaded once.")
    return bool(row.stored)


def receive(store: AudioStore, chunks: Iterable[bytes], sha256: str) -> Upload:
    """Write an upload under a new key and check its digest; what does not fit is removed again."""
    name, key = store.new_file()
    digest, size = hashlib.sha256(), 0

    def counted() -> Iterable[bytes]:
        nonlocal size
        for chunk in chunks:
            size += len(chunk)
            if size > MAX_BYTES:
                raise ProblemError(ErrorCode.TOO_LARGE, 413, "Too large", f"At most {MAX_BYTES} bytes.")
            digest.update(chunk)
            yield chunk
        if digest.hexdigest() != sha256:
            raise bad_request("The audio does not have the digest that was announced.")

    store.write(name, key, counted())
    return Upload(name, key, size, sha256)


def settle(connection: Connection, store: AudioStore, recording_id: str, call: Call, got: Upload) -> None:
    """Make the recording known, with size, digest and duration measured on what arrived."""
    seconds, rate = _measure(store, got)
    contact = None if call.contact_id is None else things.get(connection, Contact, call.contact_id)
    connection.execute(
        update(audio)
        .where(audio.c.recording_id == recording_id)
        .values(key=got.key, file=got.file, size_bytes=got.size_bytes, sha256=got.sha256, stored=True)
    )
    recording = Recording(
        id=RecordingId(recording_id),
        call_id=call.id,
        campaign_id=call.campaign_id,
        contact_name=call.contact_name,
        company=contact.company if contact is not None else "",
        phone=call.phone,
        agent_name=call.agent_name,
        language=contact.language if contact is not None else "",
        started_at=call.started_at,
        ended_at=call.ended_at or call.started_at,
        duration_s=seconds,
        sample_rate=rate,
        size_bytes=got.size_bytes,
        sha256=got.sha256,
        revision=0,
        outcome=call.outcome,
        outcome_class=call.outcome_class,
    )
    things.put(connection, recording)


def stored_audio(connection: Connection, caller: Caller, recording_id: str) -> Row[Any]:
    """Return the audio row of a recording this caller may hear; 404 hides what is gone or not theirs."""
    row = things.row_of(connection, Recording, recording_id)
    if row is None or not keeper(connection).shows(row) or not caller.sees(row.campaign_id):
        raise not_found("recording")
    if row.restricted:
        raise ProblemError(
            ErrorCode.FORBIDDEN, 403, "Restricted", "This recording is kept by law but not to be used."
        )
    found = connection.execute(
        select(audio).where(audio.c.recording_id == recording_id, audio.c.stored)
    ).one_or_none()
    if found is None:
        raise not_found("recording")
    return found


Law = Literal["legal_hold", "restricted"]


def keep_by_law(connection: Connection, recording_id: RecordingId, what: Law, wanted: KeptByLaw) -> Recording:
    """Set or lift a legal hold or a restriction, on the recording and on all that hangs on it.

    Everything gets a new revision, so that every console hears of it. Raises the 404 problem for a recording
    that is gone or whose time is over; the 400 problem without a reason.
    """
    if not wanted.reason.strip() or len(wanted.reason) > REASON_LIMIT:
        raise bad_request(f"A reason has 1 to {REASON_LIMIT} characters.")
    row = things.row_of(connection, Recording, recording_id)
    if row is None or keeper(connection).of_row(row) is Verdict.EXPIRED:
        raise not_found("recording")
    held: Recording = things.read(row)
    changed = things.put(connection, _by_law(held, what, wanted.on))
    for kind in (Transcript, Mark):
        hanging: list[Any] = things.children(connection, kind, recording_id)
        things.put_all(connection, hanging, {changed.id: changed})
    call = things.get(connection, Call, changed.call_id)
    if call is not None:
        things.put(connection, call)
        things.keep_call_by_law(connection, changed)
    return changed


def _by_law(held: Recording, what: Law, on: bool) -> Recording:
    return replace(held, legal_hold=on) if what == "legal_hold" else replace(held, restricted=on)


def forget(connection: Connection, recording_ids: Iterable[str]) -> list[str]:
    """Delete the keys of recordings and return the names of their files, for unlinking after the commit."""
    files = []
    for recording_id in recording_ids:
        mine = audio.c.recording_id == recording_id
        files += [name for name in connection.execute(select(audio.c.file).where(mine)).scalars() if name]
        connection.execute(delete(audio).where(mine))
    return files


def _measure(store: AudioStore, got: Upload) -> tuple[float, int]:
    try:
        with soundfile.SoundFile(store.open(got.file, got.key, got.size_bytes)) as sound:
            if sound.format != "FLAC" or sound.channels != 2:
                raise bad_request("A recording is stereo FLAC.")
            return sound.frames / sound.samplerate, int(sound.samplerate)
    except soundfile.LibsndfileError as error:
        raise bad_request("The audio cannot be read as FLAC.") from error
