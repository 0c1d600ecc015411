"""The right column: wipe ladder, policy, overrides, receipts."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QVBoxLayout, QWidget

from ui.privacy.policy_words import ComingPolicy
from ui.privacy.receipt_words import HistoryLine
from ui.privacy.section import Section
from ui.privacy.state import Ladder, PolicyLines, PrivacyView
from ui.theme import Tone, type_scale
from ui.widgets import (
    Badge,
    Button,
    ButtonKind,
    Divider,
    IconText,
    Label,
    LeaseBar,
    LeaseView,
    ListRow,
    Sheet,
    SheetKind,
)

RECENT = 8


class Side(Sheet):
    """486 px of facts about who governs this workstation. Signal: `log_wanted`."""

    log_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(SheetKind.SIDE, parent=parent)
        self.setFixedWidth(486)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._body: QWidget | None = None

    def show_view(self, view: PrivacyView) -> None:
        """Build the column anew: it has no state of its own."""
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for part in self._parts(view):
            layout.addWidget(part)
            layout.addWidget(Divider())
        layout.addWidget(self._receipts(view.history[:RECENT], view.chain, view.chain_intact))
        layout.addStretch(1)
        if self._body is not None:
            self._layout.removeWidget(self._body)
            self._body.hide()
            self._body.deleteLater()
        self._body = body
        self._layout.addWidget(body)

    def _parts(self, view: PrivacyView) -> list[QWidget]:
        parts = [self._ladder(view.ladder), self._policy(view.policy)]
        if view.coming is not None:
            parts.append(self._coming(view.coming))
        if view.policy is not None and view.policy.overrides:
            parts.append(self._overrides(view.policy))
        return parts

    def _ladder(self, ladder: Ladder | None) -> QWidget:
        section = Section(self.tr("If this workstation loses contact"))
        if ladder is None:
            words = self.tr("No contact yet. Check in to receive the policy.")
            section.add(Label(words, type_scale.SMALL, "text2", wrap=True))
            return section
        tone = "warn" if ladder.urgent else "text"
        section.add(Label(ladder.headline, type_scale.TITLE, tone))
        bar = LeaseBar(LeaseView(ladder.bar.now, ladder.bar.locks, 1.0, ladder.bar.labels, ladder.bar.lines))
        bar.setObjectName("lease")
        section.add(bar)
        section.add(IconText("cloud-check", ladder.last_contact, "text2", icon_tone="ok"))
        return section

    def _policy(self, policy: PolicyLines | None) -> QWidget:
        section = Section(self.tr("Policy"))
        if policy is None:
            section.add(Label(self.tr("None received yet."), type_scale.SMALL, "text2"))
            return section
        section.head.addWidget(Badge(self.tr("Signature valid"), Tone.OK, "badge-check"))
        lines = QWidget()
        form = QFormLayout(lines)
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(8)
        for label, value in policy.lines:
            form.addRow(_quiet(label), Label(value, type_scale.SMALL, wrap=True))
        form.addRow(_quiet(self.tr("Root key")), Label(policy.key, type_scale.MONO))
        section.add(lines)
        if policy.due:
            due = IconText("trash-2", policy.due, "warn", icon_tone="warn")
            due.setObjectName("due")
            section.add(due)
        return section

    def _coming(self, coming: ComingPolicy) -> QWidget:
        section = Section(self.tr("Announced policy"))
        section.setObjectName("coming")
        section.head.addWidget(Badge(self.tr("Signature valid"), Tone.OK, "badge-check"))
        section.add(Label(coming.headline, type_scale.SMALL_STRONG))
        for change in coming.changes:
            section.add(Label(change, type_scale.SMALL, wrap=True))
        section.add(IconText("trash-2", coming.deletes, "text2", icon_tone="warn"))
        return section

    def _overrides(self, policy: PolicyLines) -> QWidget:
        section = Section(self.tr("Campaign overrides"))
        for name, keep, count in policy.overrides:
            line = QWidget()
            row = QHBoxLayout(line)
            row.setContentsMargins(0, 0, 0, 0)
            row.addWidget(Label(name, type_scale.SMALL), 1)
            row.addWidget(Label(keep, type_scale.SMALL))
            row.addSpacing(24)
            row.addWidget(Label(count, type_scale.SMALL))
            section.add(line)
        return section

    def _receipts(self, history: tuple[HistoryLine, ...], chain: str, intact: bool) -> QWidget:
        section = Section(self.tr("Receipts"))
        mark = IconText("check" if intact else "triangle-alert", chain, "ok" if intact else "danger")
        mark.setObjectName("chain")
        section.head.addWidget(mark)
        log = Button(self.tr("Open log"), ButtonKind.LINK, size=28)
        log.clicked.connect(self.log_wanted)
        section.head.addWidget(log)
        if not history:
            section.add(Label(self.tr("Nothing was deleted here yet."), type_scale.SMALL, "text2"))
        for line in history:
            section.add(ListRow(line.icon, line.title, line.when, second=line.second, tone=line.tone))
        return section


def _quiet(text: str) -> Label:
    label = Label(text, type_scale.SMALL, "text3")
    label.setFixedWidth(88)
    return label
