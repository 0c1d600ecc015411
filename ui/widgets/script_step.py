"""One step of a call script."""

from collections.abc import Sequence
from enum import StrEnum

from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.theme import type_scale
from ui.widgets.badge import Badge
from ui.widgets.icon_text import IconText
from ui.widgets.label import Label

GUTTER = 32


class StepState(StrEnum):
    """Done steps fold to one row, the current one is open, the next ones wait."""

    DONE = "done"
    CURRENT = "current"
    NEXT = "next"


class ScriptStep(QWidget):
    """Head row 32 px, then ``spoken`` text (17 px in the current step, 13 in the next), then ``add``.

    Done steps show ``answer`` as a badge and ``at`` (a clock time inside the call). ``note`` stands beside
    the title, ``branches`` are the ways on from a next step.
    """

    def __init__(
        self,
        number: int,
        title: str,
        state: StepState,
        *,
        spoken: str = "",
        note: str = "",
        answer: str = "",
        at: str = "",
        branches: Sequence[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.number, self.state = number, state
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(GUTTER, 0, 0, 0)
        self._column.setSpacing(0)
        self._head = QWidget()
        self._head.setFixedHeight(32)
        self._row = QHBoxLayout(self._head)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        open_step = state is StepState.CURRENT or bool(spoken)
        style, tone = (type_scale.BODY_STRONG, "text") if open_step else (type_scale.BODY, "text2")
        self._row.addWidget(Label(title, style, tone))
        if note:
            self._row.addWidget(Label(note, type_scale.SMALL, "text3"))
        self._row.addStretch(1)
        if answer:
            self._row.addWidget(Badge(answer))
        if at:
            self._row.addSpacing(6)
            self._row.addWidget(Label(at, type_scale.SMALL, "text3"))
        self._column.addWidget(self._head)
        self._add_spoken(spoken)
        self._add_branches(branches)
        self.setAccessibleName(self.tr("Step {0}: {1}").format(number, title))

    def add(self, widget: QWidget, gap: int = 16) -> None:
        """Below what is there, ``gap`` px further down."""
        self._column.addSpacing(gap)
        self._column.addWidget(widget)

    def add_head(self, widget: QWidget) -> None:
        """At the right of the head row."""
        self._row.addWidget(widget)

    def node(self) -> QPointF:
        """Centre of the node on the spine, in the step's coordinates."""
        return QPointF(10, 16)

    def _add_spoken(self, spoken: str) -> None:
        if not spoken:
            return
        current = self.state is StepState.CURRENT
        style, tone = (type_scale.SPOKEN, "text") if current else (type_scale.BODY, "text2")
        self._column.addWidget(Label(spoken, style, tone, wrap=True))

    def _add_branches(self, branches: Sequence[str]) -> None:
        if not branches:
            return
        row = QHBoxLayout()
        row.setContentsMargins(0, 4, 0, 0)
        row.setSpacing(16)
        for branch in branches:
            row.addWidget(IconText("corner-down-right", branch, size=14, gap=5))
        row.addStretch(1)
        self._column.addLayout(row)
        self._column.setAlignment(row, Qt.AlignmentFlag.AlignLeft)
