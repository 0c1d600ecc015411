"""Follows the transcription of the recording at hand."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from app.changes import Changes
from app.domain.ids import RecordingId
from app.ports.transcriber import Model
from ui.operations import Operation, Operations, run_op, run_query


class Transcribing(Protocol):
    """What the page needs of the service that makes transcripts."""

    async def model_for(self, language: str) -> Model | None:
        """Return the installed model for a language, None where there is none."""
        ...

    async def transcribe(
        self, recording_id: RecordingId, progress: Callable[[float, float], None]
    ) -> Changes:
        """Put the recording first and return when its transcript is kept; raises what kept it from that."""
        ...

    async def cancel(self, recording_id: RecordingId) -> None:
        """Take the recording out of the queue; nothing of it is kept."""
        ...


@dataclass(frozen=True)
class TranscribingView:
    """`model` names the one that would be used, "" where none is installed; `share` (0-1) while it works.

    `waits`: for another recording, which is transcribed first.
    """

    model: str = ""
    share: float | None = None
    waits: bool = False


class TranscribingModel(QObject):
    """One recording is followed at a time, the work goes on when another one is looked at.

    Signals: `changed(TranscribingView | None)`, None where nothing can be said yet;
    `failed(RecordingId, Explanation)`.
    """

    changed = Signal(object)
    failed = Signal(str, object)

    def __init__(self, service: Transcribing, operations: Operations, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._service = service
        self._operations = operations
        self._running: dict[RecordingId, Operation] = {}
        self._shares: dict[RecordingId, float] = {}
        self._shown: RecordingId | None = None
        self._model = ""

    def show(self, recording_id: RecordingId, language: str) -> None:
        """Follow this recording from now on."""
        if recording_id != self._shown:
            self.changed.emit(None)
        self._shown = recording_id

        def found(model: Model | None) -> None:
            if self._shown == recording_id:
                self._model = model.name if model is not None else ""
                self._render()

        run_query(self._operations, self._service.model_for(language), done=found)

    def start(self) -> None:
        """Transcribe the recording at hand."""
        key = self._shown
        if key is None or key in self._running:
            return
        self._shares[key] = 0.0
        operation = run_op(
            self._operations,
            self._service.transcribe(key, lambda done, total: self._progress(key, done, total)),
            failed=lambda error: self.failed.emit(key, error),
            title=self.tr("Transcribing"),
        )
        self._running[key] = operation
        operation.ended.connect(lambda: self._ended(key))
        self._render()

    def cancel(self) -> None:
        """Stop the work on the recording at hand; nothing of it is kept."""
        if self._shown in self._running:
            run_query(self._operations, self._service.cancel(self._shown), done=lambda _: None)

    def _progress(self, key: RecordingId, done: float, total: float) -> None:
        self._shares[key] = done / total if total else 0.0
        self._render()

    def _ended(self, key: RecordingId) -> None:
        self._running.pop(key, None)
        self._shares.pop(key, None)
        self._render()

    def _waits(self) -> bool:
        first = next(iter(self._running), None)
        return self._shown in self._running and self._shown != first and not self._shares[self._shown]

    def _render(self) -> None:
        share = self._shares.get(self._shown) if self._shown is not None else None
        self.changed.emit(TranscribingView(self._model, share, self._waits()))
