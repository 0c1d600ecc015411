"""One turn of a transcript, broken into lines."""

from bisect import bisect_right
from typing import cast

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QTextCharFormat, QTextLayout, QTextLine, QTextOption

from ui.theme import fonts, type_scale
from ui.widgets.transcript_data import TranscriptTurn, TranscriptWord

LINE = type_scale.TRANSCRIPT.line
PADDING = 6
# Room for the icon of a redaction chip: no-break spaces keep the chip in one piece.
_CHIP_HEAD, _CHIP_TAIL, _NBSP = 8, 2, "\u00a0"


class TurnLayout:
    """Words to px and back. Coordinates start at the top left corner of the turn's text."""

    def __init__(self, turn: TranscriptTurn) -> None:
        self.turn = turn
        self.starts: list[int] = []
        parts: list[str] = []
        length = 0
        for word in turn.words:
            shown = _shown(word)
            self.starts.append(length)
            parts.append(shown)
            length += _utf16(shown) + 1
        self.text = " ".join(parts)
        self._layout = QTextLayout(self.text, fonts.font(type_scale.TRANSCRIPT))
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self._layout.setTextOption(option)
        self._layout.setFormats(self._chip_formats())
        self.height = LINE + 2 * PADDING

    @property
    def layout(self) -> QTextLayout:
        """The Qt layout, for drawing."""
        return self._layout

    def wrap(self, width: float) -> None:
        """Break into lines of ``width`` px and set ``height``, padding included."""
        self._layout.beginLayout()
        count = 0
        while (line := self._layout.createLine()).isValid():
            line.setLineWidth(width)
            line.setPosition(QPointF(0, PADDING + count * LINE + (LINE - line.height()) / 2))
            count += 1
        self._layout.endLayout()
        self.height = max(1, count) * LINE + 2 * PADDING

    def word_range(self, index: int) -> tuple[int, int]:
        """First character and the one after the last, in UTF-16 units as Qt counts."""
        start = self.starts[index]
        return start, start + _utf16(_shown(self.turn.words[index]))

    def rects(self, start: int, end: int) -> list[QRectF]:
        """One rectangle a line for a stretch of characters, as high as the text (18 px)."""
        found = []
        for number in range(self._layout.lineCount()):
            line = self._layout.lineAt(number)
            first, last = max(start, line.textStart()), min(end, line.textStart() + line.textLength())
            if first < last:
                found.append(self._line_rect(line, number, first, last))
        return found

    def word_at(self, point: QPointF) -> int | None:
        """Index of the word at a point, None beside the text."""
        number = int((point.y() - PADDING) // LINE)
        if not 0 <= number < self._layout.lineCount() or not self.starts:
            return None
        line = self._layout.lineAt(number)
        if not -2 <= point.x() <= line.naturalTextWidth() + 2:
            return None
        at = line.xToCursor(point.x(), QTextLine.CursorPosition.CursorOnCharacter)
        return max(0, bisect_right(self.starts, at) - 1)

    def word_at_time(self, ms: int) -> int | None:
        """Index of the word spoken at ``ms``, None in a pause."""
        words = self.turn.words
        index = bisect_right(words, ms, key=lambda word: word.start) - 1
        return index if index >= 0 and ms < words[index].end else None

    def find(self, needle: str) -> list[tuple[int, int]]:
        """Character ranges that match, ignoring case."""
        found: list[tuple[int, int]] = []
        haystack, wanted = self.text.lower(), needle.lower()
        # Lower case may have another length (İ): positions would drift, so such text is searched as it is.
        if len(haystack) != len(self.text):
            haystack, wanted = self.text, needle
        at = haystack.find(wanted) if wanted else -1
        while at >= 0:
            before = _utf16(self.text[:at])
            found.append((before, before + _utf16(self.text[at : at + len(wanted)])))
            at = haystack.find(wanted, at + len(wanted))
        return found

    def _line_rect(self, line: QTextLine, number: int, first: int, last: int) -> QRectF:
        left, right = _cursor_x(line, first), _cursor_x(line, last)
        return QRectF(left, PADDING + number * LINE + 2, right - left, 19)

    def _chip_formats(self) -> list[QTextLayout.FormatRange]:
        formats = []
        for index, word in enumerate(self.turn.words):
            if word.removed:
                start, end = self.word_range(index)
                made = QTextLayout.FormatRange()
                made.start, made.length = start, end - start
                form = QTextCharFormat()
                form.setFont(fonts.font(type_scale.SMALL))
                made.format = form
                formats.append(made)
        return formats


def _shown(word: TranscriptWord) -> str:
    if not word.removed:
        return word.text
    return _NBSP * _CHIP_HEAD + word.text.replace(" ", _NBSP) + _NBSP * _CHIP_TAIL


def _utf16(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _cursor_x(line: QTextLine, at: int) -> float:
    # The stub says object; Qt's second, in-out argument comes back beside the position.
    x, _ = cast("tuple[float, int]", line.cursorToX(at))
    return x
