"""Reading along, searching and walking through a transcript."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.unit.ui.samples import transcript, turn
from ui.widgets import Speaker, TranscriptView
from ui.widgets.turn_layout import LINE, PADDING, TurnLayout

KEY = Qt.Key


@pytest.fixture
def view(qtbot: QtBot) -> TranscriptView:
    made = transcript()
    qtbot.addWidget(made)
    made.show()
    return made


def test_a_turn_is_as_high_as_its_lines() -> None:
    layout = TurnLayout(turn(Speaker.AGENT, 0, "one two three four five six seven"))
    layout.wrap(1000)
    assert layout.height == LINE + 2 * PADDING
    layout.wrap(60)
    assert layout.height > 3 * LINE


def test_points_find_words() -> None:
    layout = TurnLayout(turn(Speaker.AGENT, 0, "Good morning 👍 Jana"))
    layout.wrap(1000)
    for index in range(4):
        (rect,) = layout.rects(*layout.word_range(index))
        assert layout.word_at(rect.center()) == index
    assert layout.word_at(rect.center() + (rect.topRight() - rect.topLeft()) * 20) is None


def test_times_find_words() -> None:
    layout = TurnLayout(turn(Speaker.AGENT, 1_000, "one two"))
    assert layout.word_at_time(1_100) == 0
    assert layout.word_at_time(1_350) is None
    assert layout.word_at_time(1_400) == 1
    assert layout.word_at_time(900) is None


def test_search_counts_and_ignores_case(view: TranscriptView) -> None:
    assert view.set_search("DEPOSIT") == 3
    assert view.set_search("") == 0
    layout = TurnLayout(turn(Speaker.AGENT, 0, "👍 deposit"))
    ((start, end),) = layout.find("deposit")
    assert (start, end) == (3, 10)


def test_arrows_go_from_turn_to_turn(view: TranscriptView, qtbot: QtBot) -> None:
    seen: list[int] = []
    view.seek_requested.connect(seen.append)
    view.set_position(100)
    QTest.keyClick(view, KEY.Key_Down)
    QTest.keyClick(view, KEY.Key_End)
    QTest.keyClick(view, KEY.Key_Up)
    QTest.keyClick(view, KEY.Key_Home)
    assert seen == [5_000, 10_000, 5_000, 0]
    assert view.current_turn == 0


def test_arrows_go_from_word_to_word(view: TranscriptView) -> None:
    seen: list[int] = []
    view.seek_requested.connect(seen.append)
    view.set_position(100)
    QTest.keyClick(view, KEY.Key_Right)
    QTest.keyClick(view, KEY.Key_Left)
    view.set_position(10_000)
    QTest.keyClick(view, KEY.Key_Left)
    assert seen == [400, 0, 5_000 + 400 * 6]


def test_following_is_silent_but_says_the_turn(view: TranscriptView, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(view.seek_requested), qtbot.waitSignal(view.turn_changed) as caught:
        view.set_position(5_100)
    assert caught.args == [1]
    assert view.accessibleDescription().startswith("Customer: Yes.")


def test_clicking_a_word_seeks(view: TranscriptView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.seek_requested) as caught:
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(155, PADDING + 12))
    assert caught.args == [0]
    with qtbot.waitSignal(view.word_activated) as opened:
        QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(200, PADDING + 12))
    assert opened.args == [0, 1]


def test_unsure_words_come_round(view: TranscriptView) -> None:
    seen: list[int] = []
    view.seek_requested.connect(seen.append)
    assert all(view.next_unsure() for _ in range(3))
    assert seen == [400 * 7, 5_000 + 400 * 6, 400 * 7]


def test_without_turns_nothing_happens(qtbot: QtBot) -> None:
    empty = TranscriptView()
    qtbot.addWidget(empty)
    empty.set_position(5)
    QTest.keyClick(empty, KEY.Key_Down)
    assert not empty.next_unsure()
    assert empty.current_turn == -1


def test_the_current_turn_stays_on_screen(view: TranscriptView) -> None:
    view.resize(300, 90)
    view.set_position(10_000)
    assert view.verticalScrollBar().value() > 0
    view.set_position(0)
    assert view.verticalScrollBar().value() == 0
    view.resize(500, 90)
    view.grab()
