"""The right side: what is kept here, and what protects it."""

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ui.sign_in.view import SignInView
from ui.theme import type_scale
from ui.widgets import Divider, IconLabel, IconText, Label, Sheet, SheetKind


class Kept(Sheet):
    """A table of classes and times, four promises, and the policy in force."""

    def __init__(self, view: SignInView, parent: QWidget | None = None) -> None:
        super().__init__(SheetKind.CANVAS, parent=parent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(80, 28, 96, 28)
        layout.setSpacing(0)
        layout.addStretch(1)
        layout.addWidget(Label(self.tr("What is kept on this workstation"), type_scale.SUBJECT))
        layout.addSpacing(4)
        words = self.tr("Encrypted on disk and removed on schedule, even when nobody signs in.")
        layout.addWidget(Label(words, type_scale.BODY, "text2"))
        layout.addSpacing(20)
        layout.addLayout(_row(28, "", self.tr("Data"), self.tr("Kept for"), head=True))
        for line in view.kept:
            layout.addWidget(Divider())
            layout.addLayout(_row(43, line.icon, line.title, line.kept_for))
        layout.addWidget(Divider())
        layout.addSpacing(28)
        layout.addLayout(self._promises(view))
        layout.addStretch(1)
        if view.policy:
            layout.addWidget(IconText("badge-check", view.policy, "text2", icon_tone="ok"))

    def _promises(self, view: SignInView) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(20)
        promises = (
            (
                "cpu",
                self.tr("Transcribed here"),
                self.tr("Speech to text runs on this computer. No audio goes to a speech service."),
            ),
            (
                "lock",
                self.tr("Key kept by this computer"),
                self.tr("The key sits in its keyring. A copied disk cannot be opened."),
            ),
            ("timer", self.tr("Locks by itself"), view.locks),
            (
                "trash-2",
                self.tr("Wiped on request"),
                self.tr("A signed order runs as soon as it arrives, even when nobody is signed in."),
            ),
        )
        for index, (icon, title, text) in enumerate(promises):
            grid.addLayout(_promise(icon, title, text), index // 2, index % 2)
        return grid


def _row(height: int, icon: str, title: str, kept_for: str, *, head: bool = False) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(18)
    if icon:
        row.addWidget(IconLabel(icon, 18, "text3"))
    else:
        row.addSpacing(36)
    name, rest = (type_scale.TINY_MEDIUM,) * 2 if head else (type_scale.BODY_MEDIUM, type_scale.SMALL)
    row.addWidget(Label(title, name, "text2" if head else "text"), 1)
    row.addWidget(Label(kept_for, rest, "text2"), 1)
    row.addStrut(height)
    return row


def _promise(icon: str, title: str, text: str) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(18)
    mark = QVBoxLayout()
    mark.addWidget(IconLabel(icon, 18, "text3"))
    mark.addStretch(1)
    row.addLayout(mark)
    words = QVBoxLayout()
    words.setSpacing(0)
    words.addWidget(Label(title, type_scale.BODY_STRONG))
    words.addWidget(Label(text, type_scale.SMALL, "text2", wrap=True))
    words.addStretch(1)
    row.addLayout(words, 1)
    return row
