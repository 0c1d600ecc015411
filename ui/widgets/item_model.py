"""A list of frozen values behind a list view."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

ITEM_ROLE = int(Qt.ItemDataRole.UserRole)
_ROOT = QModelIndex()


class ItemModel(QAbstractListModel):
    """The item itself is under ``ITEM_ROLE``; ``spoken`` turns it into what a screen reader says."""

    def __init__(self, spoken: Callable[[Any], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._spoken = spoken
        self._items: tuple[Any, ...] = ()

    def set_items(self, items: Sequence[Any]) -> None:
        """Replace all items."""
        self.beginResetModel()
        self._items = tuple(items)
        self.endResetModel()

    def item(self, row: int) -> Any:
        """The item of a row."""
        return self._items[row]

    @property
    def items(self) -> tuple[Any, ...]:
        """All items in order."""
        return self._items

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _ROOT) -> int:
        """Number of items."""
        return 0 if parent.isValid() else len(self._items)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """The item, or its words."""
        item = self._items[index.row()]
        if role == ITEM_ROLE:
            return item
        spoken = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
        return self._spoken(item) if role in spoken else None
