"""The Transcription page."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.keys import bind, bind_single
from ui.theme import Tone
from ui.transcription.model import TranscriptionModel
from ui.transcription.model_panel import ModelPanel
from ui.transcription.queue_list import QueueList
from ui.transcription.state import QueueView, Remedy
from ui.transcription.summary import Summary
from ui.widgets import Banner, Dialog, DialogText, Divider, Hint, IconText, ScrollArea, Sheet, SheetKind

SIDE = 360


class TranscriptionPage(QWidget):
    """The queue at the left, the models at the right. Signals: see `ui.pages.PageSpec`."""

    said = Signal(str)
    left_for = Signal(str, str)

    def __init__(self, model: TranscriptionModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = model
        self.summary, self.queue, self.models = Summary(), QueueList(), ModelPanel()
        self._banner = Banner(
            Tone.OK,
            "shield-check",
            self.tr("Speech to text runs on this workstation."),
            self.tr("No audio goes to a speech service; recordings go to the platform as policy says."),
        )
        self._revision = IconText("lock", "", "text3", size=14)
        self._banner.add_widget(self._revision)
        self._revision.setVisible(False)
        self._dialog: Dialog | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._banner)
        column.addLayout(self._body(), 1)
        self._connect()
        self._bind()
        if model.view is not None:
            self._render(model.view)

    def hints(self) -> tuple[Hint, ...]:
        """Keys of this page for the hint bar."""
        return (
            Hint(("P",), self.tr("pause all")),
            Hint(("Alt", "↑"), self.tr("move up in queue")),
            Hint(("Enter",), self.tr("open transcript")),
            Hint(("Del",), self.tr("remove from queue")),
        )

    def shortcuts(self) -> tuple[Hint, ...]:
        """Keys that are printed on a control, or on none."""
        return (
            Hint(("A",), self.tr("add all without text")),
            Hint(("U",), self.tr("put first")),
            Hint(("Space",), self.tr("try again, or add a model")),
            Hint(("Ctrl", "I"), self.tr("add a model from a folder")),
        )

    def showEvent(self, event: QShowEvent) -> None:
        """Look when looked at."""
        super().showEvent(event)
        self.model.load()

    def _body(self) -> QHBoxLayout:
        left = QVBoxLayout()
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(0)
        left.addWidget(self.summary)
        left.addWidget(Divider())
        left.addWidget(self.queue, 1)
        inside = Sheet(SheetKind.SIDE)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.models)
        side = ScrollArea(inside, keys=True)
        side.setFixedWidth(SIDE)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(left, 1)
        row.addWidget(Divider(Qt.Orientation.Vertical))
        row.addWidget(side)
        return row

    def _connect(self) -> None:
        model, queue, models = self.model, self.queue, self.models
        model.changed.connect(self._render)
        model.models_changed.connect(models.show_view)
        model.installing_changed.connect(models.show_installing)
        model.revision_changed.connect(self._show_revision)
        model.said.connect(self.said)
        self.summary.slow_changed.connect(model.slow_in_calls)
        queue.opened.connect(self._open)
        queue.removed.connect(model.remove)
        queue.moved.connect(model.move)
        queue.remedied.connect(self._remedy)
        queue.paused.connect(model.pause)
        queue.all_added.connect(model.add_all)
        models.added.connect(model.add_model)
        models.verified.connect(model.verify_model)
        models.used.connect(model.use_model)
        models.removed.connect(self._ask_to_remove)
        models.cancelled.connect(model.cancel_model)

    def _bind(self) -> None:
        bind_single(self, "P", self.queue.pause.click)
        bind_single(self, "A", self.queue.add.click)
        bind_single(self, "U", self._first)
        bind(self, "Ctrl+I", self.models.intake.choose_folder)

    def _render(self, view: QueueView) -> None:
        self.summary.show_view(view)
        self.queue.show_view(view)

    def _show_revision(self, revision: int | None) -> None:
        self._revision.setVisible(revision is not None)
        if revision is not None:
            self._revision.set_content("lock", self.tr("Policy revision {0}").format(revision))

    def _open(self, key: str) -> None:
        self.left_for.emit("recordings", key)

    def _first(self) -> None:
        if self.queue.table.current:
            self.model.first(self.queue.table.current)

    def _remedy(self, key: str, remedy: Remedy) -> None:
        if remedy is Remedy.RETRY:
            self.model.retry(key)
        else:
            self.models.intake.name.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _ask_to_remove(self, name: str) -> None:
        words = DialogText(
            title=self.tr("Remove {0}?").format(name),
            text=self.tr("Transcripts made with it stay. To use it again it must be added again."),
            confirm=self.tr("Remove"),
            cancel=self.tr("Keep"),
            danger=True,
        )
        self._dialog = Dialog(words, self)
        self._dialog.accepted.connect(partial(self.model.remove_model, name))
        self._dialog.open()
