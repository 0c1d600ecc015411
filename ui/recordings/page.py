"""The Recordings page."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.domain.ids import CampaignId, RecordingId
from app.domain.outcome import OutcomeClass
from ui.recordings.deck import ZOOM_STEP, Deck
from ui.recordings.finder import WIDTH as FINDER
from ui.recordings.finder import Finder
from ui.recordings.heading import Heading
from ui.recordings.keyboard import Keyboard
from ui.recordings.model import RecordingsModel
from ui.recordings.notes import WIDTH as NOTES
from ui.recordings.notes import Notes
from ui.recordings.reading import Reading
from ui.recordings.state import ListView, RecordingView, Remedy, Trouble
from ui.widgets import Divider, EmptyState, Hint, Toast

STEP_MS = 5000
WIDE = 1192
"""Of the page, in a window of 1280 px."""
NARROW_FINDER, NARROW_NOTES = 264, 288


class RecordingsPage(QWidget):
    """List, sound with transcript, comments. Keys work while no text field has the focus."""

    def __init__(self, model: RecordingsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setProperty("focusRadius", -1)
        self.model = model
        model.setParent(self)
        self.finder = Finder()
        self.heading, self.deck, self.reading, self.notes = Heading(), Deck(), Reading(), Notes()
        self._toast: Toast | None = None
        self._region_from: int | None = None
        self._gone = False
        self._middle = QStackedWidget()
        self._nothing = EmptyState("audio-lines", "", "")
        self._lay_out()
        self._connect()
        self._bind_keys()
        self.destroyed.connect(model.closer())
        self.finder.show_list(model.finding.view)
        self._show_recording(None)

    def show_thing(self, thing: str) -> None:
        """Show the recording of this id."""
        self.model.open(RecordingId(thing))

    def hints(self) -> tuple[Hint, ...]:
        """Keys of this page for the hint bar."""
        return (
            Hint(("Space",), self.tr("play / pause")),
            Hint(("J", "L"), self.tr("5 s back / ahead")),
            Hint(("↑", "↓"), self.tr("turn")),
            Hint(("M",), self.tr("mark")),
            Hint(("R",), self.tr("region")),
            Hint(("W",), self.tr("word to check")),
            Hint(("[", "]"), self.tr("speed")),
            Hint(("+", "−"), self.tr("zoom")),
            Hint(("Ctrl", "↓"), self.tr("next recording")),
        )

    def shortcuts(self) -> tuple[Hint, ...]:
        """The keys that are printed on a control."""
        return (
            Hint(("C",), self.tr("comment")),
            Hint(("Ctrl", "F"), self.tr("find")),
            Hint(("Ctrl", "↑"), self.tr("previous recording")),
            Hint(("Ctrl", "Z"), self.tr("bring a deleted comment back")),
        )

    def sizeHint(self) -> QSize:
        """What the design was drawn at."""
        return QSize(1352, 820)

    def showEvent(self, event: QShowEvent) -> None:
        """Read the list when looked at."""
        super().showEvent(event)
        self.model.finding.load()

    def minimumSizeHint(self) -> QSize:
        """Fits a window of 1200 px."""
        height = super().minimumSizeHint().height()
        return QSize(NARROW_FINDER + NARROW_NOTES + 2 + self.deck.minimumSizeHint().width(), height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The side columns give way in a narrow window."""
        super().resizeEvent(event)
        wide = self.width() >= WIDE
        self.finder.setFixedWidth(FINDER if wide else NARROW_FINDER)
        self.notes.setFixedWidth(NOTES if wide else NARROW_NOTES)

    def _lay_out(self) -> None:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.deck)
        column.addWidget(Divider())
        column.addWidget(self.reading, 1)
        empty = QWidget()
        around = QVBoxLayout(empty)
        around.setContentsMargins(24, 24, 24, 24)
        around.addWidget(self._nothing)
        around.addStretch(1)
        self._middle.addWidget(empty)
        self._middle.addWidget(body)
        middle = QVBoxLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        middle.addWidget(self.heading)
        middle.addWidget(self._middle, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.finder)
        layout.addWidget(Divider(Qt.Orientation.Vertical))
        layout.addLayout(middle, 1)
        layout.addWidget(Divider(Qt.Orientation.Vertical))
        layout.addWidget(self.notes)

    def _connect(self) -> None:
        model, deck, playback = self.model, self.deck, self.model.playback
        model.finding.listed.connect(self._show_list)
        model.opened.connect(self._show_recording)
        model.fetching.connect(self.heading.show_fetching)
        model.troubled.connect(self._show_trouble)
        model.removed.connect(self._say_removed)
        self.finder.searched.connect(self._search)
        self.finder.narrowed.connect(self._narrow)
        self.finder.chosen.connect(model.open)
        self.finder.near_end.connect(model.finding.more)
        self.finder.retried.connect(model.finding.load)
        heading, reading = self.heading, self.reading
        for gone in (
            heading.fetch,
            heading.cancelled,
            heading.remedied,
            reading.transcribe,
            reading.cancelled,
        ):
            gone.connect(self._take_focus)
        self.heading.fetch.connect(model.fetch)
        self.heading.cancelled.connect(model.cancel_fetch)
        self.heading.remedied.connect(model.remedy)
        deck.play_pause.connect(playback.play_pause)
        deck.jumped.connect(self._jump)
        deck.seeked.connect(playback.seek)
        deck.speed.connect(playback.set_speed)
        deck.skipping.connect(playback.skip_silence)
        deck.mark_clicked.connect(self._hear_mark)
        deck.region_selected.connect(self.notes.pin)
        playback.position.connect(self._show_position)
        playback.state.connect(deck.show_state)
        self.reading.seeked.connect(playback.seek)
        self.notes.heard.connect(playback.seek)
        self.notes.added.connect(lambda text: model.add_mark(text, playback.at))
        self.notes.region_added.connect(self._keep_region)
        self.notes.removed.connect(model.remove_mark)
        if model.transcribing is not None:
            model.transcribing.changed.connect(self.reading.show_speech)
            self.reading.transcribe.connect(model.transcribing.start)
            self.reading.cancelled.connect(model.transcribing.cancel)

    def _bind_keys(self) -> None:
        playback, deck = self.model.playback, self.deck
        single: dict[str, Callable[[], None]] = {
            "J": partial(self._jump, -STEP_MS),
            "L": partial(self._jump, STEP_MS),
            "M": lambda: self.model.add_mark("", playback.at),
            "R": self._region,
            "W": self.reading.next_unsure,
            "C": lambda: self.notes.field.setFocus(Qt.FocusReason.ShortcutFocusReason),
            "[": partial(deck.step_speed, -1),
            "]": partial(deck.step_speed, 1),
            "+": partial(deck.step_zoom, ZOOM_STEP),
            "-": partial(deck.step_zoom, -ZOOM_STEP),
        }
        chords: dict[str, Callable[[], None]] = {
            "Ctrl+F": self._find,
            "Ctrl+Down": partial(self.model.step, 1),
            "Ctrl+Up": partial(self.model.step, -1),
            "Ctrl+Z": self.model.undo,
        }
        Keyboard(self, single, chords, playback.play_pause, self.reading.step_turn)

    def _jump(self, step: int) -> None:
        view = self.model.view
        if view is not None:
            self.model.playback.seek(min(self.model.playback.at + step, view.duration))

    def _region(self) -> None:
        """A selected stretch becomes a region; without one R marks its beginning, and again its end."""
        at = self.model.playback.at
        selected = self.deck.wave.selection
        if selected is not None and selected[0] < selected[1]:
            self.notes.pin(*selected)
        elif self._region_from is None:
            self._region_from = at
            self._say(self.tr("The region begins here. Press R again at its end."), icon="info")
        else:
            start, self._region_from = self._region_from, None
            if start != at:
                self.notes.pin(min(start, at), max(start, at))

    def _find(self) -> None:
        self.finder.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.finder.search.selectAll()

    def _show_list(self, view: ListView) -> None:
        self.finder.show_list(view)
        shown = self.model.view
        if shown is not None:
            self.finder.list.select(shown.key)
        elif not view.loading:
            self._say_nothing(view)

    def _say_nothing(self, view: ListView) -> None:
        if self._gone:
            return
        if view.rows:
            self._nothing.set_message(self.tr("No recording chosen"), self.tr("Choose one from the list."))
        self._nothing.setVisible(bool(view.rows))

    def _take_focus(self) -> None:
        """The button goes away with the click: without this, Space would press whatever Qt focuses next."""
        self.setFocus()

    def _show_recording(self, view: RecordingView | None) -> None:
        self._middle.setCurrentIndex(0 if view is None else 1)
        self.heading.setVisible(view is not None)
        self.notes.show_view(view)
        self._region_from = None
        self._gone = False
        if view is None:
            self._say_nothing(self.model.finding.view)
            return
        self.heading.show_view(view)
        self.deck.show_view(view)
        self.reading.show_view(view, self.model.finding.filter.text)
        self.finder.list.select(view.key)

    def _show_trouble(self, trouble: Trouble | None) -> None:
        if trouble is not None and self.model.view is None:
            self._nothing.set_message(trouble.error.what, f"{trouble.error.next_step} ({trouble.error.code})")
            self._nothing.show()
            self._gone = True
            return
        self.heading.show_trouble(trouble)
        self.deck.show_broken(trouble is not None and trouble.remedy is Remedy.FETCH_AGAIN)

    def _show_position(self, ms: int) -> None:
        self.deck.show_position(ms)
        self.reading.show_position(ms)
        self.notes.show_position(ms)

    def _search(self, text: str) -> None:
        self.model.finding.search(text)
        self.reading.search(text)

    def _narrow(self, campaign: str, outcome: str) -> None:
        self.model.finding.narrow(
            CampaignId(campaign) if campaign else None, OutcomeClass(outcome) if outcome else None
        )

    def _hear_mark(self, key: str) -> None:
        view = self.model.view
        for line in view.comments if view is not None else ():
            if line.key == key:
                self.model.playback.seek(line.at)

    def _keep_region(self, text: str, start: int, end: int) -> None:
        self.model.add_mark(text, start, end)
        self.deck.wave.clear_selection()

    def _say_removed(self, text: str) -> None:
        words = self.tr("Deleted “{0}”").format(text) if text else self.tr("Mark deleted")
        self._say(words, action=self.tr("Undo"), keys="Ctrl Z", icon="trash-2")

    def _say(self, words: str, *, action: str = "", keys: str = "", icon: str = "check") -> None:
        # Only now is it known which window the page stands in.
        if self._toast is None:
            self._toast = Toast(self.window())
            self._toast.setObjectName("recordings-toast")
            self._toast.acted.connect(self.model.undo)
        self._toast.show_message(words, action=action, keys=keys, icon=icon)
