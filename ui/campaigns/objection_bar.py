"""Objections, and what to say to them."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.theme import type_scale
from ui.widgets import Chip, Divider, KeyCap, Label


class ObjectionBar(QWidget):
    """44 px of chips; the chosen one opens its reply above. Escape closes it."""

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._objections: tuple[tuple[str, str], ...] = ()
        self._chips: list[Chip] = []
        self._reply = Label("", type_scale.SPOKEN, wrap=True)
        self._reply_box = QWidget()
        reply = QVBoxLayout(self._reply_box)
        reply.setContentsMargins(24, 12, 24, 12)
        reply.addWidget(self._reply)
        self._line = Divider()
        self._row = QHBoxLayout()
        self._row.setContentsMargins(24, 8, 24, 8)
        self._row.setSpacing(8)
        self._row.addWidget(Label(self.tr("Objection"), type_scale.SMALL, "text3"))
        self._row.addWidget(KeyCap("/"))
        self._row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._reply_box)
        column.addWidget(self._line)
        column.addLayout(self._row)
        self._show(None)

    def set_objections(self, objections: Sequence[tuple[str, str]]) -> None:
        """Replace the chips; the same ones again change nothing."""
        if tuple(objections) == self._objections:
            return
        self._objections = tuple(objections)
        for old in self._chips:
            self._row.removeWidget(old)
            old.deleteLater()
        self._chips = []
        for index, (label, _) in enumerate(self._objections):
            chip = Chip(label)
            chip.toggled.connect(lambda on, chip=chip: self._toggled(chip, on))
            self._row.insertWidget(2 + index, chip)
            self._chips.append(chip)
        self.setVisible(bool(self._objections))
        self._show(None)

    def focus_first(self) -> None:
        """Put the focus on the first chip."""
        if self._chips:
            self._chips[0].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and Right walk, Escape closes."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is not None:
            at = next((i for i, chip in enumerate(self._chips) if chip.hasFocus()), 0)
            self._chips[(at + step) % len(self._chips)].setFocus(Qt.FocusReason.TabFocusReason)
        elif event.key() == Qt.Key.Key_Escape and not self._reply_box.isHidden():
            for chip in self._chips:
                chip.setChecked(False)
        else:
            super().keyPressEvent(event)

    def _toggled(self, chip: Chip, on: bool) -> None:
        if on:
            for other in self._chips:
                if other is not chip:
                    other.setChecked(False)
            self._show(self._chips.index(chip))
        elif not any(other.isChecked() for other in self._chips):
            self._show(None)

    def _show(self, index: int | None) -> None:
        open_reply = index is not None
        self._reply_box.setVisible(open_reply)
        self._line.setVisible(open_reply)
        if index is not None:
            self._reply.setText(self._objections[index][1])
            self._reply.setAccessibleName(self._objections[index][1])
