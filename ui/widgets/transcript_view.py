"""A transcript to read along, search and correct."""

from bisect import bisect_right
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRect, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from ui.theme.dress import dress
from ui.widgets.transcript_data import Evidence, TranscriptTurn
from ui.widgets.turn_layout import LINE, TurnLayout
from ui.widgets.turn_painter import RIGHT, TEXT_X, TurnMarks, paint_turn


class TranscriptView(QAbstractScrollArea):
    """Turns below each other: time, speaker, words.

    Keys: Up and Down go from turn to turn, Left and Right from word to word, Home and End to the first and
    last turn, Enter hears the turn again; each seeks. Clicking a word seeks to it.

    Signals: ``seek_requested(ms)``, ``turn_changed(index)`` when the keyboard or the sound reaches another
    turn, ``word_activated(turn, word)`` on a double click (to correct it).
    """

    seek_requested = Signal(int)
    turn_changed = Signal(int)
    word_activated = Signal(int, int)

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._turns: list[TurnLayout] = []
        self._tops: list[int] = [0]
        self._wrapped = -1
        self._hits: dict[int, tuple[tuple[int, int], ...]] = {}
        self._evidence: dict[int, tuple[tuple[int, int], ...]] = {}
        self._current: tuple[int, int | None] = (-1, None)
        self._by_keyboard = False
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Transcript"))
        self.setProperty("focusRadius", -1)
        self.viewport().setAutoFillBackground(False)
        self.verticalScrollBar().setSingleStep(LINE)
        dress(self.verticalScrollBar())

    def set_turns(self, turns: Sequence[TranscriptTurn]) -> None:
        """Another transcript; search, evidence and position start empty."""
        self._turns = [TurnLayout(turn) for turn in turns]
        self._hits, self._evidence, self._current = {}, {}, (-1, None)
        self._wrapped = -1
        self._wrap()
        self.verticalScrollBar().setValue(0)

    def set_evidence(self, evidence: Sequence[Evidence]) -> None:
        """Tint the words that support a finding."""
        found: dict[int, list[tuple[int, int]]] = {}
        for item in evidence:
            turn = self._turns[item.turn]
            span = (turn.word_range(item.first)[0], turn.word_range(item.last)[1])
            found.setdefault(item.turn, []).append(span)
        self._evidence = {index: tuple(spans) for index, spans in found.items()}
        self.viewport().update()

    def set_search(self, needle: str) -> int:
        """Mark every word of ``needle``, "" to clear. Returns the number of hits."""
        words = needle.split()
        found = {
            index: tuple(sorted({span for word in words for span in turn.find(word)}))
            for index, turn in enumerate(self._turns)
        }
        self._hits = {index: spans for index, spans in found.items() if spans}
        self.viewport().update()
        return sum(len(spans) for spans in self._hits.values())

    def set_position(self, ms: int, *, follow: bool = True) -> None:
        """Mark the turn and the word heard at ``ms``; ``follow`` keeps the turn on screen."""
        index = max(0, bisect_right(self._turns, ms, key=lambda turn: turn.turn.start) - 1)
        if not self._turns:
            return
        self._move_to(index, self._turns[index].word_at_time(ms), follow)

    @property
    def current_turn(self) -> int:
        """Index of the turn being heard, -1 before the first position is known."""
        return self._current[0]

    def next_unsure(self) -> bool:
        """Seek to the next word to check, from the top again after the last; False when there is none."""
        spots = [
            (number, index)
            for number, turn in enumerate(self._turns)
            for index, word in enumerate(turn.turn.words)
            if word.unsure
        ]
        if not spots:
            return False
        here = (self._current[0], self._current[1] if self._current[1] is not None else -1)
        self._seek(*next((spot for spot in spots if spot > here), spots[0]))
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        """Only the turns on screen."""
        painter = QPainter(self.viewport())
        offset = self.verticalScrollBar().value()
        first = max(0, bisect_right(self._tops, offset + event.rect().top()) - 1)
        for index in range(first, len(self._turns)):
            top = self._tops[index] - offset
            if top > event.rect().bottom():
                break
            painter.save()
            painter.translate(0, top)
            paint_turn(painter, self._turns[index], self._marks(index), self.viewport().width())
            painter.restore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines again; the turn at the top stays at the top."""
        top = bisect_right(self._tops, self.verticalScrollBar().value()) - 1
        self._wrap()
        if 0 < top < len(self._tops):
            self.verticalScrollBar().setValue(self._tops[top])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """See the class."""
        turn, word = self._current
        key = event.key()
        if not self._turns or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
            return
        turns = {
            Qt.Key.Key_Up: turn - 1,
            Qt.Key.Key_Down: turn + 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: len(self._turns) - 1,
            Qt.Key.Key_Return: turn,
            Qt.Key.Key_Enter: turn,
        }
        self._by_keyboard = True
        if key in turns:
            self._seek(min(max(turns[Qt.Key(key)], 0), len(self._turns) - 1), 0)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._step_word(turn, word, 1 if key == Qt.Key.Key_Right else -1)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keyboard is."""
        super().focusInEvent(event)
        self._by_keyboard = event.reason() not in (
            Qt.FocusReason.MouseFocusReason,
            Qt.FocusReason.PopupFocusReason,
        )
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the press, or the release would go to whoever is behind."""
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on a word, or on the time of a turn, seeks there."""
        self._by_keyboard = False
        spot = self._spot(event.position())
        if spot is not None and event.button() == Qt.MouseButton.LeftButton:
            self._seek(spot[0], spot[1] or 0)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click on a word opens it."""
        spot = self._spot(event.position())
        if spot is not None and spot[1] is not None:
            self.word_activated.emit(spot[0], spot[1])

    def changeEvent(self, event: QEvent) -> None:
        """Repaint with the theme's colours."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.viewport().update()

    def _marks(self, index: int) -> TurnMarks:
        current = index == self._current[0]
        return TurnMarks(
            current=current,
            cursor=current and self.hasFocus() and self._by_keyboard,
            word=self._current[1] if current else None,
            hits=self._hits.get(index, ()),
            evidence=self._evidence.get(index, ()),
        )

    def _wrap(self) -> None:
        width = self.viewport().width() - TEXT_X - RIGHT
        if width != self._wrapped:
            self._wrapped = width
            for turn in self._turns:
                turn.wrap(float(max(80, width)))
            self._tops = [0]
            for turn in self._turns:
                self._tops.append(self._tops[-1] + turn.height)
        bar = self.verticalScrollBar()
        bar.setRange(0, max(0, self._tops[-1] - self.viewport().height()))
        bar.setPageStep(self.viewport().height())
        self.viewport().update()

    def _spot(self, at: QPointF) -> tuple[int, int | None] | None:
        y = at.y() + self.verticalScrollBar().value()
        index = bisect_right(self._tops, y) - 1
        if not 0 <= index < len(self._turns):
            return None
        word = self._turns[index].word_at(QPointF(at.x() - TEXT_X, y - self._tops[index]))
        return None if word is None and at.x() >= TEXT_X else (index, word)

    def _step_word(self, turn: int, word: int | None, step: int) -> None:
        target = (word if word is not None else -1) + step
        if 0 <= turn < len(self._turns) and 0 <= target < len(self._turns[turn].turn.words):
            self._seek(turn, target)
        elif 0 <= turn + step < len(self._turns):
            self._seek(turn + step, 0 if step > 0 else len(self._turns[turn + step].turn.words) - 1)

    def _seek(self, turn: int, word: int) -> None:
        words = self._turns[turn].turn.words
        self._move_to(turn, word if words else None, follow=True)
        self.seek_requested.emit(words[word].start if words else self._turns[turn].turn.start)

    def _move_to(self, turn: int, word: int | None, follow: bool) -> None:
        if (turn, word) == self._current:
            return
        old, self._current = self._current[0], (turn, word)
        for index in {old, turn}:
            if 0 <= index < len(self._turns):
                top = self._tops[index] - self.verticalScrollBar().value()
                self.viewport().update(QRect(0, top, self.viewport().width(), self._turns[index].height))
        if old != turn:
            self._announce(turn)
            if follow:
                self._reveal(turn)

    def _announce(self, turn: int) -> None:
        spoken = self._turns[turn]
        self.setAccessibleDescription(f"{spoken.turn.name}: {spoken.text}")
        if self.hasFocus():
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))
        self.turn_changed.emit(turn)

    def _reveal(self, turn: int) -> None:
        bar = self.verticalScrollBar()
        top, bottom = self._tops[turn], self._tops[turn + 1]
        if top < bar.value():
            bar.setValue(top)
        elif bottom > bar.value() + self.viewport().height():
            # Leave the next turn in sight: reading along needs what comes, not only what is said.
            bar.setValue(bottom - self.viewport().height() + 2 * LINE)
