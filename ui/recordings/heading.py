"""Whose recording it is, how long it stays, and what stands in its way."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.recording import AudioState
from ui import locale
from ui.recordings.state import RecordingView, Remedy, Trouble
from ui.theme import Tone, type_scale
from ui.widgets import Badge, Banner, Button, ButtonKind, Label, ProgressBar


class Heading(QWidget):
    """Signals: `fetch()` when the audio is wanted here, `cancelled()` while it arrives,
    `remedied(Remedy)`.
    """

    fetch = Signal()
    cancelled = Signal()
    remedied = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = Label("", type_scale.SUBJECT)
        self._title.setObjectName("recording-title")
        self._language, self._badge = Badge(""), Badge("")
        self._badge.setObjectName("deletion-badge")
        self._meta = Label("", type_scale.SMALL, "text2")
        self._where: Banner | None = None
        self._trouble: Banner | None = None
        self._remedy: Remedy | None = None
        self._arriving = QWidget()
        self._progress = ProgressBar(0.0, name=self.tr("Fetching audio"))
        self._share = Label("", type_scale.SMALL, "text2")
        self._cancel = Button(self.tr("Cancel"), ButtonKind.GHOST, size=28)
        self._cancel.setObjectName("cancel-fetch")
        self._cancel.clicked.connect(self.cancelled)
        self._column = QVBoxLayout(self)
        self._lay_out()

    def show_view(self, view: RecordingView) -> None:
        """Show another recording, or the same with other facts."""
        self._title.setText(view.title)
        self._language.set_badge(view.language)
        self._language.setVisible(bool(view.language))
        self._badge.set_badge(view.badge.text, view.badge.tone, view.badge.icon)
        self._meta.setText(view.meta)
        self._where = self._replace(self._where, self._say_where(view))
        self._settle()

    def show_fetching(self, share: float | None) -> None:
        """A share (0-1) while audio is arriving, None when it is not."""
        self._arriving.setVisible(share is not None)
        if share is not None:
            self._progress.set_share(share)
            self._share.setText(self.tr("Fetching audio, {0} %").format(locale.number(round(share * 100))))
        self._settle()

    def show_trouble(self, trouble: Trouble | None) -> None:
        """Say what is wrong with this recording, None for nothing."""
        banner = None
        if trouble is not None:
            text = f"{trouble.error.next_step} ({trouble.error.code})"
            action = self._remedy_name(trouble.remedy)
            banner = Banner(
                Tone.DANGER,
                "circle-alert",
                trouble.error.what,
                text,
                action=action,
                stacked=True,
                rounded=True,
                parent=self,
            )
            banner.acted.connect(lambda: self.remedied.emit(trouble.remedy))
        self._trouble = self._replace(self._trouble, banner)
        self._remedy = trouble.remedy if trouble is not None else None
        self._settle()

    def _settle(self) -> None:
        """Where the audio is matters neither while it arrives nor when trying again is offered."""
        if self._where is not None:
            self._where.setVisible(self._arriving.isHidden() and self._remedy is not Remedy.FETCH)

    def _say_where(self, view: RecordingView) -> Banner | None:
        if view.frozen:
            words = self.tr("Frozen at the person's request (art. 18): kept, but not played or searched.")
            return self._banner(Tone.WARN, "lock", words)
        on_platform = self.tr("The audio is on the platform, not on this workstation ({0}).")
        states: dict[AudioState, Callable[[], Banner]] = {
            AudioState.REMOTE: lambda: self._wanted(Tone.NEUTRAL, on_platform.format(view.size)),
            AudioState.MISSING: lambda: self._wanted(
                Tone.WARN, self.tr("The audio file has disappeared from this workstation.")
            ),
            AudioState.DOWNLOADING: lambda: self._banner(
                Tone.NEUTRAL, "download", self.tr("The audio is on its way here.")
            ),
            AudioState.QUARANTINED: lambda: self._banner(
                Tone.NEUTRAL, "file-lock", self.tr("Held until it has been checked for card numbers.")
            ),
        }
        make = states.get(view.audio)
        return make() if make is not None else None

    def _wanted(self, tone: Tone, words: str) -> Banner:
        banner = self._banner(tone, "download", words, self.tr("Fetch audio"))
        banner.acted.connect(self.fetch)
        return banner

    def _banner(self, tone: Tone, icon: str, words: str, action: str = "") -> Banner:
        return Banner(tone, icon, words, action=action, rounded=True, parent=self)

    def _remedy_name(self, remedy: Remedy | None) -> str:
        names = {
            Remedy.FETCH: self.tr("Try again"),
            Remedy.FETCH_AGAIN: self.tr("Fetch it again"),
            Remedy.TRANSCRIBE: self.tr("Try again"),
        }
        return names[remedy] if remedy is not None else ""

    def _replace(self, old: Banner | None, new: Banner | None) -> Banner | None:
        if old is not None:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        if new is not None:
            self._column.insertWidget(2, new)
            new.show()
        return new

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self._title)
        head.addWidget(self._language)
        head.addStretch(1)
        head.addWidget(self._badge)
        arriving = QHBoxLayout(self._arriving)
        arriving.setContentsMargins(12, 4, 4, 4)
        arriving.setSpacing(12)
        arriving.addWidget(self._progress, 1)
        arriving.addWidget(self._share, 0, Qt.AlignmentFlag.AlignVCenter)
        arriving.addWidget(self._cancel)
        self._arriving.hide()
        self._column.setContentsMargins(16, 12, 16, 0)
        self._column.setSpacing(4)
        self._column.addLayout(head)
        self._column.addWidget(self._meta)
        self._column.addWidget(self._arriving)
