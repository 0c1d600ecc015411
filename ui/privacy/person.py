"""What is held about this person?"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.privacy.person_words import PersonView
from ui.privacy.section import Section
from ui.privacy.state import TITLES, title_of
from ui.theme import Tone, type_scale
from ui.widgets import Cell, Column, Label, Row, SearchField, Table

FIELD_WIDTH = 420


class Person(QWidget):
    """A number in any spelling, or a name; Enter asks. Signal: `asked(str)`."""

    asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        section = Section(self.tr("What is held about this person?"))
        section.after.setText(self.tr("on this workstation"))
        self.field = SearchField(self.tr("Number in any spelling, or a name"), keys=("Ctrl", "F"))
        self.field.setObjectName("person")
        self.field.setFixedWidth(FIELD_WIDTH)
        self.field.returnPressed.connect(self._ask)
        self.field.searched.connect(self._typed)
        self._summary = Label("", type_scale.SMALL, "text2", wrap=True)
        self._summary.setObjectName("person-summary")
        self._table = Table(
            (
                Column(self.tr("Data")),
                Column(self.tr("Items"), 80, right=True),
                Column(self.tr("Deleted"), 260),
                Column("", 130),
            ),
            fit=True,
            name=self.tr("What is held about this person?"),
        )
        self._table.setObjectName("about")
        for widget in (self.field, self._summary, self._table):
            section.add(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(section)
        self._clear()

    def focus_field(self) -> None:
        """Let the person type."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def show_answer(self, view: PersonView) -> None:
        """Show the answer, unless something else is typed by now."""
        if self.field.text().strip() != view.asked:
            return
        self._summary.setText(view.summary)
        self._table.set_rows(
            [
                Row(
                    line.holding.value,
                    (
                        Cell(title_of(line.holding), icon=TITLES[line.holding][0], weight=500),
                        Cell(line.items),
                        Cell(line.goes, small=True, tone="text2"),
                        Cell(line.by_law, icon="lock", badge=Tone.WARN) if line.by_law else Cell(""),
                    ),
                )
                for line in view.lines
            ]
        )
        self._table.setVisible(bool(view.lines))

    def _ask(self) -> None:
        text = self.field.text().strip()
        if text:
            self._summary.setText(self.tr("Looking …"))
            self.asked.emit(text)

    def _typed(self) -> None:
        self._clear()

    def _clear(self) -> None:
        """An answer about somebody does not stay beside another name."""
        self._table.set_rows([])
        self._table.setVisible(False)
        self._summary.setText(self.tr("Press Enter to look. A number may be spelt in any way."))
