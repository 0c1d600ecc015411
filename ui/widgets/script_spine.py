"""The steps of a call script on one line."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.theme import colors, icons, painting, type_scale
from ui.widgets.script_step import ScriptStep, StepState

_NODE, _GAP = 20, 4


class ScriptSpine(QWidget):
    """Stacks ``ScriptStep`` widgets and paints nodes and the line between them; put it in a scroll area."""

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._steps: list[ScriptStep] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addStretch(1)

    def set_steps(self, steps: Sequence[ScriptStep]) -> None:
        """Replace all steps; the old widgets are deleted."""
        for old in self._steps:
            self._column.removeWidget(old)
            old.deleteLater()
        self._steps = list(steps)
        while self._column.count() > 1:
            self._column.takeAt(0)
        for index, step in enumerate(steps):
            step.setContentsMargins(0, 0, 0, self._gap_below(step))
            self._column.insertWidget(index, step)
        self.update()

    def step(self, number: int) -> ScriptStep | None:
        """The step with a number, e.g. to scroll to it."""
        return next((step for step in self._steps if step.number == number), None)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Line first, nodes above."""
        painter = QPainter(self)
        centres = [QPointF(step.mapTo(self, step.node().toPoint())) for step in self._steps]
        reach = _NODE / 2 + _GAP
        for above, below in pairwise(centres):
            length = below.y() - above.y() - 2 * reach
            if length > 0:
                line = QRectF(above.x(), above.y() + reach, 1, length)
                painter.fillRect(line, painting.qcolor(colors().line2))
        for step, centre in zip(self._steps, centres, strict=True):
            self._paint_node(painter, step, centre)

    @staticmethod
    def _gap_below(step: ScriptStep) -> int:
        return {StepState.DONE: 0, StepState.CURRENT: 20, StepState.NEXT: 8}[step.state]

    @staticmethod
    def _paint_node(painter: QPainter, step: ScriptStep, centre: QPointF) -> None:
        c = colors()
        area = QRectF(centre.x() - _NODE / 2, centre.y() - _NODE / 2, _NODE, _NODE)
        if step.state is StepState.DONE:
            painting.box(painter, area, _NODE / 2, c.sunken)
            icons.paint(painter, "check", centre.x() - 6, centre.y() - 6, 12, c.text2)
            return
        current = step.state is StepState.CURRENT
        fill, line = (c.accent, None) if current else (c.surface, c.line_strong)
        painting.box(painter, area, _NODE / 2, fill, line)
        ink = c.on_accent if current else c.text2
        style = type_scale.TINY_STRONG
        painting.text(painter, area, str(step.number), style, ink, painting.ALIGN_CENTER)
