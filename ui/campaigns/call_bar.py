"""The bar below: how long, how it sounds, and every button of the call."""

from math import isfinite

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from ui.campaigns import contact_column, wrap_up_column
from ui.campaigns.state import CallBarView
from ui.theme import colors, painting, type_scale
from ui.widgets import Badge, CallButton, IconText, Label, Meter, MeterSide

_NARROW_CLOCK, _NARROW_METERS = 228, 236


class CallBar(QWidget):
    """76 px. Each signal is a button pressed."""

    dial = Signal()
    mute = Signal()
    hold = Signal()
    hang_up = Signal()

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(76)
        self.setAccessibleName(self.tr("Call"))
        self._view = CallBarView()
        self._timer = Label("00:00", type_scale.TIMER)
        self._under = Label("", type_scale.SMALL, "text2")
        self._badge = Badge("")
        self._badge_note = Label("", type_scale.SMALL, "text3", align=Qt.AlignmentFlag.AlignRight)
        self.dial_button = self._button("phone", self.tr("Dial"), "F2", self.dial)
        self.mute_button = self._button("mic", self.tr("Mute"), "F3", self.mute)
        self.hold_button = self._button("pause", self.tr("Hold"), "F4", self.hold)
        self._keypad = CallButton("grip", self.tr("Keypad"), "F6")
        self._transfer = CallButton("phone-forwarded", self.tr("Transfer"), "F7")
        self.hang_up_button = CallButton("phone-off", self.tr("Hang up"), "F8", hang_up=True)
        self.hang_up_button.clicked.connect(self.hang_up)
        for off, why in (
            (self._keypad, self.tr("This line cannot send tones")),
            (self._transfer, self.tr("This line cannot transfer a call")),
        ):
            off.setEnabled(False)
            off.setToolTip(why)
        for toggle in (self.mute_button, self.hold_button):
            toggle.setCheckable(True)
        self._agent = Meter(MeterSide.AGENT, name=self.tr("Your level"))
        self._customer = Meter(MeterSide.CUSTOMER, name=self.tr("Customer's level"))
        self._agent_text = Label("", type_scale.SMALL, "text2", align=Qt.AlignmentFlag.AlignRight)
        self._customer_text = Label("", type_scale.SMALL, "text2", align=Qt.AlignmentFlag.AlignRight)
        self._trip = Label("", type_scale.SMALL, "text2", align=Qt.AlignmentFlag.AlignRight)
        self._line = IconText("phone", "", "text3", size=14)
        self._clock_box, self._meter_box = QWidget(), QWidget()
        self._lay_out()
        self.set_narrow(False)
        self.show_view(CallBarView(timer="00:00"))
        self._set_idle()

    def show_view(self, view: CallBarView) -> None:
        """Show another state of the call."""
        before, self._view = self._view, view
        self._timer.setText(view.timer)
        self._timer.set_tone("text" if view.can_hang_up or not view.badge else "text2")
        self._under.setText(view.under)
        self._badge.setVisible(view.badge is not None)
        if view.badge is not None:
            self._badge.set_badge(view.badge.text, view.badge.tone, view.badge.icon)
        self._badge_note.setText(view.badge_note)
        if view.dial_label and view.dial_label != self.dial_button.text():
            self.dial_button.set_label("phone", view.dial_label)
        self.dial_button.setEnabled(not view.dial_reason and not view.can_hang_up)
        self.dial_button.setToolTip(view.dial_reason)
        self._toggle(
            self.mute_button, view.live, view.muted, ("mic-off", self.tr("Unmute")), ("mic", self.tr("Mute"))
        )
        self._toggle(
            self.hold_button, view.live, view.held, ("play", self.tr("Resume")), ("pause", self.tr("Hold"))
        )
        self.hang_up_button.setEnabled(view.can_hang_up)
        icon = "check" if view.line_tone == "ok" else "phone"
        self._line.set_content(icon, view.line or self.tr("No call"), "text2", view.line_tone)
        if before.live and not view.live:
            self._set_idle()

    def set_narrow(self, narrow: bool) -> None:
        """In a wide window clock and meters stand below their columns, in a narrow one they close up."""
        self._clock_box.setFixedWidth(_NARROW_CLOCK if narrow else contact_column.WIDTH)
        self._meter_box.setFixedWidth(_NARROW_METERS if narrow else wrap_up_column.WIDTH)
        self._badge_note.setHidden(narrow)

    def set_levels(self, agent_db: float, customer_db: float, round_trip_ms: float | None) -> None:
        """Levels of both sides in dBFS and the round trip, about ten times a second."""
        if not self._view.live:
            return
        for meter, label, level in (
            (self._agent, self._agent_text, agent_db),
            (self._customer, self._customer_text, customer_db),
        ):
            meter.set_level(level if isfinite(level) else -100.0)
            label.setText(meter.text() if isfinite(level) else self.tr("silent"))
        self._trip.setText("" if round_trip_ms is None else self.tr("{0} ms").format(round(round_trip_ms)))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Canvas with a line above."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), painting.qcolor(colors().canvas))
        painter.fillRect(0, 0, self.width(), 1, painting.qcolor(colors().line))

    def _set_idle(self) -> None:
        for meter, label in ((self._agent, self._agent_text), (self._customer, self._customer_text)):
            meter.set_idle()
            label.setText(self.tr("idle"))
        self._trip.setText("")

    @staticmethod
    def _toggle(
        button: CallButton, live: bool, on: bool, when_on: tuple[str, str], when_off: tuple[str, str]
    ) -> None:
        button.setEnabled(live)
        button.setChecked(on)
        icon, label = when_on if on else when_off
        if button.text() != label:
            button.set_label(icon, label)

    @staticmethod
    def _button(icon: str, label: str, key: str, signal: object) -> CallButton:
        made = CallButton(icon, label, key)
        made.clicked.connect(signal)
        return made

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 1, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._clock())
        row.addStretch(1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.dial_button, self.mute_button, self.hold_button, self._keypad, self._transfer):
            buttons.addWidget(button)
        buttons.addSpacing(16)
        buttons.addWidget(self.hang_up_button)
        row.addLayout(buttons)
        row.addStretch(1)
        row.addWidget(self._meters())

    def _clock(self) -> QWidget:
        box = self._clock_box
        grid = QGridLayout(box)
        grid.setContentsMargins(16, 14, 16, 12)
        grid.setSpacing(0)
        grid.addWidget(self._timer, 0, 0)
        grid.addWidget(self._under, 1, 0)
        grid.addWidget(self._badge, 0, 1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(self._badge_note, 1, 1)
        grid.setColumnStretch(0, 1)
        return box

    def _meters(self) -> QWidget:
        box = self._meter_box
        grid = QGridLayout(box)
        grid.setContentsMargins(16, 8, 16, 8)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        rows = (
            (self.tr("You"), self._agent, self._agent_text),
            (self.tr("Customer"), self._customer, self._customer_text),
            (self.tr("Line"), self._line, self._trip),
        )
        for index, (label, middle, value) in enumerate(rows):
            title = Label(label, type_scale.SMALL, "text2")
            title.setFixedWidth(56)
            value.setFixedWidth(48)
            grid.addWidget(title, index, 0)
            grid.addWidget(middle, index, 1)
            grid.addWidget(value, index, 2)
        grid.setColumnStretch(1, 1)
        return box
