"""The speech models: what is installed, what can be had, and what is just being installed."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from ui.theme import Tone, type_scale
from ui.transcription.model import Installing
from ui.transcription.state import ModelLine, ModelsView, OfferLine
from ui.widgets import (
    Badge,
    Button,
    ButtonKind,
    Divider,
    Field,
    IconText,
    Label,
    ProgressBar,
    SectionHead,
    Sheet,
    SheetKind,
)


class ModelPanel(QWidget):
    """Signals: `added(source)` with a folder, a zip or a name; `verified`, `removed`, `used` with a model's
    name; `cancelled()`.
    """

    added = Signal(str)
    verified = Signal(str)
    removed = Signal(str)
    used = Signal(str)
    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.head = SectionHead(self.tr("Models"), style=type_scale.BODY_STRONG)
        self.intake = Intake()
        self._progress = InstallingCard()
        self._models, self._offers = QVBoxLayout(), QVBoxLayout()
        self._rows: list[QWidget] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 16)
        column.setSpacing(0)
        column.addWidget(_inset(self.head, 12))
        column.addWidget(Divider())
        for rows in (self._models, self._offers):
            rows.setContentsMargins(0, 0, 0, 0)
            rows.setSpacing(0)
        column.addLayout(self._models)
        self._progress_box = _inset(self._progress, 12)
        column.addWidget(self._progress_box)
        column.addWidget(_inset(self.intake, 12))
        column.addLayout(self._offers)
        column.addStretch(1)
        self._progress.cancelled.connect(self.cancelled)
        self.intake.chosen.connect(self.added)
        self.show_installing(None)

    def show_view(self, view: ModelsView) -> None:
        """Other models."""
        self.head.right.setText(view.summary)
        self.intake.show_listed(view.listed)
        for row in self._rows:
            row.setParent(None)
            row.deleteLater()
        self._rows.clear()
        for model in view.installed:
            self._put(self._models, self._installed(model))
        if view.offered:
            title = SectionHead(self.tr("To be had by name"))
            self._put(self._offers, _inset(title, 8))
            for offer in view.offered:
                self._put(self._offers, self._offered(offer))

    def show_installing(self, installing: Installing | None) -> None:
        """How far an installation is, or why it ended."""
        self._progress_box.setVisible(installing is not None)
        if installing is not None:
            self._progress.show_state(installing)
        self.intake.setEnabled(installing is None or installing.error is not None)

    def _put(self, rows: QVBoxLayout, widget: QWidget) -> None:
        rows.addWidget(widget)
        self._rows.append(widget)

    def _installed(self, model: ModelLine) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        inside = QVBoxLayout()
        inside.setContentsMargins(16, 10, 16, 10)
        inside.setSpacing(4)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Label(model.name, type_scale.BODY_STRONG), 1)
        if model.fault:
            head.addWidget(Badge(self.tr("Cannot be used"), Tone.DANGER, "circle-alert"))
        elif model.used:
            head.addWidget(Badge(model.used, Tone.ACCENT))
        else:
            head.addWidget(self._link(self.tr("Use this model"), model.name, self.used, "use"))
        inside.addLayout(head)
        inside.addWidget(Label(model.fault or model.languages, type_scale.SMALL, "text2", wrap=True))
        foot = QHBoxLayout()
        foot.setSpacing(12)
        foot.addWidget(self._link(self.tr("Verify"), model.name, self.verified, "verify"))
        foot.addWidget(self._link(self.tr("Remove"), model.name, self.removed, "remove"))
        foot.addWidget(Label(model.facts, type_scale.SMALL, "text3"), 1)
        foot.addWidget(Label(model.size, type_scale.SMALL, "text2"))
        inside.addLayout(foot)
        column.addLayout(inside)
        column.addWidget(Divider())
        return box

    def _offered(self, offer: OfferLine) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(16, 4, 16, 4)
        row.setSpacing(8)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Label(offer.name, type_scale.SMALL_MEDIUM))
        words.addWidget(Label(offer.facts, type_scale.SMALL, "text3"))
        row.addLayout(words, 1)
        row.addWidget(Label(offer.size, type_scale.SMALL, "text2"))
        row.addWidget(self._link(self.tr("Get"), offer.name, self.added, "get"))
        return line

    def _link(self, text: str, name: str, signal: object, what: str) -> Button:
        button = Button(text, ButtonKind.LINK, size=28, name=f"{text}: {name}")
        button.setObjectName(f"{what}-{name}")
        button.clicked.connect(lambda: signal.emit(name))  # type: ignore[attr-defined]
        return button


class Intake(Sheet):
    """Where a model from outside comes in. Signal: `chosen(source)`."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(SheetKind.DROP, parent=parent)
        self.setAcceptDrops(False)
        self._listed = Label("", type_scale.SMALL, "text3", wrap=True)
        self._folder = Button(self.tr("Choose folder"), size=28, icon="folder-input", keys=("Ctrl", "I"))
        self._folder.setObjectName("choose-folder")
        self._archive = Button(self.tr("Choose zip"), size=28)
        self._archive.setObjectName("choose-zip")
        self.name = Field(self.tr("Or by name"), placeholder="OWNER/NAME")
        self._get = Button(self.tr("Add"), size=32, name=self.tr("Add the model of this name"))
        self._get.setObjectName("add-by-name")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addWidget(
            IconText("folder-input", self.tr("Add a model"), "text", style=type_scale.BODY_STRONG)
        )
        words = self.tr("From a folder or zip that IT gave you, or by its name from the public hub.")
        column.addWidget(Label(words, type_scale.SMALL, "text2", wrap=True))
        column.addWidget(self._listed)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._folder)
        buttons.addWidget(self._archive)
        buttons.addStretch(1)
        column.addLayout(buttons)
        by_name = QHBoxLayout()
        by_name.setSpacing(8)
        by_name.addWidget(self.name, 1)
        column.addLayout(by_name)
        column.addWidget(self._get)
        self._folder.clicked.connect(self.choose_folder)
        self._archive.clicked.connect(self.choose_archive)
        self._get.clicked.connect(self._submit)
        self.name.submitted.connect(self._submit)

    def show_listed(self, listed: str) -> None:
        """What the organisation allows, "" where anything."""
        self._listed.setText(listed)
        self._listed.setVisible(bool(listed))

    def choose_folder(self) -> None:
        """Ask for a folder."""
        dialog = QFileDialog(self, self.tr("Folder of the model"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self.chosen)
        dialog.open()

    def choose_archive(self) -> None:
        """Ask for a zip."""
        dialog = QFileDialog(self, self.tr("Zip archive of the model"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter("Zip (*.zip)")
        dialog.fileSelected.connect(self.chosen)
        dialog.open()

    def _submit(self) -> None:
        name = self.name.edit.text().strip()
        if name:
            self.chosen.emit(name)


class InstallingCard(Sheet):
    """How far an installation is, or why it ended. Signal: `cancelled()`."""

    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(SheetKind.CARD, parent=parent)
        self._name = Label("", type_scale.BODY_MEDIUM)
        self._share = Label("", type_scale.SMALL, "text2")
        self._bar = ProgressBar(name=self.tr("Progress"))
        self._words = Label("", type_scale.SMALL, "text3", wrap=True)
        self._stop = Button(self.tr("Cancel"), ButtonKind.LINK, size=28)
        self._stop.setObjectName("cancel-model")
        self._stop.clicked.connect(self.cancelled)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.addWidget(self._name, 1)
        head.addWidget(self._share)
        column.addLayout(head)
        column.addWidget(self._bar)
        foot = QHBoxLayout()
        foot.addWidget(self._words, 1)
        foot.addWidget(self._stop)
        column.addLayout(foot)

    def show_state(self, installing: Installing) -> None:
        """Another state."""
        error = installing.error
        self._name.setText(installing.name)
        self._bar.setVisible(error is None)
        self._bar.set_share(installing.share)
        self._share.setText("" if error or not installing.what else f"{round(installing.share * 100)}%")
        self._stop.setText(self.tr("Close") if error else self.tr("Cancel"))
        if error:
            self._words.set_tone("danger")
            self._words.setText(f"{error.what} {error.next_step}")
        else:
            self._words.set_tone("text3")
            steps = {"Copying": self.tr("Copying and adding up"), "Checking": self.tr("Reading every byte")}
            self._words.setText(steps.get(installing.what, self.tr("Looking at it")))


def _inset(widget: QWidget, above: int) -> QWidget:
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(16, above, 16, above)
    column.addWidget(widget)
    return box
