"""Holds the recording being looked at; carries out what the page asks."""

from collections.abc import Callable, Coroutine
from typing import Any, BinaryIO

from PySide6.QtCore import QObject, Signal

from app.changes import Changes
from app.domain.ids import RecordingId
from app.domain.recording import AudioState, Mark
from app.errors import Explanation
from app.ports.clock import Clock
from app.ports.stores import CampaignStore
from app.services.review_recording import Opened, Progress, ReviewRecording
from ui.operations import Operation, Operations, run_op, run_query
from ui.recordings.finding import FindingModel
from ui.recordings.playback import Playback
from ui.recordings.state import RecordingView, Remedy, Trouble, view_of
from ui.recordings.transcribing import Transcribing, TranscribingModel


class RecordingsModel(QObject):
    """The list is `finding`, the sound `playback`, speech to text `transcribing` (None: not offered).

    Signals: `opened(RecordingView | None)`, `fetching(share or None)`, `troubled(Trouble | None)` about the
    recording at hand, `removed(str)` with the words of a mark that was taken away.
    """

    opened = Signal(object)
    fetching = Signal(object)
    troubled = Signal(object)
    removed = Signal(str)

    def __init__(
        self,
        review: ReviewRecording,
        campaigns: CampaignStore,
        operations: Operations,
        clock: Clock,
        transcribe: Transcribing | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._review = review
        self._operations = operations
        self._clock = clock
        self.finding = FindingModel(review, campaigns, operations, self)
        self.finding.ready.connect(self._open_first)
        self.playback = Playback(self)
        self.playback.failed.connect(lambda error: self.troubled.emit(_about_audio(error)))
        self.transcribing = None if transcribe is None else TranscribingModel(transcribe, operations, self)
        if self.transcribing is not None:
            self.transcribing.failed.connect(self._transcript_failed)
        self.view: RecordingView | None = None
        self._begun = False
        self._current: Opened | None = None
        self._wanted: RecordingId | None = None
        self._loaded: RecordingId | None = None
        self._fetch: Operation | None = None
        self._gone: Mark | None = None
        operations.bridge.changed.connect(self._on_changes)

    def open(self, key: str) -> None:
        """Look at a recording."""
        if key == self._wanted and self._current is not None:
            return
        self._begun = True
        self._wanted, self._loaded = RecordingId(key), None
        self._stop_fetching()
        self.playback.unload()
        self.troubled.emit(None)
        self._read()

    def step(self, step: int) -> None:
        """Look at the recording `step` rows further down the list."""
        # From the one that was asked for, not the one that is shown: keys may be faster than the store.
        key = self.finding.neighbour(self._wanted or "", step)
        if key:
            self.open(key)

    def fetch(self) -> None:
        """Bring the audio of the recording at hand here."""
        self._bring(self._review.fetch)

    def fetch_again(self) -> None:
        """Replace its audio, which cannot be read."""
        self._bring(self._review.fetch_again)

    def cancel_fetch(self) -> None:
        """Stop bringing it; what has arrived is destroyed."""
        self._stop_fetching()

    def add_mark(self, text: str, start: int, end: int | None = None) -> None:
        """Keep a mark at a moment or over a stretch (ms)."""
        if self._wanted is not None and self.view is not None and not self.view.frozen:
            end_s = None if end is None else end / 1000
            self._change(self._review.put_mark(self._wanted, start / 1000, end_s, text))

    def remove_mark(self, key: str) -> None:
        """Take a mark away; `undo` brings it back."""
        mark = next((m for m in self._current.marks if m.id == key), None) if self._current else None
        if mark is not None:
            self._gone = mark
            self._change(self._review.remove_mark(mark), then=lambda: self.removed.emit(mark.text))

    def undo(self) -> None:
        """Bring the mark back that was taken away last."""
        mark, self._gone = self._gone, None
        if mark is not None:
            self._change(self._review.restore_mark(mark))

    def remedy(self, remedy: Remedy) -> None:
        """Do what helps against the trouble that is shown."""
        self.troubled.emit(None)
        if remedy is Remedy.TRANSCRIBE and self.transcribing is not None:
            self.transcribing.start()
        else:
            {Remedy.FETCH: self.fetch, Remedy.FETCH_AGAIN: self.fetch_again}[remedy]()

    def close(self) -> None:
        """Let go of the sound; for sign-out, lock and wipe."""
        self.finding.stop()
        self.playback.close()

    def closer(self) -> Callable[[], None]:
        """Return what ends the sound without this model, which may be gone by then."""
        playback = self.playback
        return lambda *_: playback.close()

    def _open_first(self) -> None:
        first = self.finding.neighbour("", 0)
        # Only once: when a recording is taken away while it is looked at, the page says so and waits.
        if first and not self._begun:
            self.open(first)

    def _read(self) -> None:
        wanted = self._wanted
        if wanted is not None:
            run_query(
                self._operations,
                self._review.open(wanted),
                done=self._show,
                failed=self._about(wanted, self._taken_away),
            )

    def _about(
        self, recording_id: RecordingId, act: Callable[[Explanation], None]
    ) -> Callable[[Explanation], None]:
        """Return `act` for while this recording is looked at: nobody wants to hear of another one."""

        def unless_gone(error: Explanation) -> None:
            if self._wanted == recording_id:
                act(error)

        return unless_gone

    def _show(self, opened: Opened) -> None:
        recording = opened.item.recording
        if recording.id != self._wanted:
            return
        self._current = opened
        self.view = view_of(opened, self.finding.campaigns, self._clock.now())
        self.opened.emit(self.view)
        if self.transcribing is not None:
            self.transcribing.show(recording.id, recording.language)
        if opened.item.audio is not AudioState.HERE or recording.restricted:
            return
        if opened.peaks is None:
            self._draw(recording.id)
        if self._loaded != recording.id:
            self._loaded = recording.id
            self._load(recording.id)

    def _load(self, recording_id: RecordingId) -> None:
        def load(stream: BinaryIO) -> None:
            if self._wanted == recording_id:
                self.playback.load(stream)
            else:
                stream.close()

        run_query(
            self._operations,
            self._review.audio(recording_id),
            done=load,
            failed=self._about(recording_id, self._fail),
        )

    def _draw(self, recording_id: RecordingId) -> None:
        def drawn(_: object) -> None:
            if self._wanted == recording_id:
                self._read()

        run_query(
            self._operations,
            self._review.peaks(recording_id),
            done=drawn,
            failed=self._about(recording_id, self._fail),
        )

    def _bring(self, how: Callable[[RecordingId, Progress], Coroutine[Any, Any, None]]) -> None:
        wanted = self._wanted
        if wanted is None or self._fetch is not None:
            return
        self.troubled.emit(None)
        self.fetching.emit(0.0)
        operation = run_query(
            self._operations,
            how(wanted, lambda share: self.fetching.emit(share) if self._wanted == wanted else None),
            done=lambda _: self._arrived(wanted),
            failed=lambda error: self._fetch_failed(wanted, error),
        )
        self._fetch = operation
        operation.ended.connect(lambda: self._fetch_ended(operation))

    def _arrived(self, recording_id: RecordingId) -> None:
        if recording_id == self._wanted:
            self._loaded = None
            self._read()

    def _fetch_failed(self, recording_id: RecordingId, error: Explanation) -> None:
        if recording_id == self._wanted:
            self.troubled.emit(Trouble(error, None if error.code == "REC-103" else Remedy.FETCH))
            self._read()

    def _fetch_ended(self, operation: Operation) -> None:
        if operation is self._fetch:
            self._fetch = None
            self.fetching.emit(None)

    def _stop_fetching(self) -> None:
        if self._fetch is not None:
            operation, self._fetch = self._fetch, None
            operation.cancel()
            self.fetching.emit(None)

    def _change(self, work: Coroutine[Any, Any, Changes], then: Callable[[], None] = lambda: None) -> None:
        run_op(self._operations, work, done=lambda _: then())

    def _fail(self, error: Explanation) -> None:
        self.troubled.emit(_about_audio(error))

    def _transcript_failed(self, recording_id: str, error: Explanation) -> None:
        if recording_id == self._wanted:
            self.troubled.emit(Trouble(error, Remedy.TRANSCRIBE))
            # A transcript of audio that breaks off is kept as far as it goes.
            self._read()

    def _on_changes(self, changes: Changes) -> None:
        if self._wanted is not None and (self._wanted in changes.recordings or changes.policy):
            self._read()

    def _taken_away(self, error: Explanation) -> None:
        """The recording was deleted or frozen while it was looked at: nothing of it stays on screen."""
        self.playback.unload()
        self._stop_fetching()
        self._current, self._wanted, self._loaded, self.view = None, None, None, None
        self.opened.emit(None)
        self.troubled.emit(Trouble(error))


def _about_audio(error: Explanation) -> Trouble:
    return Trouble(error, Remedy.FETCH_AGAIN if error.code == "AUD-103" else None)
