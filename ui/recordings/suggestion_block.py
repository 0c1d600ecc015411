"""The suggested outcome with the words it rests on. It is looked at, never taken over by itself."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.recordings.suggested import Quote, SuggestionView
from ui.theme import type_scale
from ui.widgets import Button, ButtonKind, Label, SectionHead


class SuggestionBlock(QWidget):
    """Hidden where nothing was analysed. Signal: `heard(ms)` when a quote is to be heard."""

    heard = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: SuggestionView | None = None
        self._name = Label("", type_scale.BODY_STRONG)
        self._name.setObjectName("suggested-outcome")
        self._chance = Label("", type_scale.SMALL, "text2")
        self._score = Label("", type_scale.SMALL, "text3")
        self._why = Label("", type_scale.SMALL, "text3", wrap=True)
        self._quotes = QVBoxLayout()
        self._quotes.setSpacing(2)
        self._lay_out()
        self.hide()

    def show_suggestion(self, view: SuggestionView | None) -> None:
        """Show another suggestion; None hides the block."""
        self.setVisible(view is not None)
        if view is None or view == self._shown:
            return
        self._shown = view
        self._name.setText(view.name or self.tr("Cannot tell"))
        self._name.set_tone("text" if view.name else "text3")
        self._chance.setText(view.chance)
        self._score.setText(view.score)
        self._score.setVisible(bool(view.score))
        self._why.setText(view.why)
        self._why.setVisible(bool(view.why))
        self._replace_quotes(view.quotes)

    def _replace_quotes(self, quotes: tuple[Quote, ...]) -> None:
        while self._quotes.count():
            item = self._quotes.takeAt(0)
            if item is not None and (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for quote in quotes:
            row = self._row(quote)
            self._quotes.addWidget(row)
            row.show()

    def _row(self, quote: Quote) -> QWidget:
        row = QWidget(self)
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        name = self.tr("Hear {0}: {1}").format(quote.when, quote.text)
        when = Button(quote.when, ButtonKind.LINK, name=name)
        when.setObjectName("hear-quote")
        when.clicked.connect(lambda: self.heard.emit(quote.at))
        layout.addWidget(when, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(Label(quote.text, type_scale.SMALL, wrap=True), 1)
        return row

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._name)
        head.addStretch(1)
        head.addWidget(self._chance)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 0, 16, 0)
        column.setSpacing(6)
        column.addWidget(SectionHead(self.tr("Suggested outcome")))
        column.addLayout(head)
        column.addWidget(self._score)
        column.addWidget(self._why)
        column.addLayout(self._quotes)
