"""Holds what the Transcription page shows and carries out what is asked there."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass, replace
from typing import Any, Protocol
from weakref import WeakMethod

from PySide6.QtCore import QObject, QTimer, Signal

from app.changes import Changes
from app.domain.campaign import Campaign
from app.domain.ids import CampaignId, RecordingId
from app.domain.policy import Policy
from app.errors import Explanation
from app.ports.clock import Clock
from app.ports.stores import CampaignStore, Replica
from app.ports.transcriber import Model, ModelDesk, ModelShelf
from app.services.listeners import Listeners
from app.services.queue_now import QueueNow
from ui.operations import Operation, Operations, run_query
from ui.transcription.state import ModelsView, QueueView, models_view, queue_view

TOGETHER_MS = 100
"""News of the queue within this time is shown once."""


class Queue(Protocol):
    """What the page needs of the queue."""

    now: QueueNow
    heard: Listeners[None]

    async def refresh(self) -> None:
        """Look at everything again, and go on with what can be done now."""
        ...

    async def ask(self, recording_id: RecordingId) -> None:
        """Put a recording first."""
        ...

    async def add_all(self) -> int:
        """Put every recording without a text at the end."""
        ...

    async def cancel(self, recording_id: RecordingId) -> None:
        """Take a recording out."""
        ...

    async def retry(self, recording_id: RecordingId) -> None:
        """Give one that was set aside its tries again."""
        ...

    async def move(self, recording_id: RecordingId, by: int) -> None:
        """Move one up or down."""
        ...

    async def pause(self, on: bool) -> None:
        """Hold everything, or go on."""
        ...

    async def slow_in_calls(self, on: bool) -> None:
        """Work at half speed beside a call."""
        ...


@dataclass(frozen=True)
class TranscriptionParts:
    """What is behind the page."""

    queue: Queue
    desk: ModelDesk
    campaigns: CampaignStore
    replica: Replica


@dataclass(frozen=True)
class Installing:
    """What is being done about a model. `error` ends it; `share` is 0-1."""

    name: str
    what: str = ""
    share: float = 0.0
    error: Explanation | None = None


class TranscriptionModel(QObject):
    """Signals: `changed(QueueView)`, `models_changed(ModelsView)`, `installing_changed(Installing | None)`,
    `revision_changed(int | None)`, `said(str)` for a sentence to show shortly.
    """

    changed = Signal(object)
    models_changed = Signal(object)
    installing_changed = Signal(object)
    revision_changed = Signal(object)
    said = Signal(str)

    def __init__(
        self, parts: TranscriptionParts, operations: Operations, clock: Clock, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._parts = parts
        self._operations = operations
        self._clock = clock
        self._names: dict[CampaignId, str] = {}
        self._zone = "UTC"
        self._adding: Operation | None = None
        self.view: QueueView | None = None
        self.models: ModelsView | None = None
        self.installing: Installing | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(TOGETHER_MS)
        self._timer.timeout.connect(self._render)
        # The queue outlives the page, and must not keep it.
        listener = WeakMethod(self._soon)
        forget = parts.queue.heard.add(lambda _: _call(listener))
        self.destroyed.connect(lambda _=None: forget())
        operations.bridge.changed.connect(self._on_changes)

    def load(self) -> None:
        """Look at everything; what is shown stays until the answers are there."""
        run_query(self._operations, self._parts.replica.policy(), done=self._on_policy)
        run_query(self._operations, self._parts.campaigns.all(), done=self._on_campaigns)
        run_query(self._operations, self._parts.queue.refresh(), done=lambda _: self._render())
        self._load_models()

    def pause(self) -> None:
        """Hold the queue, or go on."""
        self._do(self._parts.queue.pause(not self._parts.queue.now.settings.paused))

    def slow_in_calls(self, on: bool) -> None:
        """Set whether a call slows the work down."""
        self._do(self._parts.queue.slow_in_calls(on))

    def add_all(self) -> None:
        """Put every recording without a text into the queue."""

        def added(count: int) -> None:
            if not count:
                self.said.emit(
                    self.tr("Every recording whose audio is here has a transcript or waits for one.")
                )

        run_query(self._operations, self._parts.queue.add_all(), done=added)

    def remove(self, key: str) -> None:
        """Take a recording out of the queue."""
        self._do(self._parts.queue.cancel(RecordingId(key)))

    def retry(self, key: str) -> None:
        """Try a recording again."""
        self._do(self._parts.queue.retry(RecordingId(key)))

    def first(self, key: str) -> None:
        """Put a recording first."""
        self._do(self._parts.queue.ask(RecordingId(key)))

    def move(self, key: str, by: int) -> None:
        """Move a recording up or down."""
        self._do(self._parts.queue.move(RecordingId(key), by))

    def add_model(self, source: str) -> None:
        """Install a model from a folder, a zip, or by its name."""
        source = source.strip()
        if source and self._adding is None:
            name = source.rstrip("/\\").replace("\\", "/").rsplit("/", 1)[-1]
            self._install(name, lambda tell: self._parts.desk.add(source, tell), self._added)

    def verify_model(self, name: str) -> None:
        """Read every byte of a model and try it out."""
        if self._adding is None:
            whole = self.tr("{0} is complete and can be used.").format(name)
            self._install(
                name, lambda tell: self._parts.desk.verify(name, tell), lambda _: self.said.emit(whole)
            )

    def cancel_model(self) -> None:
        """Stop what is being done about a model, or put its error away."""
        if self._adding is not None:
            self._adding.cancel()
        self._set_installing(None)

    def use_model(self, name: str) -> None:
        """Prefer a model for its languages, or for all."""
        run_query(self._operations, self._use(name), done=lambda _: self._models_moved())

    def remove_model(self, name: str) -> None:
        """Remove a model from this workstation."""
        run_query(self._operations, self._parts.desk.remove(name), done=lambda _: self._models_moved())

    async def _use(self, name: str) -> None:
        shelf = await self._parts.desk.shelf()
        known = next((model.languages for model in shelf.installed if model.name == name), ())
        await self._parts.desk.use(name, known)

    def _install(
        self,
        name: str,
        work: Callable[[Callable[[str, int, int], None]], Coroutine[Any, Any, Any]],
        done: Callable[[Any], None],
    ) -> None:
        def tell(what: str, done_bytes: int, total: int) -> None:
            if self.installing is not None:
                share = done_bytes / total if total else 0.0
                self._set_installing(replace(self.installing, what=what, share=share))

        def finished(result: object) -> None:
            self._set_installing(None)
            done(result)
            self._models_moved()

        def failed(error: Explanation) -> None:
            self._set_installing(Installing(name, error=error))
            self._models_moved()

        self._set_installing(Installing(name))
        self._adding = run_query(
            self._operations, work(tell), done=finished, failed=failed, title=self.tr("Models")
        )
        self._adding.ended.connect(self._not_adding)

    def _not_adding(self) -> None:
        self._adding = None

    def _added(self, model: Model) -> None:
        self.said.emit(self.tr("{0} is installed.").format(model.name))

    def _set_installing(self, installing: Installing | None) -> None:
        self.installing = installing
        self.installing_changed.emit(installing)

    def _models_moved(self) -> None:
        self._load_models()
        self._do(self._parts.queue.refresh())

    def _load_models(self) -> None:
        run_query(self._operations, self._parts.desk.shelf(), done=self._on_shelf)

    def _on_shelf(self, shelf: ModelShelf) -> None:
        self.models = models_view(shelf)
        self.models_changed.emit(self.models)

    def _on_campaigns(self, campaigns: tuple[Campaign, ...]) -> None:
        self._names = {campaign.id: campaign.name for campaign in campaigns}
        self._render()

    def _on_policy(self, policy: Policy | None) -> None:
        if policy is not None:
            self._zone = policy.schedule.zone
        self.revision_changed.emit(policy.revision if policy is not None else None)

    def _on_changes(self, changes: Changes) -> None:
        if self.view is None:
            return
        if changes.policy:
            self.load()
        elif changes.recordings or changes.campaigns:
            self._do(self._parts.queue.refresh())

    def _do(self, work: Coroutine[Any, Any, None]) -> None:
        run_query(self._operations, work, done=lambda _: None)

    def _soon(self) -> None:
        if self.view is not None and not self._timer.isActive():
            self._timer.start()

    def _render(self) -> None:
        now = self._parts.queue.now
        self.view = queue_view(now, self._names, self._clock.now(), self._zone)
        self.changed.emit(self.view)


def _call(listener: "WeakMethod[Callable[[], None]]") -> None:
    found = listener()
    if found is not None:
        found()
