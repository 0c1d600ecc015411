"""Left column of the component sheet: what people press, read at a glance and type into."""

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ui.gallery.parts import disabled, hovered, pressed, ringed, row, title
from ui.theme import Tone, type_scale
from ui.widgets import (
    Badge,
    Button,
    ButtonKind,
    CheckBox,
    Chip,
    KeyCap,
    Label,
    LeaseBar,
    LeaseView,
    LineEdit,
    Meter,
    PillLook,
    PillState,
    ProgressBar,
    RadioButton,
    Segmented,
    StatePill,
    Switch,
)


def build(layout: QVBoxLayout, page: QWidget) -> None:
    """Fill the column."""
    primary, secondary, ghost = ButtonKind.PRIMARY, ButtonKind.SECONDARY, ButtonKind.GHOST
    layout.addWidget(title("Buttons, 28 / 32 / 40 px"))
    focus = Button("Focus", primary)
    layout.addLayout(
        row(
            Button("Primary", primary),
            hovered(Button("Hover", primary)),
            pressed(Button("Pressed", primary)),
            focus,
            disabled(Button("Disabled", primary)),
        )
    )
    second = Button("Focus", secondary)
    layout.addLayout(
        row(
            Button("Secondary", secondary),
            hovered(Button("Hover", secondary)),
            pressed(Button("Pressed", secondary)),
            second,
            Button("", secondary, icon="ellipsis", name="More"),
        )
    )
    layout.addLayout(
        row(
            Button("Ghost", ghost),
            hovered(Button("Hover", ghost)),
            Button("Destructive", ButtonKind.DANGER_OUTLINE),
            Button("Confirm", ButtonKind.DANGER),
            Button("Small", size=28),
        )
    )
    layout.addSpacing(8)
    layout.addWidget(title("Agent state, the one large coloured element"))
    layout.addLayout(_pills())
    layout.addSpacing(8)
    layout.addWidget(title("Inputs"))
    layout.addLayout(_inputs())
    layout.addWidget(Label("Calling window opens at 09:00. Choose a later time.", type_scale.SMALL, "danger"))
    layout.addLayout(
        row(
            CheckBox("On", checked=True),
            CheckBox("Off"),
            RadioButton("On", checked=True),
            RadioButton("Off"),
            Switch(checked=True, name="On"),
            Switch(name="Off"),
            gap=16,
        )
    )
    layout.addSpacing(8)
    chip = _badges(layout)
    _levels(layout)
    for target in (focus, second, chip):
        ringed(page, target)


def _pills() -> QGridLayout:
    grid = QGridLayout()
    grid.setSpacing(8)
    states = (
        PillState(PillLook.READY, "Ready", "00:48"),
        PillState(PillLook.PREVIEW, "Preview", "00:15"),
        PillState(PillLook.DIALLING, "Dialling", "00:06"),
        PillState(PillLook.LIVE, "On call", "03:42"),
        PillState(PillLook.WRAP_UP, "Wrap-up", "00:18"),
        PillState(PillLook.IDLE, "Not ready, lunch", "18:40", short="Lunch"),
    )
    for index, state in enumerate(states):
        grid.addWidget(StatePill(state), index // 2, index % 2)
    grid.setColumnStretch(2, 1)
    return grid


def _inputs() -> QGridLayout:
    grid = QGridLayout()
    grid.setSpacing(8)
    wrong = LineEdit("07:30", name="Opens")
    wrong.set_error(True)
    grid.addWidget(LineEdit(placeholder="Placeholder"), 0, 0)
    grid.addWidget(LineEdit("Focused", name="Focused"), 0, 1)
    grid.addWidget(wrong, 1, 0)
    grid.addWidget(LineEdit("Set by organisation", managed=True, name="Managed"), 1, 1)
    return grid


def _badges(layout: QVBoxLayout) -> QWidget:
    layout.addWidget(title("Badges, chips and keys"))
    badges = (
        Badge("Neutral"),
        Badge("Can call", Tone.OK, "clock"),
        Badge("Deleted in 12 days", Tone.WARN, "hourglass"),
        Badge("Do not call", Tone.DANGER, "ban"),
        Badge("In use", Tone.ACCENT),
    )
    layout.addLayout(row(*badges, gap=4))
    chip = Chip("Focus")
    chips = row(Chip("Filter"), Chip("Northgate", removable=True), chip, gap=4)
    chips.insertSpacing(3, 14)
    for index, key in enumerate(("Ctrl", "Enter", "F8", "1")):
        chips.insertWidget(4 + index, KeyCap(key))
    layout.addLayout(chips)
    return chip


def _levels(layout: QVBoxLayout) -> None:
    layout.addSpacing(8)
    layout.addWidget(title("Progress, level, lease"))
    meter = Meter(name="You")
    for level in (-15, -21):
        meter.set_level(level)
    for widget, words in (
        (ProgressBar(0.62, name="Progress"), "62%"),
        (meter, meter.text()),
        (LeaseBar(LeaseView(0.0, 0.23)), "6 d"),
    ):
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(widget, 1)
        value = Label(words)
        value.setFixedWidth(48)
        line.addWidget(value)
        layout.addLayout(line)
    layout.addSpacing(8)
    layout.addWidget(title("Deletion badge by urgency"))
    ages = row(
        Badge("41 days"),
        Badge("12 days", Tone.WARN, "hourglass"),
        Badge("3 days", Tone.DANGER, "hourglass"),
        Badge("On hold", Tone.WARN, "lock"),
        gap=4,
    )
    ages.addWidget(Segmented([("nl", "NL"), ("fr", "FR"), ("en", "EN")], name="Language"))
    layout.addLayout(ages)
