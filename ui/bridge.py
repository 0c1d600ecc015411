"""From what a mutation changed to a Qt signal, on the GUI thread and nowhere else."""

from PySide6.QtCore import QCoreApplication, QObject, QThread, Signal

from app.changes import Changes
from app.errors import Bug


class Bridge(QObject):
    """One per window. Models connect to ``changed(Changes)`` and filter on the ids they show.

    A model passes its own name as ``Changes.origin`` to skip what it caused itself.
    """

    changed = Signal(object)

    def publish(self, changes: Changes) -> None:
        """Tell every model; empty changes are not worth a signal. Raises Bug off the GUI thread."""
        app = QCoreApplication.instance()
        if app is None or QThread.currentThread() is not app.thread():
            raise Bug("Changes were announced outside the GUI thread.")
        if changes != Changes(origin=changes.origin):
            self.changed.emit(changes)
