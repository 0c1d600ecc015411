"""What the page says and how it follows what happens."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from app.changes import Changes
from app.domain.agent_state import AgentState, NotReadyReason
from app.domain.campaign import DiallingMode
from app.domain.contact import DoNotCall
from app.services.synchronise import SyncState
from tests.unit.ui.campaigns.conftest import Cockpit
from ui.gallery.campaign_facts import HELDERZON, NOW
from ui.widgets import Button, Chip


def words(widget: QWidget) -> str:
    """All words on screen in a widget."""
    return " | ".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def button(widget: QWidget, text: str) -> Button:
    return next(b for b in widget.findChildren(Button) if b.text() == text and b.isVisible())


def test_not_ready_offers_to_go_ready(cockpit: Cockpit) -> None:
    assert "You are not ready" in words(cockpit.page.middle)
    cockpit.click(button(cockpit.page.middle, "Go ready"))
    cockpit.until(lambda: cockpit.page.model.view.contact is not None)
    assert "Annelies Verhaeghe" in words(cockpit.page.contact)


def test_the_contact_column_says_only_what_is_known(cockpit: Cockpit) -> None:
    cockpit.preview()
    said = words(cockpit.page.contact)
    for part in ("+32 56 12 34 56", "Can call until 20:00", "14:28 in Kortrijk", "12 Feb 2026", "opted out"):
        assert part in said
    assert "2 of 4 allowed" in said
    assert "Recording agreed" not in said


def test_a_blocked_contact_says_why_and_cannot_be_dialled(cockpit: Cockpit) -> None:
    cockpit.desk.world.do_not_call.append(DoNotCall(cockpit.desk.contact.phone, None, NOW, 1))
    cockpit.preview()
    assert "do-not-call list" in words(cockpit.page.notices)
    assert not cockpit.page.bar.dial_button.isEnabled()
    assert "do-not-call" in cockpit.page.bar.dial_button.toolTip()
    cockpit.press(Qt.Key.Key_F2)
    assert cockpit.kinds == []


def test_the_window_closes_while_a_contact_is_on_screen(cockpit: Cockpit) -> None:
    cockpit.preview()
    assert cockpit.page.bar.dial_button.isEnabled()
    cockpit.desk.clock.move(8 * 3600)
    cockpit.desk.operations.bridge.publish(Changes(contacts=frozenset({cockpit.desk.contact.id})))
    cockpit.until(lambda: not cockpit.page.bar.dial_button.isEnabled())
    assert "09:00–20:00" in words(cockpit.page.notices)


def test_notes_open_with_the_call_and_say_when_they_are_safe(cockpit: Cockpit) -> None:
    cockpit.preview()
    assert not cockpit.page.wrap_up.notes.isEnabled()
    assert "opens with the call" in words(cockpit.page.wrap_up)
    cockpit.connect()
    cockpit.desk.clock.move(120)
    cockpit.press(Qt.Key.Key_N)
    cockpit.write("x")
    cockpit.until(lambda: cockpit.desk.run.state.saved_at == NOW + timedelta(seconds=120))
    assert "saved on this device" in words(cockpit.page.wrap_up)


def test_a_callback_by_chip_by_day_and_by_time(cockpit: Cockpit) -> None:
    cockpit.preview()
    cockpit.connect()
    assert not cockpit.page.wrap_up.callback.isVisible()
    cockpit.press(Qt.Key.Key_3)
    box = cockpit.page.wrap_up.callback
    assert "choose a time" in words(box)
    chip = next(c for c in box.findChildren(Chip) if c.text() == "Tomorrow 14:00")
    cockpit.click(chip)
    assert "within calling window" in words(box)
    cockpit.page.model.callbacks.on_day("2026-04-19")
    cockpit.turn()
    assert "outside calling window" in words(box)
    cockpit.page.model.callbacks.on_day("2026-04-20")
    cockpit.click(box.time)
    box.time.selectAll()
    cockpit.write("2")
    assert "choose a time" in words(box)
    cockpit.write("130")
    assert "outside calling window" in words(box)
    box.time.selectAll()
    cockpit.write("9:30")
    assert "within calling window" in words(box)
    draft = cockpit.desk.run.state.draft
    assert draft is not None
    assert draft.callback is not None
    assert draft.callback.at.isoformat() == "2026-04-20T07:30:00+00:00"
    assert draft.callback.personal
    cockpit.page.model.callbacks.personal(False)
    assert cockpit.desk.run.state.draft is not None
    assert cockpit.desk.run.state.draft.callback is not None
    assert not cockpit.desk.run.state.draft.callback.personal


def test_offline_says_so_and_dials_nothing(cockpit: Cockpit) -> None:
    cockpit.preview()
    cockpit.desk.run.on_sync(SyncState(online=False, since=NOW))
    cockpit.turn()
    assert "no connection" in cockpit.page.bar.dial_button.toolTip()
    cockpit.press(Qt.Key.Key_F2)
    assert cockpit.kinds == []
    cockpit.desk.run.on_sync(SyncState(online=True, since=NOW))
    cockpit.turn()
    assert cockpit.page.bar.dial_button.isEnabled()


def test_an_error_shows_its_code_and_can_be_dismissed(cockpit: Cockpit) -> None:
    cockpit.desk.platform.online = False
    cockpit.page.model.ready()
    cockpit.until(lambda: cockpit.page.model.view.problem)
    assert "NET-101" in words(cockpit.page.notices)
    cockpit.click(button(cockpit.page.notices, "Dismiss"))
    assert not cockpit.page.notices.isVisible()


def test_a_pause_asked_for_in_a_call_shows_on_the_save_button(cockpit: Cockpit) -> None:
    cockpit.preview()
    cockpit.connect()
    cockpit.desk.run.pause(NotReadyReason.BREAK)
    cockpit.turn()
    assert cockpit.page.wrap_up.save.text() == "Save and pause"
    cockpit.press(Qt.Key.Key_1)
    cockpit.hang_up()
    cockpit.click(cockpit.page.wrap_up.save)
    cockpit.until(lambda: cockpit.desk.presence.now.state is AgentState.NOT_READY)
    assert "You are not ready" in words(cockpit.page.middle)


def test_progressive_dialling_dials_each_contact_once(cockpit: Cockpit) -> None:
    campaign = replace(HELDERZON, mode=DiallingMode.PROGRESSIVE)
    cockpit.desk.world.add_campaigns(campaign)
    cockpit.desk.operations.bridge.publish(Changes(campaigns=frozenset({campaign.id})))
    cockpit.until(lambda: cockpit.desk.run.state.campaign == campaign)
    cockpit.preview()
    cockpit.until(lambda: cockpit.desk.line.busy)
    cockpit.desk.line.answer()
    cockpit.until(lambda: cockpit.page.model.view.bar.live)
    cockpit.hang_up()
    assert cockpit.kinds == ["start_call", "end_call"]
    cockpit.press(Qt.Key.Key_6)
    cockpit.press(Qt.Key.Key_F2)
    cockpit.until(lambda: cockpit.desk.line.busy)
    assert cockpit.kinds == ["start_call", "end_call", "save_wrap_up", "start_call"]


def test_the_meters_follow_the_line_and_rest_after_it(cockpit: Cockpit) -> None:
    cockpit.preview()
    cockpit.connect()
    cockpit.desk.line.speak(-12, float("-inf"), 24)
    cockpit.until(lambda: "24 ms" in words(cockpit.page.bar))
    said = words(cockpit.page.bar)
    assert "−12 dB" in said
    assert "silent" in said
    assert "Recording" in said
    cockpit.hang_up()
    assert "24 ms" not in words(cockpit.page.bar)


def test_the_picker_lists_what_cannot_be_run_with_the_reason(cockpit: Cockpit) -> None:
    notes = {choice.label: choice.note for choice in cockpit.page.model.view.strip.choices}
    assert notes == {"Helderzon · Onderhoud 2026": "", "Northgate Fleet · Renewal": "not running"}


def test_a_page_that_is_gone_hears_nothing(cockpit: Cockpit, qtbot: object) -> None:
    cockpit.page.deleteLater()
    cockpit.until(lambda: cockpit.desk.run.board.heard.count == 0)
    cockpit.desk.run.board.put(nobody_left=True)
    assert cockpit.desk.run.state.nobody_left


@pytest.mark.parametrize("letter", ["A", "F"])
def test_letters_without_a_call_change_nothing(cockpit: Cockpit, letter: str) -> None:
    cockpit.preview()
    cockpit.write(letter)
    assert cockpit.page.model.view.script is not None
    assert cockpit.page.model.view.script.chosen == ""


def test_a_narrow_window_folds_the_contact_and_keeps_every_button(cockpit: Cockpit) -> None:
    cockpit.preview()
    cockpit.page.resize(1112, 650)
    cockpit.until(lambda: cockpit.page.contact.width() == 56)
    bar = cockpit.page.bar
    for button_ in (bar.dial_button, bar.mute_button, bar.hold_button, bar.hang_up_button):
        assert button_.width() >= button_.sizeHint().width()
    cockpit.click(next(b for b in cockpit.page.contact.findChildren(Button) if b.isVisible()))
    assert cockpit.page.contact.width() == 304
    cockpit.page.resize(1352, 820)
    cockpit.until(lambda: "Annelies Verhaeghe" in words(cockpit.page.contact))


def test_a_low_window_scrolls_to_the_notes(cockpit: Cockpit) -> None:
    cockpit.preview()
    cockpit.connect()
    cockpit.press(Qt.Key.Key_3)
    cockpit.page.resize(1352, 560)
    turned = cockpit.page.wrap_up
    cockpit.press(Qt.Key.Key_N)
    cockpit.until(lambda: not turned.notes.visibleRegion().isEmpty())
    assert turned.notes.edit.hasFocus()
    assert turned.save.isVisible()
