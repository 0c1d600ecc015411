"""The first page."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.sign_in.forms import EnrolForm, SignInForm
from ui.sign_in.kept import Kept
from ui.sign_in.model import SignInModel
from ui.sign_in.view import SignInView
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
        self._form_place, self._device_place, self._kept_place = QVBoxLayout(), QVBoxLayout(), QVBoxLayout()
        self._version = Label("", type_scale.SMALL, "text3")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._left())
        row.addLayout(self._kept_place, 1)
        model.changed.connect(self._render)
        if model.view is not None:
            self._render(model.view)

    def _render(self, view: SignInView) -> None:
        """What is being typed survives news; only another form replaces it."""
        old, self._shown = self._shown, view
        if old is None or old.enrolled != view.enrolled:
            self._change_form(view)
        if old is None or _facts(old) != _facts(view):
            if version := QCoreApplication.applicationVersion():
                self._version.setText(self.tr("Version {0}").format(version))
            _put(self._device_place, self._device(view) if view.device else None)
            _put(self._kept_place, Kept(view) if view.known else Sheet(SheetKind.CANVAS))
        if self._form is not None:
            self._form.show_view(view)

    def _change_form(self, view: SignInView) -> None:
        if view.enrolled:
            sign_in = SignInForm()
            sign_in.submitted.connect(self._model.sign_in)
            self._form = sign_in
        else:
            enrol = EnrolForm(*self._prefill)
            enrol.submitted.connect(self._model.enrol)
            self._form = enrol
        self._form.setFixedWidth(FORM_WIDTH)
        _put(self._form_place, self._form)
        self.setFocusProxy(self._form)
        self._form.focus_first()

    def _left(self) -> QWidget:
        left = Sheet(SheetKind.PLAIN)
        left.setFixedWidth(LEFT_WIDTH)
        column = QVBoxLayout(left)
        column.setContentsMargins(32, 28, 32, 28)
        column.addLayout(self._brand())
        column.addStretch(1)
        column.addLayout(_centred(self._form_place))
        column.addLayout(_centred(self._device_place))
        column.addStretch(1)
        column.addWidget(self._version)
        return left

    def _brand(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(BrandMark())
        row.addWidget(Label("CallNex Agent Console", type_scale.LARGE_STRONG))
        row.addStretch(1)
        return row

    def _device(self, view: SignInView) -> QWidget:
        holder = QWidget()
        holder.setFixedWidth(FORM_WIDTH)
        above = QVBoxLayout(holder)
        above.setContentsMargins(0, 32, 0, 0)
        card = Sheet(SheetKind.CARD)
        above.addWidget(card)
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
        return holder


def _facts(view: SignInView) -> tuple[bool, str, str]:
    return view.known, view.device, view.policy


def _centred(place: QVBoxLayout) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addStretch(1)
    row.addLayout(place)
    row.addStretch(1)
    return row


def _put(place: QVBoxLayout, widget: QWidget | None) -> None:
    """Replace what stands in a place."""
    while (item := place.takeAt(0)) is not None:
        if (old := item.widget()) is not None:
            old.hide()
            old.deleteLater()
    if widget is not None:
        place.addWidget(widget)
