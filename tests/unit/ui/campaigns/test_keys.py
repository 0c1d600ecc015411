"""Every key of the page, pressed."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.domain.agent_state import AgentState
from app.domain.outcome import SystemResult
from tests.unit.ui.campaigns.conftest import Cockpit
from ui.widgets import Choice, LineEdit

Key, CTRL, ALT = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


def test_a_whole_call_without_the_mouse(cockpit: Cockpit) -> None:
    cockpit.preview()
    cockpit.connect()
    for key in (Key.Key_A, Key.Key_Return, Key.Key_A, Key.Key_Return):
        cockpit.press(key)
    cockpit.press(Key.Key_N)
    cockpit.write("Flat roof")
    cockpit.press(Key.Key_Escape)
    cockpit.press(Key.Key_1)
    cockpit.hang_up()
    cockpit.press(Key.Key_Return, CTRL)
    cockpit.until(lambda: cockpit.page.model.view.contact is None)
    assert cockpit.kinds == ["start_call", "end_call", "save_wrap_up"]
    saved = list(cockpit.desk.world.calls.values())[-1]
    assert (saved.outcome, saved.note) == ("appointment", "Flat roof")


def test_digits_and_letters_belong_to_the_text_while_typing(cockpit: Cockpit) -> None:
    cockpit.preview()
    cockpit.connect()
    cockpit.press(Key.Key_N)
    cockpit.write("3 abc / n")
    view = cockpit.page.model.view
    assert view.wrap_up.note == "3 abc / n"
    assert view.wrap_up.outcome == ""
    assert view.script is not None
    assert view.script.chosen == ""


def test_ctrl_and_a_digit_choose_from_inside_a_field(cockpit: Cockpit) -> None:
    cockpit.preview()
    cockpit.connect()
    cockpit.press(Key.Key_N)
    cockpit.press(Key.Key_4, CTRL)
    assert cockpit.page.model.view.wrap_up.outcome == "not_interested"
    assert cockpit.page.model.view.wrap_up.note == ""


def test_mute_and_hold(cockpit: Cockpit) -> None:
    cockpit.preview()
    cockpit.press(Key.Key_F3)
    assert not cockpit.desk.line.muted
    cockpit.connect()
    cockpit.press(Key.Key_F3)
    assert cockpit.desk.line.muted
    assert cockpit.page.bar.mute_button.text() == "Unmute"
    cockpit.press(Key.Key_F4)
    assert cockpit.desk.presence.now.state is AgentState.ON_HOLD
    cockpit.press(Key.Key_F4)
    assert cockpit.desk.presence.now.state is AgentState.ON_CALL


def test_step_back_keeps_the_answer(cockpit: Cockpit) -> None:
    cockpit.preview()
    cockpit.connect()
    cockpit.press(Key.Key_A)
    cockpit.press(Key.Key_Return)
    cockpit.press(Key.Key_Left, ALT)
    script = cockpit.page.model.view.script
    assert script is not None
    assert (script.number, script.chosen) == (1, "A")


def test_a_required_field_is_asked_before_going_on(cockpit: Cockpit) -> None:
    cockpit.preview()
    cockpit.connect()
    for _ in range(3):
        cockpit.press(Key.Key_A)
        cockpit.press(Key.Key_Return)
    cockpit.press(Key.Key_B)
    cockpit.press(Key.Key_Return)
    script = cockpit.page.model.view.script
    assert script is not None
    assert script.number == 4
    assert [field.key for field in script.fields if field.missing] == ["last_check"]
    field = next(w for w in cockpit.page.findChildren(LineEdit) if w.accessibleName() == "Laatste nazicht")
    field.setFocus()
    cockpit.write("2021")
    assert QApplication.focusWidget().accessibleName() == "Laatste nazicht"
    cockpit.press(Key.Key_Return)
    assert cockpit.page.model.view.script is not None
    assert cockpit.page.model.view.script.number == 5


def test_space_activates_the_focused_button(cockpit: Cockpit) -> None:
    cockpit.preview()
    cockpit.connect()
    choice = next(w for w in cockpit.page.findChildren(Choice) if w.text() == "Iemand anders")
    choice.setFocus()
    cockpit.press(Key.Key_Space)
    assert cockpit.page.model.view.script is not None
    assert cockpit.page.model.view.script.chosen == "B"
    focused = QApplication.focusWidget()
    assert isinstance(focused, Choice)
    assert focused.text() == "Iemand anders"


def test_slash_goes_to_the_objections_and_shows_a_reply(cockpit: Cockpit) -> None:
    cockpit.preview()
    cockpit.press(Key.Key_Slash)
    cockpit.press(Key.Key_Space)
    shown = [w for w in cockpit.page.script.objections.children() if getattr(w, "isVisible", bool)()]
    assert len(shown) > 5
    cockpit.press(Key.Key_Escape)
    assert QApplication.focusWidget() is not None


@pytest.mark.parametrize("key", [Key.Key_F2, Key.Key_F8])
def test_nothing_to_dial_nothing_to_end(cockpit: Cockpit, key: Qt.Key) -> None:
    cockpit.press(key)
    assert cockpit.kinds == []


def test_saving_without_an_outcome_says_what_is_missing(cockpit: Cockpit) -> None:
    cockpit.preview()
    cockpit.press(Key.Key_F2)
    cockpit.until(lambda: cockpit.desk.line.busy)
    cockpit.desk.line.end(SystemResult.BUSY)
    cockpit.until(lambda: cockpit.page.model.view.wrap_up.can_save)
    cockpit.press(Key.Key_Return, CTRL)
    cockpit.until(lambda: cockpit.page.model.view.wrap_up.error)
    assert "outcome" in cockpit.page.model.view.wrap_up.error
    cockpit.press(Key.Key_6)
    assert cockpit.page.model.view.wrap_up.error == ""
    cockpit.press(Key.Key_Return, CTRL)
    cockpit.until(lambda: "save_wrap_up" in cockpit.kinds)
