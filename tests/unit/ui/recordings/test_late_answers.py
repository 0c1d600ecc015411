"""Answers that come when something else has been asked for meanwhile are not shown."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton

from app.audio.player import PlayerState
from app.domain.ids import RecordingId
from app.ports.transcriber import Model
from tests.unit.ui.recordings.conftest import Hands, Sit, many
from ui.gallery.recording_facts import OLIVER, spoken
from ui.gallery.recordings import NORA
from ui.widgets import Button, LineEdit

CHARLOTTE = RecordingId("charlotte-wood")


class Late:
    """Stands before a method: the calls that `held` picks wait for `let_go`."""

    def __init__(self, real: Callable[..., Awaitable[Any]], held: Callable[..., bool]) -> None:
        self._real, self._held = real, held
        self._go = asyncio.Event()
        self.waiting = 0

    def let_go(self) -> None:
        self._go.set()

    async def __call__(self, *given: Any) -> Any:
        answer = await self._real(*given)
        if self._held(*given) and not self._go.is_set():
            self.waiting += 1
            await self._go.wait()
        return answer


def hold(monkeypatch: pytest.MonkeyPatch, owner: object, method: str, held: Callable[..., bool]) -> Late:
    late = Late(getattr(owner, method), held)
    monkeypatch.setattr(owner, method, late)
    return late


def test_a_list_that_was_asked_for_before_is_not_shown(hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    late = hold(monkeypatch, hands.desk.review, "page", lambda wanted, after=None: not wanted.outcome_class)
    hands.page.model.finding.load()
    hands.until(lambda: late.waiting)
    hands.page.finder.narrowed.emit("", "positive")
    hands.until(lambda: hands.listed() == ["Ruth Vandamme", "Kwame Asante"])
    late.let_go()
    hands.settle()
    assert hands.listed() == ["Ruth Vandamme", "Kwame Asante"]
    assert hands.page.model.finding.neighbour("ruth-vandamme", 1) == "kwame-asante"


def test_a_next_page_of_a_list_that_is_gone_is_not_added(sit: Sit, monkeypatch: pytest.MonkeyPatch) -> None:
    hands = sit(prepare=many)
    late = hold(monkeypatch, hands.desk.review, "page", lambda wanted, after=None: after is not None)
    hands.page.model.finding.more()
    hands.until(lambda: late.waiting)
    hands.page.finder.narrowed.emit("", "positive")
    hands.until(lambda: len(hands.listed()) == 2)
    late.let_go()
    hands.settle()
    assert len(hands.listed()) == 2


def test_a_recording_that_was_asked_for_before_is_not_shown(
    hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = hold(monkeypatch, hands.desk.review, "open", lambda key: key == CHARLOTTE)
    hands.page.model.open(CHARLOTTE)
    hands.until(lambda: late.waiting)
    hands.page.model.open(NORA)
    hands.until(lambda: hands.view.key == NORA)
    late.let_go()
    hands.settle()
    assert hands.view.key == NORA


def test_sound_that_was_asked_for_before_is_not_heard(hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    late = hold(monkeypatch, hands.desk.review, "audio", lambda key: key == OLIVER)
    hands.page.model.open(NORA)
    hands.until(lambda: hands.view.key == NORA)
    hands.page.model.open(OLIVER)
    hands.until(lambda: late.waiting)
    hands.page.model.open(NORA)
    hands.until(lambda: hands.view.key == NORA)
    late.let_go()
    hands.settle()
    hands.until(lambda: hands.page.model.playback.now is PlayerState.EMPTY)
    assert all(stream.closed for stream in hands.desk.world.shelf.streams[OLIVER])


def test_peaks_that_come_late_do_not_open_the_recording_again(
    sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    hands = sit(NORA)
    late = hold(monkeypatch, hands.desk.review, "peaks", lambda key: key == OLIVER)
    hands.page.model.open(OLIVER)
    hands.until(lambda: late.waiting)
    hands.page.model.open(NORA)
    late.let_go()
    hands.settle()
    assert hands.view.key == NORA
    assert hands.view.channels == ()


def test_a_failure_of_a_recording_that_is_no_longer_looked_at_is_not_shown(
    sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    hands = sit(CHARLOTTE)
    hands.desk.world.shelf.audio[NORA] = b"fLaC" + bytes(300)
    late = hold(monkeypatch, hands.desk.stores.media, "open", lambda key: key == NORA)
    hands.page.model.open(NORA)
    hands.until(lambda: late.waiting)
    troubles: list[object] = []
    hands.page.model.open(CHARLOTTE)
    hands.page.model.troubled.connect(troubles.append)
    late.let_go()
    hands.settle()
    assert troubles == []


def test_transcribing_is_offered_only_once_it_is_known_which_model_there_is(
    sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    hands = sit(CHARLOTTE, models=(Model("small.en", ("en",), 1),))
    late = hold(monkeypatch, hands.desk.transcribe, "model_for", lambda language: language == "en")
    hands.page.model.open(OLIVER)
    hands.until(lambda: late.waiting)
    assert not hands.find(Button, "transcribe").isVisible()
    late.let_go()
    hands.until(lambda: hands.find(Button, "transcribe").isVisible())
    hands.settle()


@pytest.mark.parametrize("words", ["Fetch audio", "Transcribe"])
def test_space_after_a_button_that_went_away_types_nowhere_and_presses_nothing(sit: Sit, words: str) -> None:
    def here(desk: Any) -> None:
        if words == "Transcribe":
            desk.world.shelf.audio[NORA] = spoken().flac

    hands = sit(NORA, prepare=here)
    (button,) = [b for b in hands.page.findChildren(QAbstractButton) if b.text() == words and b.isVisible()]
    hands.desk.platform.pause_after = 1
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    hands.until(lambda: not button.isVisible())
    hands.press(Qt.Key.Key_Space)
    assert hands.find(LineEdit, "search-recordings").text() == ""
    cancel = "cancel-fetch" if words == "Fetch audio" else "cancel-transcribe"
    assert hands.find(Button, cancel).isVisible()
    assert hands.page.hasFocus()
