"""The two forms of the page: enrol, and sign in."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.keys import bind_enter
from ui.sign_in.view import SignInView
from ui.theme import type_scale
from ui.widgets import Button, ButtonKind, Field, Label


class EnrolForm(QWidget):
    """Server, code and a name for this workstation. Signal: `submitted(server, code, name)`."""

    submitted = Signal(str, str, str)

    def __init__(self, server: str, device: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._server = Field(self.tr("Server"), server, size=40, placeholder="callnex.example")
        self._code = Field(self.tr("Enrolment code"), size=40, placeholder="XXXX-XXXX-XXXX.…")
        self._device = Field(self.tr("Name of this workstation"), device, size=40)
        self._go = Button(self.tr("Enrol this workstation"), ButtonKind.PRIMARY, size=40, keys=("Enter",))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(Label(self.tr("Enrol this workstation"), type_scale.TIMER))
        layout.addWidget(
            Label(
                self.tr("Your administrator gave you a code. It is good once, for one workstation."),
                type_scale.BODY,
                "text2",
                wrap=True,
            )
        )
        for field in (self._server, self._code, self._device):
            layout.addWidget(field)
        layout.addSpacing(8)
        layout.addWidget(self._go)
        self._go.clicked.connect(self._submit)
        bind_enter(self, self._submit)
        self.setFocusProxy(self._code if server else self._server)

    def show_view(self, view: SignInView) -> None:
        """Errors stand below the code; the typed text stays."""
        self._go.setEnabled(not view.busy)
        self._go.setText(self.tr("Enrolling …") if view.busy else self.tr("Enrol this workstation"))
        self._code.set_error(f"{view.error.what} {view.error.next_step}" if view.error else "")

    def focus_first(self) -> None:
        """Where typing starts."""
        (self._code if self._server.text else self._server).setFocus()

    def _submit(self) -> None:
        missing = [field for field in (self._server, self._code, self._device) if not field.text.strip()]
        for field in (self._server, self._code, self._device):
            field.set_error(self.tr("Fill this in.") if field in missing else "")
        if missing:
            missing[0].setFocus()
            return
        self.submitted.emit(self._server.text, self._code.text, self._device.text)


class SignInForm(QWidget):
    """Server (managed), e-mail, password. Signal: `submitted(e-mail, password)`."""

    submitted = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._server = Field(self.tr("Server"), size=40, managed=True)
        self._email = Field(self.tr("E-mail"), size=40)
        self._password = Field(self.tr("Password"), size=40, password=True)
        self._go = Button(self.tr("Sign in"), ButtonKind.PRIMARY, size=40, keys=("Enter",))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        layout.addWidget(Label(self.tr("Sign in"), type_scale.TIMER))
        layout.addSpacing(8)
        for field in (self._server, self._email, self._password):
            layout.addWidget(field)
        layout.addSpacing(8)
        layout.addWidget(self._go)
        self._go.clicked.connect(self._submit)
        bind_enter(self, self._submit)
        self.setFocusProxy(self._email)

    def show_view(self, view: SignInView) -> None:
        """Errors stand below the password; what was typed stays."""
        self._server.set_text(view.server)
        set_by = self.tr("Set by {0}").format(view.organisation) if view.organisation else ""
        self._server.set_note(set_by)
        self._go.setEnabled(not view.busy)
        self._go.setText(self.tr("Signing in …") if view.busy else self.tr("Sign in"))
        self._password.set_error(f"{view.error.what} {view.error.next_step}" if view.error else "")

    def focus_first(self) -> None:
        """Where typing starts."""
        (self._password if self._email.text else self._email).setFocus()

    def _submit(self) -> None:
        for field in (self._email, self._password):
            field.set_error("" if field.text else self.tr("Fill this in."))
        if not self._email.text:
            self._email.setFocus()
        elif not self._password.text:
            self._password.setFocus()
        else:
            self.submitted.emit(self._email.text, self._password.text)
