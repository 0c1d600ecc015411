"""Holds the list: search, filters, pages."""

from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal

from app.changes import Changes
from app.domain.campaign import Campaign
from app.domain.ids import CampaignId
from app.domain.outcome import OutcomeClass
from app.domain.recording import RecordingFilter, RecordingItem, RecordingPage
from app.errors import Explanation
from app.ports.stores import CampaignStore
from app.services.review_recording import ReviewRecording
from ui import locale
from ui.operations import Operations, run_query
from ui.recordings.state import ListView, row_of

SEARCH_AFTER_MS = 150
"""A search begins when typing pauses; the store answers in milliseconds."""

Answer = tuple[RecordingFilter, RecordingPage, int]


class FindingModel(QObject):
    """Signals: `listed(ListView)` whenever the list is another one, `ready()` when a first page is there."""

    listed = Signal(object)
    ready = Signal()

    def __init__(
        self,
        review: ReviewRecording,
        campaigns: CampaignStore,
        operations: Operations,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._review = review
        self._store = campaigns
        self._operations = operations
        self.filter = RecordingFilter()
        self.campaigns: dict[CampaignId, Campaign] = {}
        self.view = ListView(loading=True)
        self._items: list[RecordingItem] = []
        self._next: str | None = None
        self._total = self._without_words = 0
        self._search = QTimer(self)
        self._search.setSingleShot(True)
        self._search.setInterval(SEARCH_AFTER_MS)
        self._search.timeout.connect(self.load)
        operations.bridge.changed.connect(self._on_changes)

    def load(self) -> None:
        """List from the newest on, under the filter; as many rows as are shown now, so that none jumps."""
        run_query(self._operations, self._read(self.filter), done=self._show_first, failed=self._fail)

    def more(self) -> None:
        """List the next page."""
        if self._next is not None:
            after, self._next = self._next, None
            run_query(
                self._operations,
                self._read_more(self.filter, after),
                done=self._show_more,
                failed=lambda error: self._fail_more(error, after),
            )

    def search(self, text: str) -> None:
        """Show recordings whose transcript has every word."""
        # The space at the end stays: it says that the last word is whole.
        self.filter = replace(self.filter, text=text.lstrip())
        self._search.start()

    def narrow(self, campaign_id: CampaignId | None, outcome: OutcomeClass | None) -> None:
        """Show recordings of a campaign, or with an outcome."""
        self.filter = RecordingFilter(self.filter.text, campaign_id, outcome)
        self.load()

    def stop(self) -> None:
        """Search no more."""
        self._search.stop()

    def neighbour(self, key: str, step: int) -> str:
        """Return the key of the recording `step` rows further, the first when `key` is in no row, "" at the
        ends."""
        keys = [item.recording.id for item in self._items]
        if key not in keys:
            return keys[0] if keys else ""
        index = [str(one) for one in keys].index(key) + step
        if index >= len(keys):
            self.more()
        return keys[index] if 0 <= index < len(keys) else ""

    @property
    def due(self) -> bool:
        """Whether the list is about to be read again."""
        return self._search.isActive()

    async def _read(self, wanted: RecordingFilter) -> Answer:
        self.campaigns = {campaign.id: campaign for campaign in await self._store.all()}
        page = await self._review.page(wanted)
        while page.next_after is not None and len(page.items) < len(self._items) and wanted == self.filter:
            rest = await self._review.page(wanted, page.next_after)
            page = replace(rest, items=page.items + rest.items)
        nothing = wanted.text and not page.total
        return wanted, page, await self._review.without_words(wanted) if nothing else 0

    async def _read_more(self, wanted: RecordingFilter, after: str) -> Answer:
        return wanted, await self._review.page(wanted, after), 0

    def _show_first(self, found: Answer) -> None:
        wanted, _, without_words = found
        if wanted != self.filter:
            return
        self._items, self._without_words = [], without_words
        self._show_more(found)
        self.ready.emit()

    def _show_more(self, found: Answer) -> None:
        wanted, page, _ = found
        if wanted != self.filter:
            return
        self._items += page.items
        self._next, self._total = page.next_after, page.total
        rows = tuple(row_of(item, self.campaigns) for item in self._items)
        self._emit(ListView(rows, summary=self._summary(), empty=None if rows else self._empty()))

    def _emit(self, view: ListView) -> None:
        by_name = sorted(self.campaigns.values(), key=lambda campaign: campaign.name.casefold())
        self.view = replace(
            view,
            campaigns=tuple((campaign.id, campaign.name) for campaign in by_name),
            campaign=self.filter.campaign_id or "",
            outcome=self.filter.outcome_class.value if self.filter.outcome_class else "",
            searching=bool(self.filter.text.strip()),
        )
        self.listed.emit(self.view)

    def _summary(self) -> str:
        one = self._total == 1
        count = locale.number(self._total)
        if self.filter.text.strip():
            return self.tr("1 recording found") if one else self.tr("{0} recordings found").format(count)
        return self.tr("1 recording") if one else self.tr("{0} recordings").format(count)

    def _empty(self) -> tuple[str, str]:
        words = self.filter.text.strip()
        if words and self._without_words:
            here = locale.number(self._without_words)
            title = self.tr("No transcript mentions “{0}”").format(words)
            return title, self.tr("{0} recordings match the filters; not all may have a transcript.").format(
                here
            )
        if self.filter.campaign_id or self.filter.outcome_class:
            return self.tr("Nothing under these filters"), self.tr("Clear them to see every recording.")
        return self.tr("No recordings here"), self.tr("They appear as soon as calls are recorded and synced.")

    def _fail(self, error: Explanation) -> None:
        self._items, self._next = [], None
        self._emit(ListView(error=error))

    def _fail_more(self, error: Explanation, after: str) -> None:
        # What is listed stays; scrolling on tries again.
        self._next = after
        self._operations.failed.emit(error)

    def _on_changes(self, changes: Changes) -> None:
        if changes.recordings or changes.campaigns or changes.policy:
            self._search.start()
