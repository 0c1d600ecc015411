"""Who is being called, and whether they may be."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.campaigns.attempt_dots import AttemptDots
from ui.campaigns.contact_fold import FOLDED, ContactFold
from ui.campaigns.scrolling import scroll_area
from ui.campaigns.state import ContactView, RowView
from ui.theme import type_scale
from ui.widgets import (
    Badge,
    Button,
    ButtonKind,
    Divider,
    Label,
    ListRow,
    ProgressBar,
    Sheet,
    SheetKind,
    Span,
)

WIDTH = 304


class ContactColumn(Sheet):
    """304 px, 56 in a narrow window. ``copied(number)`` when the number is put on the clipboard."""

    copied = Signal(str)

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(SheetKind.SIDE, parent=parent)
        self.setFixedWidth(WIDTH)
        self.setAccessibleName(self.tr("Contact"))
        self._view: ContactView | None = None
        self._narrow = self._unfolded = False
        self._scroll = scroll_area()
        self._fold = ContactFold()
        self._fold.unfolded.connect(self._unfold)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._fold)
        layout.addWidget(self._scroll)
        self.set_narrow(False)

    def set_narrow(self, narrow: bool) -> None:
        """In a narrow window only a strip shows, until it is unfolded."""
        self._narrow = narrow
        folded = narrow and not self._unfolded
        self._fold.show_view(self._view, narrow, folded)
        self._scroll.setVisible(not folded)
        self.setFixedWidth(FOLDED if folded else WIDTH)

    def show_view(self, view: ContactView | None) -> None:
        """Show another contact; the same one again costs nothing."""
        if view == self._view:
            return
        at = self._scroll.verticalScrollBar().value()
        same = view is not None and self._view is not None and view.phone == self._view.phone
        self._view = view
        self._unfolded = self._unfolded and same
        self.set_narrow(self._narrow)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(0)
        if view is not None:
            self._fill(column, view)
        column.addStretch(1)
        # setWidget deletes the content before: nothing of an earlier contact stays behind.
        self._scroll.setWidget(content)
        if same:
            self._scroll.verticalScrollBar().setValue(at)

    def _unfold(self) -> None:
        self._unfolded = not self._unfolded
        self.set_narrow(self._narrow)

    def _fill(self, column: QVBoxLayout, view: ContactView) -> None:
        sections = [self._head(view), _rows(view.checks, 8)]
        sections.append(self._facts(view))
        if view.score is not None:
            sections.append(self._score(view.score, view))
        sections.append(self._history(view))
        for index, section in enumerate(sections):
            if index:
                column.addWidget(Divider())
            column.addWidget(section)

    def _head(self, view: ContactView) -> QWidget:
        box, column = _section(16, 12)
        top = QHBoxLayout()
        top.setSpacing(8)
        name = Label(view.name, type_scale.SUBJECT)
        name.setObjectName("contact-name")
        top.addWidget(name, 1)
        top.addWidget(Badge(view.language))
        column.addLayout(top)
        column.addWidget(Label(view.about, type_scale.SMALL, "text2"))
        line = QHBoxLayout()
        line.setContentsMargins(0, 4, 0, 4)
        line.addWidget(Label(view.phone, type_scale.PHONE), 1)
        copy = Button("", ButtonKind.GHOST, size=28, icon="copy", name=self.tr("Copy the number"))
        copy.clicked.connect(lambda: self.copied.emit(view.phone_e164))
        line.addWidget(copy)
        column.addLayout(line)
        badges = QHBoxLayout()
        badges.setSpacing(4)
        for badge in view.badges:
            badges.addWidget(Badge(badge.text, badge.tone, badge.icon))
        badges.addStretch(1)
        column.addLayout(badges)
        return box

    def _facts(self, view: ContactView) -> QWidget:
        box, column = _section(10, 10)
        used, allowed, going_on, words = view.attempts
        row = _fact(self.tr("Attempt"))
        row.addWidget(AttemptDots(used, allowed, going_on))
        row.addWidget(Label(words, type_scale.SMALL), 1)
        column.addLayout(row)
        for label, value in view.facts:
            row = _fact(label)
            row.addWidget(Label(value, type_scale.SMALL), 1)
            column.addLayout(row)
        return box

    def _score(self, score: int, view: ContactView) -> QWidget:
        box, column = _section(12, 12)
        head = QHBoxLayout()
        head.addWidget(Label(self.tr("Lead score"), type_scale.SMALL_STRONG), 1)
        points = Label("", type_scale.SMALL, "text2")
        points.set_spans((Span(str(score), 600, "text"), Span(self.tr("  of 100"))))
        head.addWidget(points)
        column.addLayout(head)
        column.addSpacing(10)
        column.addWidget(ProgressBar(score / 100, thickness=8, name=self.tr("Lead score")))
        column.addSpacing(8)
        for signed, reason in view.reasons:
            row = QHBoxLayout()
            row.setSpacing(8)
            figure = Label(signed, type_scale.SMALL_STRONG, align=Qt.AlignmentFlag.AlignRight)
            figure.setFixedSize(28, 20)
            row.addWidget(figure)
            row.addWidget(Label(reason, type_scale.SMALL, "text2"), 1)
            column.addLayout(row)
        return box

    def _history(self, view: ContactView) -> QWidget:
        box, column = _section(12, 8)
        head = QHBoxLayout()
        head.addWidget(Label(self.tr("History"), type_scale.SMALL_STRONG), 1)
        head.addWidget(Label(view.history_note, type_scale.SMALL, "text3"))
        column.addLayout(head)
        column.addSpacing(6)
        for row in view.history:
            column.addWidget(_row(row))
        return box


def _section(top: int, bottom: int) -> tuple[QWidget, QVBoxLayout]:
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(16, top, 16, bottom)
    column.setSpacing(0)
    return box, column


def _rows(rows: tuple[RowView, ...], margin: int) -> QWidget:
    box, column = _section(margin, margin)
    for row in rows:
        column.addWidget(_row(row))
    return box


def _row(row: RowView) -> ListRow:
    return ListRow(row.icon, row.title, row.right, second=row.second, tone=row.tone)


def _fact(label: str) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    title = Label(label, type_scale.SMALL, "text3")
    title.setFixedSize(80, 20)
    row.addWidget(title)
    return row
