"""What keys and clicks do, widget by widget."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.unit.ui import samples
from ui import widgets as w

KEY = Qt.Key


def shown(qtbot: QtBot, widget: QWidget) -> QWidget:
    qtbot.addWidget(widget)
    with qtbot.waitExposed(widget):
        widget.show()
    widget.setFocus()
    return widget


@pytest.mark.parametrize("kind", list(w.ButtonKind))
def test_space_presses_every_button(qtbot: QtBot, kind: w.ButtonKind) -> None:
    button = w.Button("Save", kind)
    shown(qtbot, button)
    with qtbot.waitSignal(button.clicked):
        QTest.keyClick(button, KEY.Key_Space)


def test_a_button_grows_with_its_words() -> None:
    button = w.Button("Save")
    before = button.sizeHint().width()
    button.setText("Enregistrer et passer au contact suivant")
    assert button.minimumSizeHint().width() > before


def test_arrows_move_in_segments_and_tabs(qtbot: QtBot) -> None:
    for chooser in (w.Segmented([("a", "A"), ("b", "B")]), w.Tabs([("a", "A"), ("b", "B")])):
        shown(qtbot, chooser)
        with qtbot.waitSignal(chooser.chosen) as caught:
            QTest.keyClick(chooser, KEY.Key_Right)
        assert caught.args == ["b"]
        QTest.keyClick(chooser, KEY.Key_Right)
        assert chooser.current == "b"
        chooser.set_current("a")
        assert chooser.current == "a"


def test_delete_removes_a_chip(qtbot: QtBot) -> None:
    chip = w.Chip("Northgate", removable=True)
    shown(qtbot, chip)
    with qtbot.waitSignal(chip.removed):
        QTest.keyClick(chip, KEY.Key_Delete)
    with qtbot.waitSignal(chip.removed):
        QTest.mouseClick(chip, Qt.MouseButton.LeftButton, pos=QPoint(chip.width() - 12, 14))


def test_outcomes_by_digit_arrow_and_space(qtbot: QtBot) -> None:
    outcomes = samples.outcomes()
    shown(qtbot, outcomes)
    chosen: list[str] = []
    outcomes.chosen.connect(chosen.append)
    QTest.keyClick(outcomes, KEY.Key_1)
    QTest.keyClick(outcomes, KEY.Key_2)
    QTest.keyClick(outcomes, KEY.Key_Down)
    QTest.keyClick(outcomes, KEY.Key_Space)
    assert chosen == ["yes", "no", "no"]
    assert not outcomes.press_digit("7")
    outcomes.set_current("")
    assert outcomes.current == ""


def test_a_destructive_dialog_wants_the_name_and_ignores_enter(qtbot: QtBot) -> None:
    window = shown(qtbot, QWidget())
    dialog = w.Dialog(w.DialogText("Wipe?", "All is lost.", "Wipe", type_to_confirm="BRG-1"), window)
    results: list[int] = []
    dialog.finished.connect(results.append)
    dialog.open()
    field = dialog.card.field
    assert field is not None
    QTest.keyClicks(field.edit, "BRG-")
    assert not dialog.card.confirm.isEnabled()
    QTest.keyClicks(field.edit, "1")
    assert dialog.card.confirm.isEnabled()
    QTest.keyClick(field.edit, KEY.Key_Return)
    assert results == []
    QTest.mouseClick(dialog.card.confirm, Qt.MouseButton.LeftButton)
    assert results == [w.Dialog.DialogCode.Accepted.value]


def test_a_harmless_dialog_takes_enter_and_escape(qtbot: QtBot) -> None:
    window = shown(qtbot, QWidget())
    for key, code in (
        (KEY.Key_Return, w.Dialog.DialogCode.Accepted),
        (KEY.Key_Escape, w.Dialog.DialogCode.Rejected),
    ):
        dialog = w.Dialog(w.DialogText("Leave?", "Notes are saved.", "Leave"), window)
        dialog.open()
        QTest.keyClick(dialog, key)
        assert dialog.result() == code.value
        assert dialog.geometry() == window.geometry()


def test_a_field_says_what_is_wrong_and_keeps_the_text(qtbot: QtBot) -> None:
    field = w.Field("Opens", "07:30")
    shown(qtbot, field)
    field.set_error("Opens at 09:00")
    assert field.edit.accessibleDescription() == "Opens at 09:00"
    assert field.text == "07:30"
    with qtbot.waitSignals([field.changed, field.submitted]):
        QTest.keyClicks(field.edit, "x")
        QTest.keyClick(field.edit, KEY.Key_Return)


def test_managed_values_can_be_read_and_copied_but_not_changed(qtbot: QtBot) -> None:
    edit = w.LineEdit("callnex.example", managed=True, name="Server")
    shown(qtbot, edit)
    QTest.keyClicks(edit, "x")
    assert edit.text() == "callnex.example"
    QTest.mouseDClick(edit, Qt.MouseButton.LeftButton)
    assert edit.selectedText() == "callnex.example"


def test_the_eye_shows_the_password(qtbot: QtBot) -> None:
    edit = w.PasswordEdit(name="Password")
    shown(qtbot, edit)
    eye = edit.findChild(w.Button)
    assert isinstance(eye, w.Button)
    assert edit.echoMode() is QLineEdit.EchoMode.Password
    eye.click()
    assert edit.echoMode() is QLineEdit.EchoMode.Normal
    assert eye.accessibleName() == "Hide password"


def test_escape_clears_the_search_then_leaves(qtbot: QtBot) -> None:
    search = w.SearchField("Search")
    shown(qtbot, search)
    QTest.keyClicks(search, "de")
    with qtbot.waitSignal(search.searched) as caught:
        QTest.keyClick(search, KEY.Key_Escape)
    assert caught.args == [""]
    QTest.keyClick(search, KEY.Key_Escape)
    assert not search.hasFocus()


def test_notes_submit_with_ctrl_enter_and_keep_the_line_height(qtbot: QtBot) -> None:
    area = w.TextArea("One", name="Notes")
    shown(qtbot, area)
    with qtbot.waitSignal(area.changed) as caught:
        QTest.keyClicks(area.edit, "x")
    assert caught.args == ["Onex"]
    with qtbot.waitSignal(area.submitted):
        QTest.keyClick(area.edit, KEY.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert area.text == "Onex"


def test_table_keys_carry_the_row(qtbot: QtBot) -> None:
    table = samples.table()
    shown(qtbot, table)
    table.select("a")
    with qtbot.waitSignal(table.opened) as opened:
        QTest.keyClick(table, KEY.Key_Return)
    with qtbot.waitSignal(table.acted) as acted:
        QTest.keyClick(table, KEY.Key_Space)
    with qtbot.waitSignal(table.selected) as selected:
        QTest.keyClick(table, KEY.Key_Down)
    with qtbot.waitSignal(table.removed) as removed:
        QTest.keyClick(table, KEY.Key_Delete)
    assert (opened.args, acted.args) == (["a"], ["a", 2])
    # The group row between them cannot be selected.
    assert (selected.args, removed.args) == (["b"], ["b"])


def test_a_painted_button_can_be_clicked(qtbot: QtBot) -> None:
    table = samples.table()
    shown(qtbot, table)
    right = table.viewport().width() - 20
    with qtbot.waitSignal(table.acted) as acted:
        QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(right, 16))
    assert acted.args == ["a", 2]


def test_table_keeps_its_selection_over_new_rows(qtbot: QtBot) -> None:
    table = samples.table()
    shown(qtbot, table)
    table.select("b")
    table.set_rows([w.Row("b", (w.Cell("x"),)), w.Row("c", (w.Cell("y"),))])
    assert table.current == "b"
    table.set_rows([])
    assert table.current == ""


def test_recordings_open_with_enter(qtbot: QtBot) -> None:
    recordings = samples.recordings()
    shown(qtbot, recordings)
    recordings.select("1")
    with qtbot.waitSignal(recordings.chosen) as chosen:
        QTest.keyClick(recordings, KEY.Key_Down)
    with qtbot.waitSignal(recordings.opened) as opened:
        QTest.keyClick(recordings, KEY.Key_Return)
    assert (chosen.args, opened.args) == (["2"], ["2"])


def test_rail_and_keypad(qtbot: QtBot) -> None:
    rail = w.Rail(samples.RAIL, "calls")
    shown(qtbot, rail)
    rail.set_count("privacy", 3)
    item = rail.findChildren(w.RailItem)[1]
    with qtbot.waitSignal(rail.chosen) as chosen:
        QTest.keyClick(item, KEY.Key_Space)
    assert chosen.args == ["privacy"]
    assert item.accessibleDescription()
    keypad = w.Keypad()
    shown(qtbot, keypad)
    with qtbot.waitSignal(keypad.pressed) as pressed:
        QTest.keyClick(keypad, KEY.Key_NumberSign, Qt.KeyboardModifier.ShiftModifier)
    assert pressed.args == ["#"]


def test_a_toast_acts_or_goes(qtbot: QtBot) -> None:
    window = shown(qtbot, QWidget())
    window.resize(800, 600)
    toast = w.Toast(window)
    toast.show_message("Callback set", action="Undo", keys="Ctrl Z")
    assert toast.geometry().bottom() < 600 - 28
    with qtbot.waitSignal(toast.acted):
        QTest.keyClick(toast, KEY.Key_Return)
    assert toast.isHidden()
    toast.show_message("Saved")
    with qtbot.waitSignal(toast.closed):
        QTest.keyClick(toast, KEY.Key_Escape)


def test_the_ring_follows_the_keyboard_only(qtbot: QtBot) -> None:
    window = QWidget()
    layout = QVBoxLayout(window)
    first, second, field = w.Button("First"), w.Button("Second"), w.LineEdit(name="Field")
    for widget in (first, second, field):
        layout.addWidget(widget)
    ring = w.FocusRing(window)
    shown(qtbot, window)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    first.setFocus(Qt.FocusReason.MouseFocusReason)
    assert ring.target is None
    QTest.keyClick(first, KEY.Key_Tab)
    assert ring.target is second
    assert ring.isVisible()
    window.resize(window.width() + 100, window.height())
    qtbot.waitUntil(lambda: ring.geometry().contains(second.geometry()))
    QTest.keyClick(second, KEY.Key_Tab)
    assert field.hasFocus()
    assert ring.target is None


def test_the_meter_holds_its_peak(qtbot: QtBot) -> None:
    meter = w.Meter(name="You")
    shown(qtbot, meter)
    meter.set_level(-6)
    meter.set_level(-30)
    assert meter.text() == "−30 dB"
    meter.set_level(5)
    assert meter.text() == "0 dB"
    meter.set_idle()
    assert meter.text() == "−60 dB"


def test_the_pill_announces_the_state_not_the_clock() -> None:
    pill = w.StatePill(w.PillState(w.PillLook.READY, "Ready", "00:01"))
    name = pill.accessibleName()
    pill.set_state(w.PillState(w.PillLook.READY, "Ready", "00:02"))
    assert pill.accessibleName() == name
    pill.set_state(w.PillState(w.PillLook.LIVE, "On call", "00:00"))
    assert pill.accessibleName() != name


def test_a_name_too_long_for_the_pill_is_short_in_it_and_whole_beside_it() -> None:
    pill = w.StatePill(w.PillState(w.PillLook.IDLE, "Not ready, break", "00:01", short="Break"))
    assert pill.width() == 172
    assert pill.text() == pill.toolTip() == "Not ready, break"
    assert "Not ready, break" in pill.accessibleName()
    pill.set_state(w.PillState(w.PillLook.READY, "Ready", "00:02"))
    assert pill.toolTip() == ""


def test_labels_wrap_and_elide(qtbot: QtBot) -> None:
    long = w.Label("A sentence that is far too long for the place it has been given", wrap=True)
    assert long.heightForWidth(100) > long.heightForWidth(1000) == 20
    short = w.Label("A sentence that is far too long", parent=None)
    shown(qtbot, short)
    short.resize(60, 20)
    short.grab()
    assert short.toolTip() == short.text()
    short.set_spans((w.Span("412", 600), w.Span(" of 1,250", tone="text3")))
    assert short.text() == "412 of 1,250"
