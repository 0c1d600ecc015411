"""What to say: the steps behind, the one at hand, the ones ahead, and replies to objections."""

from dataclasses import replace

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.campaigns.objection_bar import ObjectionBar
from ui.campaigns.script_fields import AnswerGrid, FieldRow
from ui.campaigns.state import ScriptView
from ui.theme import type_scale
from ui.widgets import (
    Button,
    ButtonKind,
    Divider,
    Label,
    ScriptSpine,
    ScriptStep,
    ScrollArea,
    Segmented,
    StepState,
)


class ScriptColumn(QWidget):
    """Signals carry what the agent wants: ``answered(letter)``, ``filled(key, text)``, ``language(code)``."""

    answered = Signal(str)
    filled = Signal(str, str)
    forward = Signal()
    back = Signal()
    language = Signal(str)

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Script"))
        self._view: ScriptView | None = None
        self._languages: tuple[tuple[str, str], ...] = ()
        self._segments: Segmented | None = None
        self._answers: AnswerGrid | None = None
        self._fields: FieldRow | None = None
        self._progress = Label("", type_scale.SMALL, "text3")
        self.step_back = Button(
            self.tr("Step back"), ButtonKind.GHOST, size=28, icon="undo-2", keys=("Alt", "Left")
        )
        self.step_back.clicked.connect(self.back)
        self._head = QHBoxLayout()
        self._spine = ScriptSpine()
        self._scroll = _scroll(self._spine)
        self.objections = ObjectionBar()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._make_head())
        column.addWidget(Divider())
        column.addWidget(self._scroll, 1)
        column.addWidget(Divider())
        column.addWidget(self.objections)

    def show_view(self, view: ScriptView) -> None:
        """Show another place in the script. Typing alone rebuilds nothing."""
        before, self._view = self._view, view
        if before is not None and replace(before, values=()) == replace(view, values=()):
            if self._fields is not None:
                self._fields.set_values(view.values)
            return
        self._progress.setText(view.progress)
        self.step_back.setEnabled(bool(view.done) and view.live)
        self._show_languages(view)
        self.objections.set_objections(view.objections)
        held = self._held_focus()
        self._build(view)
        self._give_focus(held)
        QTimer.singleShot(0, self, lambda: self._reveal(view.number))

    def focus_objections(self) -> None:
        """Put the focus on the first objection."""
        self.objections.focus_first()

    def _make_head(self) -> QWidget:
        head = QWidget()
        head.setFixedHeight(43)
        head.setLayout(self._head)
        self._head.setContentsMargins(24, 0, 18, 0)
        self._head.setSpacing(12)
        self._head.addWidget(Label(self.tr("Script"), type_scale.BODY_STRONG))
        self._head.addWidget(self._progress)
        self._head.addStretch(1)
        self._head.addWidget(self.step_back)
        return head

    def _show_languages(self, view: ScriptView) -> None:
        if self._languages != view.languages:
            self._languages = view.languages
            if self._segments is not None:
                self._segments.deleteLater()
                self._segments = None
            if view.languages:
                self._segments = Segmented(view.languages, view.language, name=self.tr("Language"))
                self._segments.chosen.connect(self.language)
                self._head.insertWidget(3, self._segments)
        if self._segments is not None:
            self._segments.set_current(view.language)

    def _build(self, view: ScriptView) -> None:
        done = [
            ScriptStep(step.number, step.title, StepState.DONE, answer=step.answer, at=step.at)
            for step in view.done
        ]
        ahead = [
            ScriptStep(
                step.number,
                step.title,
                StepState.NEXT,
                spoken=step.says,
                note=step.note,
                branches=step.branches,
            )
            for step in view.ahead
        ]
        if ahead and view.live:
            ahead[0].add_head(self._next_hint())
        self._spine.set_steps([*done, self._current(view), *ahead])

    def _current(self, view: ScriptView) -> ScriptStep:
        step = ScriptStep(view.number, view.title, StepState.CURRENT, spoken=view.says)
        self._answers = self._fields = None
        if view.answers:
            self._answers = AnswerGrid(view.answers, view.chosen)
            self._answers.setEnabled(view.live)
            self._answers.answered.connect(self.answered)
            step.add(self._answers, 16)
        if view.fields:
            self._fields = FieldRow(view.fields)
            self._fields.setEnabled(view.live)
            self._fields.set_values(view.values)
            self._fields.filled.connect(self.filled)
            step.add(self._fields, 16)
        return step

    def _next_hint(self) -> QWidget:
        hint = Button(self.tr("Next"), ButtonKind.GHOST, size=28, keys=("Enter",))
        hint.clicked.connect(self.forward)
        return hint

    def _held_focus(self) -> tuple[str, str, int]:
        """What is focused inside the step that is about to be rebuilt."""
        if self._answers is not None and (letter := self._answers.focused()):
            return "answer", letter, 0
        if self._fields is not None and (key := self._fields.focused()):
            return "field", key, self._fields.cursor_in(key)
        return "", "", 0

    def _give_focus(self, held: tuple[str, str, int]) -> None:
        kind, key, cursor = held
        if kind == "answer" and self._answers is not None:
            self._answers.focus(key)
        elif kind == "field" and self._fields is not None:
            self._fields.focus(key, cursor)

    def _reveal(self, number: int) -> None:
        step = self._spine.step(number)
        if step is not None:
            self._scroll.ensureWidgetVisible(step, 0, 24)


def _scroll(spine: ScriptSpine) -> ScrollArea:
    content = QWidget()
    # Else the height at the least width counts, where every sentence wraps, and a scroll bar shows for it.
    content.setMinimumHeight(1)
    layout = QVBoxLayout(content)
    layout.setContentsMargins(24, 16, 24, 16)
    layout.addWidget(spine)
    return ScrollArea(content)
