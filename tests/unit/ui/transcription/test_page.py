"""The Transcription page by hand: everything can be done from the keyboard, and what is done shows."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
import qasync
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QHBoxLayout, QPushButton, QWidget

from app.changes import Changes
from app.domain.ids import RecordingId
from app.domain.transcription_queue import QueueState
from app.errors import UserFacing
from app.ports.transcriber import ModelShelf
from tests.support.qt_loop import qt_loop, until
from ui.gallery.transcription import NOTHING, SHELF, TranscriptionDesk
from ui.transcription.page import TranscriptionPage
from ui.transcription.state import QueueView, Remedy
from ui.widgets import Dialog, Label

__all__ = ["qt_loop"]
ALT = Qt.KeyboardModifier.AltModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


class Hands:
    """A page, what is behind it, and a person in front of it."""

    def __init__(self, desk: TranscriptionDesk, page: TranscriptionPage, loop: qasync.QEventLoop) -> None:
        self.desk, self.page, self.loop = desk, page, loop
        self.window = QWidget()
        self.left_for: list[tuple[str, str]] = []
        self.said: list[str] = []
        page.left_for.connect(lambda key, thing: self.left_for.append((key, thing)))
        page.said.connect(self.said.append)

    @property
    def view(self) -> QueueView:
        view = self.page.model.view
        assert view is not None
        return view

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.page, key, modifiers)

    def select(self, key: str) -> None:
        self.page.queue.table.setFocus()
        self.page.queue.table.select(key)
        row = next(n for n, line in enumerate(self.view.lines) if line.key == key)
        self.page.queue.table.setCurrentIndex(self.page.queue.table.model().index(row, 0))

    def until(self, happened: Callable[[], object]) -> None:
        until(self.loop, happened)

    def button(self, name: str) -> QPushButton:
        found = self.window.findChild(QPushButton, name)
        assert isinstance(found, QPushButton), name
        return found

    def waiting(self) -> list[str]:
        return [line.key for line in self.view.lines]

    def line(self, key: str) -> str:
        return next(line.status for line in (*self.view.lines, *self.view.done) if line.key == key)

    def words(self) -> list[str]:
        return [label.text() for label in self.window.findChildren(Label) if label.isVisible()]


Sit = Callable[..., Hands]


@pytest.fixture
def sit(qt_loop: qasync.QEventLoop, themed: QApplication) -> Iterator[Sit]:
    """Sit down at a page: `sit(filled=..., shelf=...)`."""
    made: list[Hands] = []

    def sit_down(*, filled: bool = True, shelf: ModelShelf = SHELF) -> Hands:
        desk = TranscriptionDesk(filled=filled, shelf=shelf)
        page = qt_loop.run_until_complete(desk.page())
        hands = Hands(desk, page, qt_loop)
        made.append(hands)
        row = QHBoxLayout(hands.window)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(page)
        hands.window.resize(1352, 820)
        hands.window.show()
        hands.window.activateWindow()
        hands.until(lambda: not len(desk.operations.tasks))
        return hands

    yield sit_down
    for hands in made:
        qt_loop.run_until_complete(hands.desk.operations.tasks.close())
        qt_loop.run_until_complete(hands.desk.workers.close())
        hands.window.close()
        hands.window.deleteLater()
        QApplication.sendPostedEvents(hands.window, QEvent.Type.DeferredDelete)


def test_the_queue_stands_in_the_order_of_work_with_what_needs_a_person_on_top(sit: Sit) -> None:
    hands = sit()
    hands.until(lambda: hands.desk.queue.now.work is not None)
    hands.until(lambda: hands.view.working == 1)
    assert hands.waiting()[:4] == ["annelies", "joris", "emilie", "lena"]
    assert "stops at 7:02" in hands.line("joris")
    assert hands.line("lena") == "No speech model for German here"
    assert [line.key for line in hands.view.done] == ["thibault", "ruth", "pieter", "nathalie"]
    assert hands.line("thibault") == "1,214 words, 9 to check"
    assert hands.view.outlook.startswith("2 need you.")
    assert (hands.view.threads, hands.view.managed) == ("4 of 8", True)
    assert any("No audio goes to a speech service" in text for text in hands.words())
    assert "Policy revision 42" in hands.words()


def test_progress_shows_how_far_how_fast_and_when(sit: Sit) -> None:
    hands = sit()
    hands.loop.run_until_complete(hands.desk.work(50, 0.5))
    hands.until(lambda: hands.view.lines[0].share == 0.5)
    first = hands.view.lines[0]
    assert (first.status, first.speed) == ("50%", "8.2×")
    assert first.ready
    assert hands.view.speed == "8.2×"


def test_p_holds_everything_and_goes_on(sit: Sit) -> None:
    hands = sit()
    hands.press(Qt.Key.Key_P)
    hands.until(lambda: hands.view.paused and hands.desk.queue.now.work is None)
    assert hands.button("pause-all").text() == "Resume all"
    assert hands.view.lines[0].ready == ""
    hands.press(Qt.Key.Key_P)
    hands.until(lambda: hands.desk.queue.now.work is not None and not hands.view.paused)
    assert hands.button("pause-all").text() == "Pause all"


def test_alt_and_an_arrow_move_a_recording_and_the_selection_goes_along(sit: Sit) -> None:
    hands = sit()
    hands.select("marc")
    before = hands.waiting()
    at = before.index("marc")
    hands.press(Qt.Key.Key_Up, ALT)
    hands.until(lambda: hands.waiting().index("marc") == at - 1)
    assert hands.page.queue.table.current == "marc"
    hands.press(Qt.Key.Key_Down, ALT)
    hands.until(lambda: hands.waiting() == before)


def test_u_puts_a_recording_first(sit: Sit) -> None:
    hands = sit()
    hands.select("sanne")
    hands.press(Qt.Key.Key_U)
    hands.until(lambda: hands.waiting().index("sanne") < hands.waiting().index("luc"))
    assert hands.line("sanne") == "Waiting, asked for"


def test_delete_takes_one_out_of_the_queue(sit: Sit) -> None:
    hands = sit()
    hands.select("luc")
    hands.press(Qt.Key.Key_Delete)
    hands.until(lambda: "luc" not in hands.waiting())
    assert RecordingId("luc") in hands.desk.world.recordings


def test_enter_opens_the_recording(sit: Sit) -> None:
    hands = sit()
    hands.select("luc")
    hands.press(Qt.Key.Key_Return)
    assert hands.left_for == [("recordings", "luc")]


def test_space_tries_one_again_that_was_set_aside(sit: Sit) -> None:
    hands = sit()
    hands.select("joris")
    hands.press(Qt.Key.Key_Space)
    hands.until(lambda: hands.line("joris") == "Waiting, asked for")
    assert hands.desk.world.queue[RecordingId("joris")].state is QueueState.WAITING


def test_space_on_one_without_a_model_leads_to_adding_one_and_it_goes_on_by_itself(sit: Sit) -> None:
    hands = sit()
    hands.select("lena")
    hands.press(Qt.Key.Key_Space)
    assert QApplication.focusWidget() is hands.page.models.intake.name.edit
    QTest.keyClicks(QApplication.focusWidget(), "base")
    hands.press(Qt.Key.Key_Return)
    hands.desk.desk.step(4)
    hands.until(lambda: hands.line("lena") == "Waiting")
    assert hands.said == ["base is installed."]
    assert next(line for line in hands.view.lines if line.key == "lena").remedy is Remedy.NONE
    assert not hands.window.findChild(QPushButton, "get-base")


def test_a_letter_typed_into_the_name_of_a_model_is_no_command(sit: Sit) -> None:
    hands = sit()
    hands.page.models.intake.name.edit.setFocus()
    QTest.keyClicks(QApplication.focusWidget(), "pau")
    assert hands.page.models.intake.name.edit.text() == "pau"
    assert not hands.desk.queue.now.settings.paused


def test_installing_shows_how_far_it_is_and_can_be_cancelled(sit: Sit) -> None:
    hands = sit()
    hands.button("get-medium").click()
    hands.desk.desk.step(2)
    hands.until(lambda: hands.page.model.installing is not None and hands.page.model.installing.share == 0.5)
    assert "50%" in hands.words()
    hands.button("cancel-model").click()
    hands.until(lambda: not len(hands.desk.operations.tasks))
    assert hands.page.model.installing is None
    assert hands.window.findChild(QPushButton, "get-medium") is not None


def test_what_is_no_model_is_refused_with_the_reason_and_a_next_step(sit: Sit) -> None:
    hands = sit()
    hands.desk.desk.refusal = UserFacing("MOD-101", "holiday was not added.", "Give a model folder.")
    hands.page.models.intake.chosen.emit("/home/hannah/holiday")
    hands.desk.desk.step(4)
    hands.until(lambda: "holiday was not added. Give a model folder." in hands.words())
    hands.button("cancel-model").click()
    assert hands.page.model.installing is None


def test_a_model_is_preferred_checked_and_after_a_question_removed(sit: Sit) -> None:
    hands = sit()
    hands.button("use-small").click()
    hands.until(lambda: hands.window.findChild(QPushButton, "use-small") is None)
    hands.button("verify-small").click()
    hands.desk.desk.step(4)
    hands.until(lambda: hands.said == ["small is complete and can be used."])
    hands.button("remove-small").click()
    dialog = hands.page.findChild(Dialog)
    assert isinstance(dialog, Dialog)
    dialog.accept()
    hands.until(lambda: hands.window.findChild(QPushButton, "remove-small") is None)


def test_without_any_model_every_row_says_so_and_how_to_get_one(sit: Sit) -> None:
    hands = sit(shelf=NOTHING)
    hands.until(lambda: hands.line("annelies") == "No speech model for Dutch here")
    assert "None yet" in hands.words()
    assert hands.button("get-tiny").isVisible()


def test_an_empty_queue_says_how_to_fill_it_and_a_fills_it(sit: Sit) -> None:
    hands = sit(filled=False)
    assert "Nothing waits for its text" in hands.words()
    hands.press(Qt.Key.Key_A)
    hands.until(lambda: hands.said)
    assert hands.said[0].startswith("Every recording")


def test_the_switch_sets_whether_a_call_slows_it_down(sit: Sit) -> None:
    hands = sit()
    switch = hands.page.summary.findChild(QWidget, "slow-in-calls")
    assert switch is not None
    QTest.mouseClick(switch, Qt.MouseButton.LeftButton)
    hands.until(lambda: not hands.view.slow_in_calls)
    assert not hands.desk.world.queue_settings.slow_in_calls


def test_control_i_asks_for_a_folder(sit: Sit, monkeypatch: pytest.MonkeyPatch) -> None:
    hands = sit()
    asked: list[QFileDialog] = []
    monkeypatch.setattr(QFileDialog, "open", lambda dialog: asked.append(dialog))
    hands.press(Qt.Key.Key_I, CONTROL)
    assert [dialog.fileMode() for dialog in asked] == [QFileDialog.FileMode.Directory]
    asked[0].fileSelected.emit("/media/stick/model")
    hands.desk.desk.step(4)
    hands.until(lambda: hands.said == ["model is installed."])


def test_a_recording_frozen_meanwhile_leaves_the_page(sit: Sit) -> None:
    hands = sit()
    key = RecordingId("marc")
    hands.desk.world.add_recordings(replace(hands.desk.world.recordings[key], restricted=True))
    hands.desk.operations.bridge.publish(Changes(recordings=frozenset({key})))
    hands.until(lambda: "marc" not in hands.waiting())


def test_what_the_organisation_does_not_list_cannot_be_used_and_is_not_offered(sit: Sit) -> None:
    fault = "it is not on your organisation's list of speech models"
    installed = tuple(replace(one, fault=fault if one.name == "small" else "") for one in SHELF.installed)
    hands = sit(shelf=replace(SHELF, installed=installed, listed=("large-v3", "medium")))
    assert "It is not on your organisation's list of speech models." in hands.words()
    assert hands.window.findChild(QPushButton, "get-tiny") is None
    assert hands.button("get-medium").isVisible()
