"""The queue for transcripts in memory; what expired or is restricted never appears."""

from collections.abc import Sequence
from dataclasses import replace

from app.domain.ids import RecordingId
from app.domain.transcription_queue import Partial, QueuedRecording, QueueItem, QueueSettings
from ui.gallery.memory.recordings import MemoryRecordings
from ui.gallery.memory.world import World


class MemoryTranscriptionQueue:
    """Implements `TranscriptionQueueStore`."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._recordings = MemoryRecordings(world)

    async def items(self) -> tuple[QueuedRecording, ...]:
        """Return the items whose recording may be seen, by place."""
        found = []
        for item in self._world.queue.values():
            seen = await self._recordings.get(item.recording_id)
            if seen is not None:
                found.append(QueuedRecording(item, seen.recording))
        return tuple(sorted(found, key=lambda queued: (queued.item.place, queued.recording.id)))

    async def put(self, items: Sequence[QueueItem]) -> None:
        """Keep items, each replacing its earlier version; one without a recording is passed over."""
        for item in items:
            if item.recording_id in self._world.recordings:
                self._world.queue[item.recording_id] = item

    async def remove(self, recording_id: RecordingId) -> None:
        """Take one out of the queue, with what was recognised of it."""
        self._world.queue.pop(recording_id, None)
        self._world.partials.pop(recording_id, None)

    async def partial(self, recording_id: RecordingId) -> Partial | None:
        """Return what is recognised already, None where nothing is or where it may not be seen."""
        seen = await self._recordings.get(recording_id)
        return self._world.partials.get(recording_id) if seen is not None else None

    async def gain(self, item: QueueItem, gained: Partial, after: Sequence[float] = ()) -> None:
        """Keep the item with the newest turns added to those up to `after`, if these are there still."""
        if item.recording_id not in self._world.recordings:
            return
        await self.put((item,))
        before = self._world.partials.get(item.recording_id) if after else None
        if (before.done_s if before is not None else ()) == tuple(after):
            turns = before.turns if before is not None else ()
            self._world.partials[item.recording_id] = replace(gained, turns=turns + gained.turns)

    async def forget(self, recording_id: RecordingId) -> None:
        """Drop what was recognised so far."""
        self._world.partials.pop(recording_id, None)

    async def settings(self) -> QueueSettings:
        """Return what a person has set."""
        return self._world.queue_settings

    async def put_settings(self, settings: QueueSettings) -> None:
        """Keep what a person has set."""
        self._world.queue_settings = settings
