"""The first rung of the wipe ladder: says when this workstation locks, while there is still time."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.lease import Rung
from app.services.device_facts import DeviceFacts
from ui import locale
from ui.privacy.durations import spoken_time_left
from ui.theme import Tone
from ui.widgets import Banner


class LeaseBanner(QWidget):
    """Hidden while in contact. Signal: `retry()`."""

    retry = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._banner = Banner(Tone.WARN, "lock", " ", " ", action=self.tr("Try again"), stacked=True)
        self._banner.acted.connect(self.retry)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._banner)
        self.hide()

    def show_facts(self, facts: DeviceFacts | None) -> None:
        """Show or hide, by the rung that the device stands on."""
        lease = facts.lease if facts is not None and facts.rung is Rung.WARN else None
        if facts is not None and lease is not None:
            left = spoken_time_left(lease.locks_at - facts.now)
            since = f"{locale.day(lease.last_contact)}, {locale.time(lease.last_contact)}"
            self._banner.set_message(
                self.tr("This workstation locks in {0}").format(left),
                self.tr(
                    "It has had no contact since {0}. Connect it to the network; nothing is lost."
                ).format(since),
            )
        self.setVisible(lease is not None)
