"""Paints one turn of a transcript."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QTextCharFormat, QTextLayout

from ui.theme import colors, icons, painting, type_scale
from ui.widgets.clock_text import clock
from ui.widgets.transcript_data import Speaker
from ui.widgets.turn_layout import LINE, PADDING, TurnLayout

# Columns in px: 16 margin, 44 time, 8, 72 speaker, 8, text, 16 margin.
TIME_X, SPEAKER_X, TEXT_X, RIGHT = 16, 68, 148, 16


@dataclass(frozen=True, slots=True)
class TurnMarks:
    """What lies on a turn: the word being heard, search hits and evidence as character ranges."""

    current: bool = False
    cursor: bool = False
    word: int | None = None
    hits: tuple[tuple[int, int], ...] = ()
    evidence: tuple[tuple[int, int], ...] = ()


def paint_turn(painter: QPainter, turn: TurnLayout, marks: TurnMarks, width: int) -> None:
    """Draw at the painter's origin; ``width`` px is the whole row."""
    c = colors()
    if marks.current:
        painter.fillRect(0, 0, width, turn.height, painting.qcolor(c.surface2))
        painter.fillRect(0, 0, 2, turn.height, painting.qcolor(c.accent))
    top = QRectF(TIME_X, PADDING, 44, LINE)
    painting.text(painter, top, clock(turn.turn.start), type_scale.SMALL, c.text3)
    ink = c.accent_text if turn.turn.speaker is Speaker.AGENT else c.text
    name = QRectF(SPEAKER_X, PADDING, 72, LINE)
    painting.text(painter, name, turn.turn.name, type_scale.SMALL_STRONG, ink, elide=True)
    painter.save()
    painter.translate(TEXT_X, 0)
    _paint_backgrounds(painter, turn, marks)
    painter.setPen(painting.qcolor(c.text))
    turn.layout.draw(painter, QPointF(0, 0), _inks(turn, marks))
    _paint_word_signs(painter, turn)
    painter.restore()
    if marks.cursor:
        painting.inset_ring(painter, QRectF(0, 0, width, turn.height), 4)


def _paint_backgrounds(painter: QPainter, turn: TurnLayout, marks: TurnMarks) -> None:
    c = colors()
    chips = [turn.word_range(i) for i, word in enumerate(turn.turn.words) if word.removed]
    for start, end in chips:
        for rect in turn.rects(start, end):
            painting.box(painter, rect.adjusted(0, -1, 0, 0), 4, c.sunken)
    ranges = [(found, c.accent_tint) for found in marks.evidence] + [(found, c.hit) for found in marks.hits]
    if marks.word is not None:
        ranges.append((turn.word_range(marks.word), c.accent))
    for (start, end), fill in ranges:
        for rect in turn.rects(start, end):
            painting.box(painter, rect.adjusted(-1.5, 0, 1.5, 0), 3, fill)


def _inks(turn: TurnLayout, marks: TurnMarks) -> list[QTextLayout.FormatRange]:
    c = colors()
    wanted = [(i, c.text2) for i, word in enumerate(turn.turn.words) if word.removed]
    if marks.word is not None:
        wanted.append((marks.word, c.on_accent))
    made = []
    for index, ink in wanted:
        start, end = turn.word_range(index)
        span = QTextLayout.FormatRange()
        span.start, span.length = start, end - start
        form = QTextCharFormat()
        form.setForeground(painting.qcolor(ink))
        span.format = form
        made.append(span)
    return made


def _paint_word_signs(painter: QPainter, turn: TurnLayout) -> None:
    """Dotted lines under unsure words, icons on chips."""
    c = colors()
    pen = QPen(painting.qcolor(c.warn_fill), 2)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setDashPattern([1, 1])
    for index, word in enumerate(turn.turn.words):
        if not word.unsure and not word.removed:
            continue
        for rect in turn.rects(*turn.word_range(index)):
            if word.removed:
                icons.paint(painter, "credit-card", rect.left() + 8, rect.top() + 3, 14, c.text2)
                continue
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            painter.setPen(pen)
            y = round(rect.bottom()) + 1
            painter.drawLine(QPointF(round(rect.left()), y), QPointF(round(rect.right()), y))
