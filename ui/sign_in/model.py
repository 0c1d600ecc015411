"""Enrols and signs in; tells the window who is in."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from app.errors import Explanation
from ui.operations import Operations, run_query
from ui.sign_in.view import SignInView

if TYPE_CHECKING:
    from app.services.sign_in import SignedIn


@dataclass(frozen=True)
class SignInActions:
    """What the page can set off: `enrol(server, code, device name)`, `sign_in(e-mail, password)`."""

    facts: Callable[[], Coroutine[Any, Any, SignInView]]
    enrol: Callable[[str, str, str], Coroutine[Any, Any, None]]
    sign_in: Callable[[str, str], Coroutine[Any, Any, "SignedIn"]]


class SignInModel(QObject):
    """Signals: `changed(SignInView)`, `signed_in(SignedIn)`."""

    changed = Signal(object)
    signed_in = Signal(object)

    def __init__(self, actions: SignInActions, operations: Operations, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._actions = actions
        self._operations = operations
        self.view: SignInView | None = None

    def expect(self, enrolled: bool) -> None:
        """Show the form that will very likely be right, before anything is known."""
        self._show(SignInView(enrolled, known=False))

    def load(self) -> None:
        """Read what is known of this device."""
        run_query(
            self._operations,
            self._actions.facts(),
            done=self._learn,
            failed=lambda error: self._show(SignInView(enrolled=False, error=error)),
        )

    def enrol(self, server: str, code: str, device: str) -> None:
        """Enrol; then the sign-in form shows."""
        if not self._begin():
            return
        url = server.strip() if "://" in server else f"https://{server.strip()}"
        run_query(
            self._operations,
            self._actions.enrol(url, code, device.strip()),
            done=lambda _: self._enrolled(),
            failed=self._fail,
        )

    def sign_in(self, email: str, password: str) -> None:
        """Sign in; the password is kept nowhere."""
        if not self._begin():
            return
        run_query(
            self._operations,
            self._actions.sign_in(email.strip(), password),
            done=self._entered,
            failed=self._fail,
        )

    def _learn(self, view: SignInView) -> None:
        """A sign-in that was begun before anything was known goes on."""
        busy = self.view is not None and self.view.busy
        self._show(replace(view, busy=busy))

    def _enrolled(self) -> None:
        if self.view is not None:
            self._show(replace(self.view, busy=False))
        self.load()

    def _begin(self) -> bool:
        if self.view is None or self.view.busy:
            return False
        self._show(replace(self.view, busy=True, error=None))
        return True

    def _entered(self, signed_in: "SignedIn") -> None:
        if self.view is not None:
            self._show(replace(self.view, busy=False))
        self.signed_in.emit(signed_in)

    def _fail(self, error: Explanation) -> None:
        if self.view is not None:
            self._show(replace(self.view, busy=False, error=error))

    def _show(self, view: SignInView) -> None:
        self.view = view
        self.changed.emit(view)
