"""The first page."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.sign_in.forms import EnrolForm, SignInForm
from ui.sign_in.kept import Kept
from ui.sign_in.model import SignInModel
from ui.sign_in.state import SignInView
from ui.theme import type_scale
from ui.widgets import BrandMark, IconLabel, Label, Sheet, SheetKind

LEFT_WIDTH, FORM_WIDTH = 600, 360


class SignInPage(QWidget):
    """A form at the left, what is kept here at the right. `server` and `device` prefill the enrolment."""

    def __init__(
        self, model: SignInModel, server: str = "", device: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._model = model
        self._prefill = (server, device)
        self._form: EnrolForm | SignInForm | None = None
        self._shown: SignInView | None = None
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        model.changed.connect(self._render)
        if model.view is not None:
            self._render(model.view)

    def _render(self, view: SignInView) -> None:
        if self._form is None or self._needs_rebuilding(view):
            self._rebuild(view)
        self._shown = view
        if self._form is not None:
            self._form.show_view(view)

    def _needs_rebuilding(self, view: SignInView) -> bool:
        """A form being typed into must survive errors and progress; only another device changes it."""
        old = self._shown
        return old is None or (old.enrolled, old.device, old.policy) != (
            view.enrolled,
            view.device,
            view.policy,
        )

    def _rebuild(self, view: SignInView) -> None:
        while (item := self._row.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._row.addWidget(self._left(view))
        self._row.addWidget(Kept(view), 1)
        if self._form is not None:
            self._form.focus_first()

    def _left(self, view: SignInView) -> QWidget:
        left = Sheet(SheetKind.PLAIN)
        left.setFixedWidth(LEFT_WIDTH)
        column = QVBoxLayout(left)
        column.setContentsMargins(32, 28, 32, 28)
        column.addLayout(self._brand())
        column.addStretch(1)
        column.addLayout(self._centred(self._make_form(view)))
        if view.enrolled:
            column.addSpacing(32)
            column.addLayout(self._centred(self._device(view)))
        column.addStretch(1)
        version = self.tr("Version {0}").format(QCoreApplication.applicationVersion())
        column.addWidget(Label(version, type_scale.SMALL, "text3"))
        return left

    def _make_form(self, view: SignInView) -> EnrolForm | SignInForm:
        if view.enrolled:
            form = SignInForm(view)
            form.submitted.connect(self._model.sign_in)
            self._form = form
            return form
        enrol = EnrolForm(*self._prefill)
        enrol.submitted.connect(self._model.enrol)
        self._form = enrol
        return enrol

    def _brand(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(BrandMark())
        row.addWidget(Label("CallNex Agent Console", type_scale.LARGE_STRONG))
        row.addStretch(1)
        return row

    def _centred(self, widget: QWidget) -> QHBoxLayout:
        widget.setFixedWidth(FORM_WIDTH)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(widget)
        row.addStretch(1)
        return row

    def _device(self, view: SignInView) -> QWidget:
        card = Sheet(SheetKind.CARD)
        row = QHBoxLayout(card)
        row.setContentsMargins(20, 14, 20, 14)
        row.setSpacing(12)
        mark = QVBoxLayout()
        mark.addWidget(IconLabel("monitor-check", 20, "ok"))
        mark.addStretch(1)
        row.addLayout(mark)
        words = QVBoxLayout()
        words.setSpacing(0)
        title = self.tr("This workstation is enrolled as {0}").format(view.device)
        words.addWidget(Label(title, type_scale.SMALL_STRONG))
        rest = self.tr(
            "{0} Your organisation can lock or wipe CallNex data here. It cannot see your other files."
        )
        words.addWidget(Label(rest.format(view.enrolled_by), type_scale.SMALL, "text2", wrap=True))
        row.addLayout(words, 1)
        return card


def _identity(view: SignInView) -> tuple[bool, str, str]:
    return view.enrolled, view.device, view.policy
