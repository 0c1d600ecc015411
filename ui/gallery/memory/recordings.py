"""Recordings, their transcripts and marks in memory; expired or restricted ones never appear."""

from app.analysis.findings import Analysis
from app.changes import Changes
from app.domain.ids import RecordingId
from app.domain.recording import (
    Hit,
    Mark,
    Recording,
    RecordingFilter,
    RecordingItem,
    RecordingPage,
    Transcript,
)
from app.domain.retention import DataClass, Facts, Schedule, default_rules, expires_at
from app.errors import UserFacing
from ui.gallery.memory.found import find, terms
from ui.gallery.memory.world import World

DEFAULT = Schedule("Europe/Brussels", default_rules())


class MemoryRecordings:
    """Implements `RecordingStore`."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def page(self, wanted: RecordingFilter, after: str | None, limit: int) -> RecordingPage:
        """Return a page, newest first."""
        if after is not None and after not in self._world.recordings:
            raise UserFacing(
                "STO-220", "This place in the list is not known.", "Go back to the top of the list."
            )
        words = terms(wanted.text)
        if wanted.text.strip() and not words:
            return RecordingPage((), 0, None)
        found = [
            item
            for recording in self._world.recordings.values()
            if self._passes(recording, wanted)
            and (item := self._item(recording, self._hit(recording, words))) is not None
            and (not words or item.hit is not None)
        ]
        found.sort(key=lambda item: (item.recording.started_at, item.recording.id), reverse=True)
        keys = [item.recording.id for item in found]
        first = 0 if after is None else keys.index(RecordingId(after)) + 1
        shown = tuple(found[first : first + limit])
        more = shown[-1].recording.id if first + limit < len(found) else None
        return RecordingPage(shown, len(found), more)

    async def get(self, recording_id: RecordingId) -> RecordingItem | None:
        """Return one recording."""
        recording = self._world.recordings.get(recording_id)
        return None if recording is None else self._item(recording)

    async def add(self, recording: Recording) -> Changes:
        """Keep a recording made here."""
        self._world.add_recordings(recording)
        self._world.made_here.add(recording.id)
        return Changes(recordings=frozenset({recording.id}), calls=frozenset({recording.call_id}))

    async def transcript(self, recording_id: RecordingId) -> Transcript | None:
        """Return the transcript, if there is one; none of a recording that may not be seen."""
        hidden = recording_id in self._world.recordings and await self.get(recording_id) is None
        return None if hidden else self._world.transcripts.get(recording_id)

    async def put_transcript(self, transcript: Transcript) -> Changes:
        """Keep a transcript, replacing an earlier one."""
        self._world.add_transcripts(transcript)
        return Changes(recordings=frozenset({transcript.recording_id}))

    async def analysis(self, recording_id: RecordingId) -> Analysis | None:
        """Return what was derived from a transcript that may be seen."""
        shown = await self.transcript(recording_id) is not None
        return self._world.analyses.get(recording_id) if shown else None

    async def put_analysis(self, analysis: Analysis) -> Changes:
        """Keep what was derived from a transcript that is still the one it was derived from."""
        transcript = self._world.transcripts.get(analysis.recording_id)
        if transcript is None or not analysis.is_of(transcript):
            return Changes()
        self._world.analyses[analysis.recording_id] = analysis
        return Changes(recordings=frozenset({analysis.recording_id}))

    async def marks(self, recording_id: RecordingId) -> tuple[Mark, ...]:
        """Return the marks by time."""
        own = [mark for mark in self._world.marks.values() if mark.recording_id == recording_id]
        return tuple(sorted(own, key=lambda mark: (mark.start_s, mark.id)))

    def _passes(self, recording: Recording, wanted: RecordingFilter) -> bool:
        return wanted.campaign_id in (None, recording.campaign_id) and wanted.outcome_class in (
            None,
            recording.outcome_class,
        )

    def _hit(self, recording: Recording, words: tuple[tuple[str, bool], ...]) -> Hit | None:
        transcript = self._world.transcripts.get(recording.id)
        return find(transcript, words) if words and transcript is not None else None

    def _item(self, recording: Recording, hit: Hit | None = None) -> RecordingItem | None:
        world = self._world
        schedule = world.policy.schedule if world.policy is not None else DEFAULT
        facts = Facts(recording.ended_at, recording.campaign_id, recording.legal_hold, recording.restricted)
        end = expires_at(schedule, DataClass.CALL_RECORDING, facts)
        if recording.restricted or (end is not None and end <= world.clock.now()):
            return None
        has_transcript = recording.id in world.transcripts
        return RecordingItem(recording, world.shelf.state(recording.id), end, has_transcript, hit)
