"""The sections of the contact column; each is built again only when what it says has changed."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.campaigns.attempt_dots import AttemptDots
from ui.campaigns.state import ContactView, RowView
from ui.theme import type_scale
from ui.widgets import Badge, Button, ButtonKind, Label, ListRow, ProgressBar, Span


class ContactSection(QWidget):
    """A part of the column: ``_key`` tells what of the contact it says, ``_fill`` says it."""

    top, bottom = 8, 8

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: object = None
        self._content: QWidget | None = None
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self.hide()

    def show_view(self, view: ContactView | None) -> None:
        """Say this of another contact; with nothing to say the section is hidden and empty."""
        key = self._key(view) if view is not None else None
        if key == self._shown:
            return
        self._shown = key
        self._clear()
        if view is not None and key is not None:
            self._content = QWidget()
            column = QVBoxLayout(self._content)
            column.setContentsMargins(16, self.top, 16, self.bottom)
            column.setSpacing(0)
            self._fill(column, view)
            self._outer.addWidget(self._content)
        self.setVisible(key is not None)

    def _clear(self) -> None:
        if self._content is not None:
            # Out of the window at once: nothing of an earlier contact stays behind.
            self._content.setParent(None)
            self._content.deleteLater()
            self._content = None

    def _key(self, view: ContactView) -> object:
        raise NotImplementedError

    def _fill(self, column: QVBoxLayout, view: ContactView) -> None:
        raise NotImplementedError


class Head(ContactSection):
    """Name, firm, number. ``copied(number)`` when the number is wanted on the clipboard."""

    copied = Signal(str)
    top, bottom = 16, 12

    def _key(self, view: ContactView) -> object:
        return view.name, view.language, view.about, view.phone_e164, view.badges

    def _fill(self, column: QVBoxLayout, view: ContactView) -> None:
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


class Checks(ContactSection):
    """Consent, do-not-call lists, objections to analysis."""

    def _key(self, view: ContactView) -> object:
        return view.checks or None

    def _fill(self, column: QVBoxLayout, view: ContactView) -> None:
        for row in view.checks:
            column.addWidget(_row(row))


class Facts(ContactSection):
    """Attempts, and what the campaign knows."""

    top, bottom = 10, 10

    def _key(self, view: ContactView) -> object:
        return view.attempts, view.facts

    def _fill(self, column: QVBoxLayout, view: ContactView) -> None:
        used, allowed, going_on, words = view.attempts
        row = _fact(self.tr("Attempt"))
        row.addWidget(AttemptDots(used, allowed, going_on))
        row.addWidget(Label(words, type_scale.SMALL), 1)
        column.addLayout(row)
        for label, value in view.facts:
            row = _fact(label)
            row.addWidget(Label(value, type_scale.SMALL), 1)
            column.addLayout(row)


class Score(ContactSection):
    """The lead score and what it is made of."""

    top, bottom = 12, 12

    def _key(self, view: ContactView) -> object:
        return (view.score, view.reasons) if view.score is not None else None

    def _fill(self, column: QVBoxLayout, view: ContactView) -> None:
        score = view.score or 0
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


class History(ContactSection):
    """Earlier calls."""

    top, bottom = 12, 8

    def _key(self, view: ContactView) -> object:
        return view.history, view.history_note

    def _fill(self, column: QVBoxLayout, view: ContactView) -> None:
        head = QHBoxLayout()
        head.addWidget(Label(self.tr("History"), type_scale.SMALL_STRONG), 1)
        head.addWidget(Label(view.history_note, type_scale.SMALL, "text3"))
        column.addLayout(head)
        column.addSpacing(6)
        for row in view.history:
            column.addWidget(_row(row))


def _row(row: RowView) -> ListRow:
    return ListRow(row.icon, row.title, row.right, second=row.second, tone=row.tone)


def _fact(label: str) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    title = Label(label, type_scale.SMALL, "text3")
    title.setFixedSize(80, 20)
    row.addWidget(title)
    return row
