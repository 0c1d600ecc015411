"""The sheet of components: every leaf in its states."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.gallery import components_controls, components_foundations, components_lists
from ui.widgets import Divider, Sheet, SheetKind

_COLUMNS = (
    (447, components_controls.build),
    (447, components_lists.build),
    (0, components_foundations.build),
)


def build() -> QWidget:
    """Three columns on a surface."""
    page = Sheet(SheetKind.PLAIN)
    columns = QHBoxLayout(page)
    columns.setContentsMargins(0, 0, 0, 0)
    columns.setSpacing(0)
    for index, (width, make) in enumerate(_COLUMNS):
        if index:
            columns.addWidget(Divider(Qt.Orientation.Vertical))
        column = QWidget()
        if width:
            column.setFixedWidth(width)
        layout = QVBoxLayout(column)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(8)
        make(layout, page)
        layout.addStretch(1)
        columns.addWidget(column)
    return page
