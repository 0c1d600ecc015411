"""Holds what the Privacy and device page shows and carries out what is asked there."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.changes import Changes
from app.services.privacy import Privacy, PrivacyOverview
from ui.operations import Operations, run_op, run_query
from ui.privacy.person_words import person_view
from ui.privacy.state import PrivacyView, view_of


@dataclass(frozen=True)
class PrivacyActions:
    """What the page can set off. `check_in` renews the lease; `wipe` destroys everything held here."""

    check_in: Callable[[], Coroutine[Any, Any, Changes]]
    wipe: Callable[[], Coroutine[Any, Any, None]]


class PrivacyModel(QObject):
    """Signals: `changed(PrivacyView)`, `answered(PersonView)`, `busy(bool)` while something slow runs."""

    changed = Signal(object)
    answered = Signal(object)
    busy = Signal(bool)

    def __init__(
        self, privacy: Privacy, actions: PrivacyActions, operations: Operations, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._privacy = privacy
        self._actions = actions
        self._operations = operations
        self._stale = False
        self._loading = False
        self.view: PrivacyView | None = None
        operations.bridge.changed.connect(self._on_changes)

    def load(self) -> None:
        """Measure again; what is shown stays until the new figures are there."""
        if self._loading:
            self._stale = True
            return
        self._loading = True
        operation = run_query(
            self._operations, self._privacy.overview(), done=self._show, title=self.tr("Measuring")
        )
        operation.ended.connect(self._loaded)

    def ask(self, text: str) -> None:
        """Look what is held about a person."""
        zone = self.view.zone if self.view is not None else "UTC"
        run_query(
            self._operations,
            self._privacy.about(text),
            done=lambda found: self.answered.emit(person_view(text, found, zone)),
            title=self.tr("Looking what is held"),
        )

    def check_in(self) -> None:
        """Ask the platform for its word now."""
        self.busy.emit(True)
        operation = run_op(self._operations, self._actions.check_in(), title=self.tr("Checking in"))
        operation.ended.connect(lambda: self.busy.emit(False))

    def wipe(self) -> None:
        """Destroy everything held here; the window changes by itself when it is done."""
        run_query(
            self._operations,
            self._actions.wipe(),
            done=lambda _: None,
            title=self.tr("Wiping this workstation"),
        )

    def _show(self, overview: PrivacyOverview) -> None:
        self.view = view_of(overview)
        self.changed.emit(self.view)

    def _loaded(self) -> None:
        self._loading = False
        if self._stale:
            self._stale = False
            self.load()

    def _on_changes(self, changes: Changes) -> None:
        """Anything can change a figure here, so only a page that was loaded once measures again."""
        if self.view is not None and changes:
            self.load()
