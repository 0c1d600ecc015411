"""Every key of the page, pressed."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.audio.player import PlayerState
from app.domain.ids import RecordingId
from tests.unit.ui.recordings.conftest import Hands, Sit
from ui.gallery.recording_facts import OLIVER
from ui.widgets import Button, LineEdit, RecordingList, SearchField, Segmented, Switch, Toast, TranscriptView

Key = Qt.Key


def test_space_plays_and_pauses(hands: Hands) -> None:
    hands.press(Key.Key_Space)
    hands.until(lambda: hands.page.model.playback.now is PlayerState.PLAYING)
    hands.until(lambda: hands.at > 0)
    hands.press(Key.Key_Space)
    hands.until(lambda: hands.page.model.playback.now is PlayerState.PAUSED)


def test_space_presses_a_focused_button_first(hands: Hands) -> None:
    switch = hands.find(Switch, "skip-silence")
    switch.setFocus(Qt.FocusReason.TabFocusReason)
    hands.press(Key.Key_Space)
    assert switch.isChecked()
    assert hands.page.model.playback.now is PlayerState.PAUSED


def test_a_click_on_back_does_not_make_space_jump_again(hands: Hands) -> None:
    hands.page.model.playback.seek(20_000)
    hands.click("back")
    hands.until(lambda: hands.at == 15_000)
    hands.press(Key.Key_Space)
    hands.until(lambda: hands.page.model.playback.now is PlayerState.PLAYING)


def test_j_and_l_jump_five_seconds_and_stay_inside(hands: Hands) -> None:
    hands.press(Key.Key_L)
    hands.press(Key.Key_L)
    hands.until(lambda: hands.at == 10_000)
    for _ in range(3):
        hands.press(Key.Key_J)
    hands.until(lambda: hands.at == 0)
    hands.page.model.playback.seek(hands.view.duration - 1000)
    hands.press(Key.Key_L)
    assert hands.page.model.playback.at == hands.view.duration


def test_up_and_down_go_from_turn_to_turn(hands: Hands) -> None:
    hands.press(Key.Key_Down)
    hands.press(Key.Key_Down)
    assert hands.at == hands.view.turns[2].start
    hands.press(Key.Key_Up)
    assert hands.at == hands.view.turns[1].start
    assert hands.page.reading.transcript.current_turn == 1


def test_in_the_list_arrows_go_from_recording_to_recording(hands: Hands) -> None:
    hands.find(RecordingList, "recording-list").setFocus(Qt.FocusReason.TabFocusReason)
    hands.press(Key.Key_Down)
    hands.until(lambda: hands.view.title == "Marc Delvaux")
    assert hands.at == 0


def test_ctrl_down_and_up_open_the_neighbours(hands: Hands) -> None:
    hands.ctrl(Key.Key_Down)
    hands.until(lambda: hands.view.title == "Marc Delvaux")
    hands.ctrl(Key.Key_Up)
    hands.ctrl(Key.Key_Up)
    hands.until(lambda: hands.view.title == "Aidan Murphy")
    assert hands.find(RecordingList, "recording-list").current == "aidan-murphy"


def test_brackets_change_the_speed_and_stop_at_the_ends(hands: Hands) -> None:
    speed = hands.find(Segmented, "speed")
    hands.press(Key.Key_BracketRight)
    assert speed.current == "1.25"
    for _ in range(4):
        hands.press(Key.Key_BracketRight)
    assert speed.current == "2"
    for _ in range(5):
        hands.press(Key.Key_BracketLeft)
    assert speed.current == "1"


def test_plus_and_minus_zoom(hands: Hands) -> None:
    before = hands.page.deck.wave.zoom
    hands.press(Key.Key_Plus)
    closer = hands.page.deck.wave.zoom
    assert closer > before
    hands.press(Key.Key_Minus)
    assert hands.page.deck.wave.zoom < closer


def test_w_goes_to_the_next_word_to_check(hands: Hands) -> None:
    hands.press(Key.Key_W)
    unsure = next(word for turn in hands.view.turns for word in turn.words if word.unsure)
    assert hands.at == unsure.start


def test_m_marks_the_moment(hands: Hands) -> None:
    hands.page.model.playback.seek(12_000)
    hands.press(Key.Key_M)
    hands.until(lambda: len(hands.view.comments) == 4)
    assert [line.at for line in hands.view.comments if line.text == "Mark 2"] == [12_000]
    assert [mark.label for mark in hands.view.marks] == ["1", "2", "3"]


def test_c_writes_a_comment_at_the_playhead(hands: Hands) -> None:
    hands.page.model.playback.seek(30_000)
    hands.press(Key.Key_C)
    field = hands.find(LineEdit, "add-comment")
    assert field.placeholderText() == "Comment at 0:30"
    hands.write("Just right.")
    hands.press(Key.Key_Return)
    hands.until(lambda: any(line.text == "Just right." for line in hands.view.comments))
    line = next(line for line in hands.view.comments if line.text == "Just right.")
    assert (line.author, line.at, line.made.split()[0]) == ("Sofie Claes", 30_000, "today")
    assert field.text() == ""


def test_an_empty_comment_is_not_kept(hands: Hands) -> None:
    hands.press(Key.Key_C)
    hands.write("   ")
    hands.press(Key.Key_Return)
    hands.settle()
    assert len(hands.view.comments) == 3


def test_escape_leaves_the_comment_and_keeps_what_was_typed(hands: Hands) -> None:
    hands.press(Key.Key_C)
    hands.write("half")
    hands.press(Key.Key_Escape)
    field = hands.find(LineEdit, "add-comment")
    assert not field.hasFocus()
    assert field.text() == "half"


def test_r_twice_makes_a_region_that_is_named_at_once(hands: Hands) -> None:
    hands.page.model.playback.seek(10_000)
    hands.press(Key.Key_R)
    hands.page.model.playback.seek(14_000)
    hands.press(Key.Key_R)
    field = hands.find(LineEdit, "add-comment")
    assert field.hasFocus()
    assert field.placeholderText() == "Name of 0:10 – 0:14"
    hands.write("Objection")
    hands.press(Key.Key_Return)
    hands.until(lambda: len(hands.view.regions) == 2)
    region = next(region for region in hands.view.regions if region.label == "Objection")
    assert (region.start, region.end) == (10_000, 14_000)
    assert not field.hasFocus()


def test_r_twice_backwards_is_the_same_region(hands: Hands) -> None:
    hands.page.model.playback.seek(14_000)
    hands.press(Key.Key_R)
    hands.page.model.playback.seek(10_000)
    hands.press(Key.Key_R)
    hands.press(Key.Key_Return)
    hands.until(lambda: len(hands.view.regions) == 2)
    assert (10_000, 14_000) in {(region.start, region.end) for region in hands.view.regions}


def test_a_region_begun_in_one_recording_does_not_end_in_another(hands: Hands) -> None:
    hands.press(Key.Key_R)
    hands.ctrl(Key.Key_Down)
    hands.until(lambda: hands.view.title == "Marc Delvaux")
    hands.page.model.playback.seek(9000)
    hands.press(Key.Key_R)
    assert not hands.find(LineEdit, "add-comment").hasFocus()


def test_escape_lets_go_of_a_region(hands: Hands) -> None:
    hands.press(Key.Key_R)
    hands.press(Key.Key_L)
    hands.press(Key.Key_R)
    hands.press(Key.Key_Escape)
    hands.settle()
    assert len(hands.view.regions) == 1
    assert hands.find(LineEdit, "add-comment").placeholderText() == "Comment at 0:05"


def test_shift_and_drag_selects_a_region(hands: Hands) -> None:
    lanes = hands.page.deck.wave
    start, end = QPoint(200, 150), QPoint(400, 150)
    shift = Qt.KeyboardModifier.ShiftModifier
    child = lanes.childAt(start)
    assert child is not None
    origin = child.mapFrom(lanes, start)
    QTest.mousePress(child, Qt.MouseButton.LeftButton, shift, origin)
    QTest.mouseMove(child, child.mapFrom(lanes, end))
    QTest.mouseRelease(child, Qt.MouseButton.LeftButton, shift, child.mapFrom(lanes, end))
    assert hands.find(LineEdit, "add-comment").hasFocus()
    hands.press(Key.Key_Return)
    hands.until(lambda: len(hands.view.regions) == 2)
    assert hands.page.deck.wave.selection is None


def test_a_deleted_comment_comes_back_with_undo(hands: Hands) -> None:
    before = hands.view.comments
    row = hands.page.notes
    moment = next(button for button in row.findChildren(Button) if button.text() == "0:45")
    moment.setFocus(Qt.FocusReason.TabFocusReason)
    hands.press(Key.Key_Delete)
    hands.until(lambda: len(hands.view.comments) == 2)
    toast = hands.find(Toast, "recordings-toast")
    assert toast.isVisible()
    hands.ctrl(Key.Key_Z)
    hands.until(lambda: len(hands.view.comments) == 3)
    assert [line.text for line in hands.view.comments] == [line.text for line in before]
    hands.ctrl(Key.Key_Z)
    hands.settle()
    assert len(hands.view.comments) == 3


def test_the_toast_undoes_too(hands: Hands) -> None:
    hands.page.model.remove_mark("price")
    hands.until(lambda: not hands.view.regions)
    toast = hands.find(Toast, "recordings-toast")
    QTest.mouseClick(toast, Qt.MouseButton.LeftButton, pos=QPoint(toast.width() - 40, toast.height() // 2))
    hands.until(lambda: hands.view.regions)
    assert hands.view.regions[0].label == "Price and discount"


@pytest.mark.parametrize("key", [Key.Key_Space, Key.Key_J, Key.Key_M, Key.Key_R, Key.Key_W, Key.Key_C])
@pytest.mark.parametrize("field", ["search-recordings", "add-comment"])
def test_single_keys_are_letters_in_a_text_field(hands: Hands, key: Qt.Key, field: str) -> None:
    edit = hands.find(LineEdit, field)
    edit.setFocus(Qt.FocusReason.MouseFocusReason)
    hands.write("x")
    hands.press(key)
    assert len(edit.text()) == 2
    hands.settle()
    assert len(hands.view.comments) == 3
    assert hands.page.model.playback.now is PlayerState.PAUSED


def test_ctrl_f_searches_and_marks_what_was_found(hands: Hands) -> None:
    hands.ctrl(Key.Key_F)
    search = hands.find(SearchField, "search-recordings")
    assert search.hasFocus()
    hands.write("price")
    hands.until(lambda: len(hands.listed()) == 7)
    assert hands.view.title == "Oliver Hayes"
    row = next(row for row in hands.page.model.finding.view.rows if row.key == OLIVER)
    assert [row.snippet[a:b] for a, b in row.hits] == ["price"]
    hands.press(Key.Key_Escape)
    hands.until(lambda: len(hands.listed()) == 9)
    hands.press(Key.Key_Escape)
    assert QApplication.focusWidget() is not search


def test_a_click_on_a_word_hears_it(hands: Hands) -> None:
    transcript = hands.find(TranscriptView, "transcript")
    # The first word of the first turn begins right of the times and the speakers.
    QTest.mouseClick(transcript.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(160, 18))
    first = hands.view.turns[0].words[0]
    hands.until(lambda: hands.at == first.start)


def test_a_click_on_a_mark_and_on_a_moment_hears_them(hands: Hands) -> None:
    hands.page.deck.wave.mark_clicked.emit("notice")
    assert hands.at == hands.view.comments[0].at
    moment = next(b for b in hands.page.notes.findChildren(Button) if b.text() == "0:45")
    QTest.mouseClick(moment, Qt.MouseButton.LeftButton)
    assert hands.at == hands.view.comments[2].at


def test_keys_are_silent_without_a_recording(sit: Sit) -> None:
    hands = sit(None, filled=False)
    for key in (Key.Key_Space, Key.Key_J, Key.Key_L, Key.Key_M, Key.Key_R, Key.Key_R, Key.Key_W, Key.Key_Up):
        hands.press(key)
    hands.ctrl(Key.Key_Down)
    hands.ctrl(Key.Key_Z)
    hands.settle()
    assert hands.page.model.view is None


def test_hints_name_the_keys(hands: Hands) -> None:
    shown = {key for hint in hands.page.hints() for key in hint.keys}
    assert {"Space", "J", "L", "↑", "↓", "M", "R", "W", "[", "]"} <= shown


def test_space_before_the_audio_is_here_plays_it_as_soon_as_it_is(sit: Sit) -> None:
    hands = sit(RecordingId("charlotte-wood"))
    hands.press(Key.Key_Space)
    hands.page.model.fetch()
    hands.until(lambda: hands.page.model.playback.now is PlayerState.PLAYING)
    hands.settle()
