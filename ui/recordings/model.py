"""Holds the list and the recording being looked at; carries out what the page asks."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from app.changes import Changes
from app.domain.campaign import Campaign
from app.domain.ids import CampaignId, RecordingId
from app.domain.outcome import OutcomeClass
from app.domain.recording import Mark, RecordingFilter, RecordingItem, RecordingPage
from app.errors import Explanation
from app.ports.clock import Clock
from app.ports.stores import CampaignStore
from app.services.review_recording import Opened, ReviewRecording
from ui.operations import Operations, run_op, run_query
from ui.recordings.playback import Playback
from ui.recordings.state import ListView, RecordingView, row_of, view_of

SEARCH_AFTER_MS = 150
"""A search begins when typing pauses; the store answers in milliseconds."""


class RecordingsModel(QObject):
    """Signals: `listed(ListView)`, `opened(RecordingView | None)`, `fetching(share or None)`,
    `troubled(Explanation | None)` about the recording at hand, `removed(str)` after a mark was taken away.
    """

    listed = Signal(object)
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
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._review = review
        self._store = campaigns
        self._operations = operations
        self._clock = clock
        self.playback = Playback(self)
        self.playback.failed.connect(self.troubled)
        self.filter = RecordingFilter()
        self.campaigns: dict[CampaignId, Campaign] = {}
        self.view: RecordingView | None = None
        self._items: list[RecordingItem] = []
        self._next: str | None = None
        self._total = 0
        self._current: Opened | None = None
        self._wanted: RecordingId | None = None
        self._gone: Mark | None = None
        self._search = QTimer(self)
        self._search.setSingleShot(True)
        self._search.setInterval(SEARCH_AFTER_MS)
        self._search.timeout.connect(self.load)
        operations.bridge.changed.connect(self._on_changes)

    def load(self) -> None:
        """List from the newest on, under the filter."""
        run_query(self._operations, self._read(self.filter), done=self._show_first, failed=self._list_failed)

    def more(self) -> None:
        """List the next page."""
        if self._next is not None:
            after, self._next = self._next, None
            run_query(self._operations, self._review.page(self.filter, after), done=self._show_more)

    def search(self, text: str) -> None:
        """Show recordings whose transcript has every word."""
        self.filter = RecordingFilter(text.strip(), self.filter.campaign_id, self.filter.outcome_class)
        self._search.start()

    def narrow(self, campaign_id: CampaignId | None, outcome: OutcomeClass | None) -> None:
        """Show recordings of a campaign, or with an outcome."""
        self.filter = RecordingFilter(self.filter.text, campaign_id, outcome)
        self.load()

    def open(self, key: str) -> None:
        """Look at a recording; its audio is fetched when it is not here."""
        self._wanted = RecordingId(key)
        self.playback.unload()
        self.troubled.emit(None)
        run_query(
            self._operations, self._review.open(self._wanted), done=self._show, failed=self.troubled.emit
        )

    def fetch(self) -> None:
        """Bring the audio of the recording at hand here."""
        current = self._current
        if current is None or current.item.recording.restricted:
            return
        recording_id = current.item.recording.id
        self.troubled.emit(None)
        self.fetching.emit(0.0)
        operation = run_query(
            self._operations,
            self._review.fetch(recording_id, self._progress),
            done=lambda _: self._reopen(recording_id),
            failed=self.troubled.emit,
        )
        operation.ended.connect(lambda: self.fetching.emit(None))

    def add_mark(self, text: str, start: int, end: int | None = None) -> None:
        """Keep a mark at a moment or over a stretch (ms)."""
        if self._current is None:
            return
        recording_id = self._current.item.recording.id
        end_s = None if end is None else end / 1000

        async def work() -> Changes:
            _, changes = await self._review.put_mark(recording_id, start / 1000, end_s, text)
            return changes

        run_op(self._operations, work(), done=lambda _: self._reopen(recording_id))

    def remove_mark(self, key: str) -> None:
        """Take a mark away; `undo` brings it back."""
        mark = next((m for m in self._current.marks if m.id == key), None) if self._current else None
        if mark is None:
            return
        self._gone = mark
        run_op(
            self._operations,
            self._review.remove_mark(mark),
            done=partial(self._after_removal, mark),
        )

    def undo(self) -> None:
        """Bring the mark back that was taken away last."""
        mark, self._gone = self._gone, None
        if mark is not None:
            run_op(
                self._operations,
                self._review.restore_mark(mark),
                done=lambda _: self._reopen(mark.recording_id),
            )

    def close(self) -> None:
        """Let go of the sound; for sign-out, lock and wipe."""
        self._search.stop()
        self.playback.close()

    def closer(self) -> Callable[[], None]:
        """Return what ends the sound without this model, which may be gone by then."""
        playback = self.playback
        return lambda *_: playback.close()

    def neighbour(self, step: int) -> str:
        """Return the key of the recording `step` rows further, "" at the ends."""
        keys = [item.recording.id for item in self._items]
        if self._wanted not in keys:
            return keys[0] if keys else ""
        index = keys.index(self._wanted) + step
        return keys[index] if 0 <= index < len(keys) else ""

    async def _read(self, wanted: RecordingFilter) -> tuple[RecordingFilter, RecordingPage]:
        self.campaigns = {campaign.id: campaign for campaign in await self._store.all()}
        return wanted, await self._review.page(wanted)

    def _show_first(self, found: tuple[RecordingFilter, RecordingPage]) -> None:
        wanted, page = found
        if wanted != self.filter:
            return
        self._items = []
        self._show_more(page)
        if self._current is None and self._items:
            self.open(self._items[0].recording.id)

    def _show_more(self, page: RecordingPage) -> None:
        self._items += page.items
        self._next, self._total = page.next_after, page.total
        self._render_list()

    def _render_list(self) -> None:
        rows = tuple(row_of(item, self.campaigns) for item in self._items)
        self.listed.emit(ListView(rows, self._summary(), None if rows else self._empty()))

    def _summary(self) -> str:
        if self.filter.text:
            return self.tr("%n recording(s) found", "", self._total)
        return self.tr("%n recording(s)", "", self._total)

    def _empty(self) -> tuple[str, str]:
        if self.filter.text:
            return (
                self.tr("No transcript mentions “{0}”").format(self.filter.text),
                self.tr("Try other words, or clear the filters."),
            )
        if self.filter != RecordingFilter():
            return self.tr("Nothing under these filters"), self.tr("Clear them to see every recording.")
        return self.tr("No recordings here"), self.tr("They appear as soon as calls are recorded and synced.")

    def _list_failed(self, error: Explanation) -> None:
        self.listed.emit(ListView(error=error))

    def _show(self, opened: Opened) -> None:
        recording_id = opened.item.recording.id
        if recording_id != self._wanted:
            return
        fresh = self._current is None or self._current.item.recording.id != recording_id
        had_sound = self._current is not None and self._current.peaks is not None and not fresh
        self._current = opened
        self.view = view_of(opened, self.campaigns, self._clock.now())
        self.opened.emit(self.view)
        if opened.peaks is not None and not had_sound and not opened.item.recording.restricted:
            run_query(
                self._operations,
                self._review.audio(recording_id),
                done=self.playback.load,
                failed=self.troubled.emit,
            )

    def _reopen(self, recording_id: RecordingId) -> None:
        if recording_id == self._wanted:
            run_query(self._operations, self._review.open(recording_id), done=self._show)

    def _after_removal(self, mark: Mark, changes: Changes) -> None:
        self.removed.emit(mark.text)
        self._reopen(mark.recording_id)

    def _progress(self, share: float) -> None:
        self.fetching.emit(share)

    def _on_changes(self, changes: Changes) -> None:
        if changes.recordings or changes.campaigns or changes.policy:
            self._search.start()
        if self._wanted is not None and self._wanted in changes.recordings:
            self._after_change(self._wanted)

    def _after_change(self, recording_id: RecordingId) -> None:
        run_query(self._operations, self._review.open(recording_id), done=self._show, failed=self._taken_away)

    def _taken_away(self, error: Explanation) -> None:
        """The recording was deleted while it was looked at: nothing of it stays on screen."""
        self.playback.unload()
        self._current, self.view = None, None
        self.opened.emit(None)
        self.troubled.emit(error)
