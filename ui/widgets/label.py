"""Text at the exact line height of the type scale."""

from collections.abc import Sequence
from dataclasses import replace
from math import ceil

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ui.theme import TextStyle, colors, fonts, painting, type_scale
from ui.widgets.span import Span


class Label(QLabel):
    """A QLabel that paints itself: line height, colour token, several weights, elision with a tooltip.

    ``tone`` names a token of the palette. With ``wrap`` it grows in height, without it elides at the right.
    """

    def __init__(
        self,
        text: str = "",
        style: TextStyle = type_scale.BODY,
        tone: str = "text",
        *,
        wrap: bool = False,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._style = style
        self._tone = tone
        self._spans: tuple[Span, ...] = ()
        self.setAlignment(align | Qt.AlignmentFlag.AlignVCenter)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        vertical = QSizePolicy.Policy.Minimum if wrap else QSizePolicy.Policy.Fixed
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, vertical)
        policy.setHeightForWidth(wrap)
        self.setSizePolicy(policy)
        self.setText(text)

    def setText(self, text: str) -> None:
        """Show plain text; spans set before are gone."""
        self.set_spans((Span(text),))

    def set_spans(self, spans: Sequence[Span]) -> None:
        """Show runs of different weight and colour on the same lines."""
        if tuple(spans) == self._spans:
            return
        self._spans = tuple(spans)
        super().setText("".join(span.text for span in spans))
        self.updateGeometry()
        self.update()

    def set_tone(self, tone: str) -> None:
        """Another colour token for the runs that name none."""
        self._tone = tone
        self.update()

    def set_style(self, style: TextStyle) -> None:
        """Another line of the type scale."""
        self._style = style
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """One line as wide as the text; wrapping labels prefer at most 320 px."""
        wide = ceil(self._natural_width())
        if self.wordWrap() and wide > 320:
            return QSize(320, self.heightForWidth(320))
        return QSize(wide, self._style.line)

    def minimumSizeHint(self) -> QSize:
        """A few characters: the rest is wrapped or elided."""
        return QSize(min(24, self.sizeHint().width()), self._style.line)

    def hasHeightForWidth(self) -> bool:
        """Only wrapping labels."""
        return self.wordWrap()

    def heightForWidth(self, width: int) -> int:
        """Lines needed at ``width`` px times the line height, in px."""
        return self._style.line * max(1, self._layout(float(width)).lineCount())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the lines, each centred in its line height."""
        painter = QPainter(self)
        full = self._layout(float(self.width()))
        painter.setPen(painting.qcolor(self._ink(self._tone)))
        top = 0.0 if self.wordWrap() else (self.height() - self._style.line) / 2
        if not self.wordWrap() and self._natural_width() > self.width() + 0.5:
            self._paint_elided(painter, top)
        else:
            full.draw(painter, QPointF(0, top))

    def _paint_elided(self, painter: QPainter, top: float) -> None:
        self.setToolTip(self.text())
        left, space = 0.0, float(self.width())
        for span in self._spans:
            style = replace(self._style, weight=span.weight or self._style.weight)
            shown = painting.elided(span.text, style, space - left)
            rect = QRectF(left, top, space - left, self._style.line)
            painting.text(painter, rect, shown, style, self._ink(span.tone or self._tone))
            left += painting.text_width(shown, style)
            if shown != span.text:
                break

    def _ink(self, tone: str) -> str:
        value: str = getattr(colors(), tone if self.isEnabled() else "text3")
        return value

    def _natural_width(self) -> float:
        return sum(
            painting.text_width(span.text, replace(self._style, weight=span.weight or self._style.weight))
            for span in self._spans
        )

    def _layout(self, width: float) -> QTextLayout:
        layout = QTextLayout(self.text(), fonts.font(self._style))
        option = QTextOption(self.alignment() & Qt.AlignmentFlag.AlignHorizontal_Mask)
        wraps = self.wordWrap()
        mode = QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere if wraps else QTextOption.WrapMode.NoWrap
        option.setWrapMode(mode)
        layout.setTextOption(option)
        layout.setFormats(self._formats())
        layout.beginLayout()
        count = 0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            line.setPosition(QPointF(0, count * self._style.line + (self._style.line - line.height()) / 2))
            count += 1
        layout.endLayout()
        return layout

    def _formats(self) -> list[QTextLayout.FormatRange]:
        ranges: list[QTextLayout.FormatRange] = []
        start = 0
        for span in self._spans:
            length = len(span.text) + sum(character > "\uffff" for character in span.text)
            if span.weight or span.tone:
                made = QTextLayout.FormatRange()
                made.start, made.length = start, length
                made.format = self._format(span)
                ranges.append(made)
            start += length
        return ranges

    def _format(self, span: Span) -> QTextCharFormat:
        form = QTextCharFormat()
        if span.weight:
            form.setFontWeight(QFont.Weight(span.weight))
        if span.tone:
            form.setForeground(painting.qcolor(self._ink(span.tone)))
        return form
