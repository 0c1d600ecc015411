"""Answers and questions inside the current step."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ui.campaigns.state import AnswerView, FieldView
from ui.theme import type_scale
from ui.widgets import Choice, Label, LineEdit, SelectBox, Span


class AnswerGrid(QWidget):
    """Two answers a row; ``answered(letter)``."""

    answered = Signal(str)

    def __init__(self, answers: Sequence[AnswerView], chosen: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices: dict[str, Choice] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(8)
        for column in (0, 1):
            grid.setColumnStretch(column, 1)
        for index, answer in enumerate(answers):
            choice = Choice(answer.letter, answer.label, answer.target, checked=answer.letter == chosen)
            choice.clicked.connect(lambda _=False, letter=answer.letter: self.answered.emit(letter))
            self._choices[answer.letter] = choice
            grid.addWidget(choice, index // 2, index % 2)

    def focused(self) -> str:
        """Letter of the answer that has the focus, "" for none."""
        return next((letter for letter, choice in self._choices.items() if choice.hasFocus()), "")

    def focus(self, letter: str) -> None:
        """Put the focus on an answer, if there is such a one."""
        if letter in self._choices:
            self._choices[letter].setFocus()


class FieldRow(QWidget):
    """Labelled fields side by side, at most three a row; ``filled(key, text)`` on every keystroke."""

    filled = Signal(str, str)

    def __init__(self, fields: Sequence[FieldView], *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._boxes: dict[str, LineEdit | SelectBox] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        for index, field in enumerate(fields):
            cell = QVBoxLayout()
            cell.setSpacing(4)
            cell.addLayout(self._label(field))
            cell.addWidget(self._box(field))
            if field.missing:
                cell.addWidget(Label(self.tr("Ask this before going on."), type_scale.SMALL, "danger"))
            cell.addStretch(1)
            grid.addLayout(cell, index // 3, index % 3)
            grid.setColumnStretch(index % 3, 1)

    def set_values(self, values: Sequence[tuple[str, str]]) -> None:
        """Show what was typed, leaving alone what already says so."""
        typed = dict(values)
        for key, box in self._boxes.items():
            value = typed.get(key, "")
            with QSignalBlocker(box):
                if isinstance(box, SelectBox):
                    if box.current != value:
                        box.set_current(value)
                elif box.text() != value:
                    box.setText(value)

    def focused(self) -> str:
        """Key of the field that has the focus, "" for none."""
        return next((key for key, box in self._boxes.items() if box.hasFocus()), "")

    def cursor_in(self, key: str) -> int:
        """Where the cursor is in a text field."""
        box = self._boxes[key]
        return box.cursorPosition() if isinstance(box, LineEdit) else 0

    def focus(self, key: str, cursor: int) -> None:
        """Put focus and cursor back, if there still is such a field."""
        box = self._boxes.get(key)
        if box is not None:
            box.setFocus()
            if isinstance(box, LineEdit):
                box.setCursorPosition(cursor)

    def _label(self, field: FieldView) -> QHBoxLayout:
        row = QHBoxLayout()
        label = Label("", type_scale.SMALL_MEDIUM, "text2")
        label.set_spans((Span(field.label), Span(f" {field.note}" if field.note else "", 400, "text3")))
        row.addWidget(label, 1)
        return row

    def _box(self, field: FieldView) -> QWidget:
        box: LineEdit | SelectBox
        if field.options:
            box = SelectBox(
                [(option, option) for option in field.options],
                name=field.label,
                placeholder=self.tr("Choose"),
            )
            box.chosen.connect(lambda value: self.filled.emit(field.key, value))
        else:
            box = LineEdit(name=field.label)
            box.set_error(field.missing)
            box.textEdited.connect(lambda text: self.filled.emit(field.key, text))
        self._boxes[field.key] = box
        return box
