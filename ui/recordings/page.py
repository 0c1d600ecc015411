"""The Recordings page."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.domain.ids import CampaignId
from app.domain.outcome import OutcomeClass
from ui.keys import bind, bind_single
from ui.recordings.deck import Deck
from ui.recordings.finder import Finder
from ui.recordings.model import RecordingsModel
from ui.recordings.notes import Notes
from ui.recordings.reading import Reading
from ui.recordings.state import ListView, RecordingView
from ui.widgets import Divider, EmptyState, Hint, Toast

BACK_MS = 5000
ZOOM_STEP = 0.1


class RecordingsPage(QWidget):
    """List, sound with transcript, comments. Keys work while no text field has the focus."""

    title_changed = Signal(str)

    def __init__(self, model: RecordingsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setProperty("focusRadius", -1)
        self._model = model
        model.setParent(self)
        self.finder = Finder(self._outcomes())
        self.deck, self.reading, self.notes = Deck(), Reading(), Notes()
        self._toast = Toast(self)
        self._toast.acted.connect(model.undo)
        self._shown = ""
        self._region_from: int | None = None
        self._middle = QStackedWidget()
        self._nothing = EmptyState(
            "audio-lines", self.tr("No recording chosen"), self.tr("Choose one from the list.")
        )
        self._lay_out()
        self._connect()
        self._bind_keys()
        self.destroyed.connect(model.closer())

    def hints(self) -> tuple[Hint, ...]:
        """Keys of this page for the hint bar."""
        return (
            Hint(("Space",), self.tr("play / pause")),
            Hint(("J", "L"), self.tr("5 s back / ahead")),
            Hint(("↑", "↓"), self.tr("turn")),
            Hint(("M",), self.tr("mark")),
            Hint(("R",), self.tr("region")),
            Hint(("[", "]"), self.tr("speed")),
            Hint(("W",), self.tr("next word to check")),
            Hint(("Ctrl", "↓"), self.tr("next recording")),
        )

    def showEvent(self, event: QShowEvent) -> None:
        """Read the list when looked at."""
        super().showEvent(event)
        self._model.load()

    def _outcomes(self) -> list[tuple[str, str]]:
        return [
            (OutcomeClass.POSITIVE.value, self.tr("Positive")),
            (OutcomeClass.NEGATIVE.value, self.tr("Negative")),
            (OutcomeClass.CALLBACK_PERSONAL.value, self.tr("Callback, personal")),
            (OutcomeClass.CALLBACK_ANYONE.value, self.tr("Callback, anyone")),
            (OutcomeClass.NOT_REACHED.value, self.tr("Not reached")),
            (OutcomeClass.INCOMPLETE.value, self.tr("Cannot tell")),
        ]

    def _lay_out(self) -> None:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.deck)
        column.addWidget(Divider())
        column.addWidget(self.reading, 1)
        empty = QWidget()
        outer = QVBoxLayout(empty)
        outer.addStretch(1)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._nothing)
        row.addStretch(1)
        outer.addLayout(row)
        outer.addStretch(1)
        self._middle.addWidget(empty)
        self._middle.addWidget(body)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.finder)
        layout.addWidget(Divider(Qt.Orientation.Vertical))
        layout.addWidget(self._middle, 1)
        layout.addWidget(Divider(Qt.Orientation.Vertical))
        layout.addWidget(self.notes)

    def _connect(self) -> None:
        model, deck, playback = self._model, self.deck, self._model.playback
        model.listed.connect(self._show_list)
        model.opened.connect(self._show_recording)
        model.fetching.connect(deck.show_fetching)
        model.troubled.connect(deck.show_trouble)
        model.removed.connect(self._say_removed)
        self.finder.searched.connect(self._search)
        self.finder.narrowed.connect(self._narrow)
        self.finder.chosen.connect(model.open)
        self.finder.near_end.connect(model.more)
        self.finder.retried.connect(model.load)
        deck.play_pause.connect(playback.play_pause)
        deck.jumped.connect(self._jump)
        deck.seeked.connect(playback.seek)
        deck.speed.connect(playback.set_speed)
        deck.skipping.connect(playback.skip_silence)
        deck.fetch.connect(model.fetch)
        playback.position.connect(self._show_position)
        playback.state.connect(deck.show_state)
        self.reading.transcript.seek_requested.connect(playback.seek)
        self.notes.heard.connect(playback.seek)
        self.notes.added.connect(lambda text: model.add_mark(text, playback.at))
        self.notes.removed.connect(model.remove_mark)

    def _bind_keys(self) -> None:
        model, playback, deck = self._model, self._model.playback, self.deck
        bind_single(self, "Space", playback.play_pause)
        bind_single(self, "J", partial(self._jump, -BACK_MS))
        bind_single(self, "L", partial(self._jump, BACK_MS))
        bind_single(self, "M", lambda: model.add_mark("", playback.at))
        bind_single(self, "R", self._region)
        bind_single(self, "W", self.reading.next_unsure)
        bind_single(self, "C", lambda: self.notes.field.setFocus(Qt.FocusReason.ShortcutFocusReason))
        bind_single(self, "[", partial(deck.step_speed, -1))
        bind_single(self, "]", partial(deck.step_speed, 1))
        bind_single(self, "+", partial(deck.step_zoom, ZOOM_STEP))
        bind_single(self, "-", partial(deck.step_zoom, -ZOOM_STEP))
        bind(self, "Ctrl+F", lambda: self.finder.search.setFocus(Qt.FocusReason.ShortcutFocusReason))
        bind(self, "Ctrl+Down", partial(self._neighbour, 1))
        bind(self, "Ctrl+Up", partial(self._neighbour, -1))
        bind(self, "Ctrl+Z", model.undo)

    def _show_list(self, view: ListView) -> None:
        campaigns = sorted(self._model.campaigns.values(), key=lambda campaign: campaign.name)
        self.finder.set_campaigns([(campaign.id, campaign.name) for campaign in campaigns])
        self.finder.show_list(view)
        if self._shown:
            self.finder.list.select(self._shown)

    def _show_recording(self, view: RecordingView | None) -> None:
        self._middle.setCurrentIndex(0 if view is None else 1)
        self.notes.show_view(view)
        if view is None:
            self._shown = ""
            return
        if view.key == self._shown and bool(view.channels) == self.deck.wave.isVisible():
            self.deck.show_marks(view)
        else:
            self.deck.show_view(view)
            self.deck.show_position(0)
        self.reading.show_view(view, self._model.filter.text)
        self._shown = view.key
        self.finder.list.select(view.key)

    def _show_position(self, ms: int) -> None:
        self.deck.show_position(ms)
        self.reading.show_position(ms)
        self.notes.show_position(ms)

    def _search(self, text: str) -> None:
        self._model.search(text)
        self.reading.search(text)

    def _narrow(self, campaign: str, outcome: str) -> None:
        self._model.narrow(
            CampaignId(campaign) if campaign else None, OutcomeClass(outcome) if outcome else None
        )

    def _jump(self, step: int) -> None:
        self._model.playback.seek(self._model.playback.at + step)

    def _neighbour(self, step: int) -> None:
        key = self._model.neighbour(step)
        if key:
            self._model.open(key)

    def _region(self) -> None:
        """A selected stretch becomes a region; without one, R marks its start and the second R its end."""
        selected = self.deck.wave.selection
        at = self._model.playback.at
        if selected is not None:
            self._model.add_mark(self.tr("Region"), *selected)
            self.deck.wave.clear_selection()
        elif self._region_from is None:
            self._region_from = at
            self._toast.show_message(self.tr("Region begins here. Press R again at its end."))
        else:
            start, self._region_from = self._region_from, None
            self._model.add_mark(self.tr("Region"), min(start, at), max(start, at))

    def _say_removed(self, text: str) -> None:
        words = self.tr("Deleted “{0}”").format(text) if text else self.tr("Mark deleted")
        self._toast.show_message(words, action=self.tr("Undo"), keys="Ctrl Z", icon="trash-2")
