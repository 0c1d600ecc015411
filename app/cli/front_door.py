"""What stands in the window while nobody is signed in: the form, the locked screen, the wiped one."""

from collections.abc import Callable

from PySide6.QtWidgets import QApplication

from app.cli.screens import locked_screen, wiped_screen
from app.cli.window import Entrance
from app.domain.command import Receipt
from app.errors import Explanation
from app.ports.profile import Enrolment
from app.services.device_facts import DeviceFacts
from app.services.sign_in import SignedIn
from ui.sign_in.model import SignInActions, SignInModel
from ui.sign_in.page import SignInPage


class FrontDoor:
    """Shows one of them; `signed_in` is called with who came in, `try_again` with what was known then."""

    def __init__(
        self,
        entrance: Entrance,
        actions: SignInActions,
        signed_in: Callable[[SignedIn], None],
        try_again: Callable[[DeviceFacts], object],
    ) -> None:
        self._window = entrance.window
        self._options = entrance.options
        self._operations = entrance.operations
        self._first: SignInModel | None = entrance.model
        self._actions = actions
        self._signed_in = signed_in
        self._try_again = try_again

    def sign_in(self, error: Explanation | None = None) -> None:
        """Show the form to enrol or to sign in, and beside it what went wrong."""
        model, self._first = self._first, None
        if model is None:
            model = SignInModel(self._actions, self._operations, self._window)
            self._window.show_screen(SignInPage(model, self._options.server, self._options.device_name))
        model.signed_in.connect(self._signed_in)
        model.load()
        if error is not None:
            self._operations.failed.emit(error)

    def locked(self, facts: DeviceFacts, error: Explanation | None, busy: bool = False) -> None:
        """Show that contact must come first."""
        if facts.enrolment is not None:
            screen = locked_screen(facts, facts.enrolment, error, busy)
            screen.try_again.connect(lambda: self._try_again(facts))
            self._window.show_screen(screen)

    def wiped(self, enrolment: Enrolment, receipts: tuple[Receipt, ...]) -> None:
        """Show by the receipt that everything is gone, and offer a new beginning."""
        screen = wiped_screen(enrolment, receipts)
        screen.enrol_again.connect(self.sign_in)
        screen.copied.connect(lambda text: QApplication.clipboard().setText(text))
        self._window.show_screen(screen)
