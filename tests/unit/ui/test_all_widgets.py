"""What holds for every widget: it paints in both themes, says what it is, and keeps its words whole."""

import inspect

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.unit.ui.samples import MAKERS
from ui import widgets
from ui.theme import Mode, theme

# Windows of their own and overlays have tests of their own; these need a window or are parts of another.
ELSEWHERE = {"Dialog", "FocusRing", "Toast", "IconLabel", "RailItem", "ScriptStep", "ItemModel"}


def picture(widget: QWidget) -> QImage:
    image = QImage(widget.size(), QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.magenta)
    widget.render(image)
    return image


@pytest.fixture(params=sorted(MAKERS))
def widget(request: pytest.FixtureRequest, qtbot: QtBot) -> QWidget:
    return _shown(request.param, qtbot)


def _shown(name: str, qtbot: QtBot) -> QWidget:
    made: QWidget = MAKERS[name]()
    qtbot.addWidget(made)
    made.setWindowFlag(Qt.WindowType.Widget)
    made.resize(made.sizeHint().expandedTo(made.size()))
    made.show()
    return made


def test_every_exported_widget_is_sampled() -> None:
    classes = {
        name
        for name, value in vars(widgets).items()
        if inspect.isclass(value) and issubclass(value, QWidget) and name not in ELSEWHERE
    }
    sampled = {type(maker()).__name__ for maker in MAKERS.values()}
    assert classes - sampled == set()


def test_it_paints_differently_in_the_dark(widget: QWidget, themed: QApplication) -> None:
    light = picture(widget)
    theme().apply(themed, Mode.DARK)
    assert picture(widget) != light


@pytest.mark.parametrize("name", sorted(MAKERS))
def test_switched_to_the_dark_it_looks_as_if_made_there(
    name: str, themed: QApplication, qtbot: QtBot
) -> None:
    switched = _shown(name, qtbot)
    picture(switched)
    theme().apply(themed, Mode.DARK)
    QApplication.sendPostedEvents()
    made = _shown(name, qtbot)
    made.resize(switched.size())
    assert picture(switched) == picture(made)


def test_disabled_paints_too(widget: QWidget) -> None:
    widget.setEnabled(False)
    assert not picture(widget).isNull()


def test_whatever_takes_the_focus_has_a_name_and_a_role(widget: QWidget) -> None:
    focusable = [
        part
        for part in [widget, *widget.findChildren(QWidget)]
        if part.focusPolicy() & Qt.FocusPolicy.TabFocus and part.isVisible()
    ]
    for part in focusable:
        spoken = QAccessible.queryAccessibleInterface(part)
        assert spoken is not None
        assert spoken.text(QAccessible.Text.Name), f"{type(part).__name__} has no accessible name"
        assert spoken.role() is not QAccessible.Role.NoRole


def test_buttons_never_elide(widget: QWidget) -> None:
    for part in [widget, *widget.findChildren(QAbstractButton)]:
        if isinstance(part, widgets.Button):
            assert part.minimumSizeHint().width() >= part.sizeHint().width()


def test_focus_is_shown_by_someone(widget: QWidget) -> None:
    for part in [widget, *widget.findChildren(QWidget)]:
        if not part.isVisible() or not part.focusPolicy() & Qt.FocusPolicy.TabFocus:
            continue
        own = part.property("focusRadius") is not None or part.focusProxy() is not None
        assert own, f"{type(part).__name__} does not say how its focus is shown"
