"""What the page shows, and what its buttons and filters do."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget

from app.audio.player import PlayerState
from app.changes import Changes
from app.domain.ids import CallId, RecordingId
from app.domain.recording import AudioState
from app.ports.transcriber import Model
from tests.unit.ui.recordings.conftest import WIDE, Hands, Sit, many
from ui.gallery.recording_facts import NORTHGATE, OLIVER, spoken
from ui.gallery.recordings import NORA
from ui.widgets import Badge, Banner, Button, Chip, Label, RecordingList, SearchField

CHARLOTTE = RecordingId("charlotte-wood")


def banners(hands: Hands) -> list[str]:
    return [b.accessibleName() for b in hands.page.findChildren(Banner) if b.isVisible()]


def press(hands: Hands, words: str) -> None:
    found = [
        button
        for button in hands.page.findChildren(QAbstractButton)
        if button.text() == words and button.isVisible() and button.isEnabled()
    ]
    assert len(found) == 1, words
    QTest.mouseClick(found[0], Qt.MouseButton.LeftButton)


def shown(hands: Hands, words: str) -> bool:
    return any(words in label.text() for label in hands.page.findChildren(Label) if label.isVisible())


def audio_here(key: RecordingId, data: bytes | None = None) -> object:
    return lambda desk: desk.world.shelf.audio.update({key: spoken().flac if data is None else data})


def test_the_first_recording_is_opened_by_itself(sit: Sit) -> None:
    hands = sit(None)
    hands.until(lambda: hands.page.model.view)
    assert hands.view.title == "Charlotte Wood"
    assert hands.find(RecordingList, "recording-list").current == CHARLOTTE


def test_whose_call_when_and_how_long_it_stays(hands: Hands) -> None:
    assert hands.find(Label, "recording-title").text() == "Oliver Hayes"
    assert hands.find(Badge, "deletion-badge").text() == "Deleted in 12 days · campaign rule 60 days"
    assert "Hayes & Sons Logistics · +32 3 012 46 48" in hands.view.meta
    assert hands.find(Label, "outcome").text() == "Call back"
    assert shown(hands, "by Hannah Maes")
    assert shown(hands, "Wants to talk to his partner first.")
    assert shown(hands, "made on this workstation, model whisper-small.en")


def test_the_waveform_is_drawn_from_the_audio_and_kept(hands: Hands) -> None:
    assert [channel.label for channel in hands.view.channels] == ["Agent", "Customer"]
    assert all(abs(channel.peaks).max() > 0.1 for channel in hands.view.channels)
    assert OLIVER in hands.desk.world.shelf.peaks


def test_audio_on_the_platform_is_fetched_when_wanted(sit: Sit) -> None:
    hands = sit(CHARLOTTE)
    assert hands.view.audio is AudioState.REMOTE
    assert not hands.find(Button, "play").isEnabled()
    hands.desk.platform.pause_after = 5
    press(hands, "Fetch audio")
    hands.until(lambda: shown(hands, "Fetching audio, 28 %"))
    assert banners(hands) == []
    hands.desk.platform.go_on()
    hands.until(lambda: hands.view.channels)
    assert hands.find(Button, "play").isEnabled()
    hands.until(lambda: hands.page.model.playback.now is PlayerState.PAUSED)
    assert not hands.find(Button, "cancel-fetch").isVisible()


def test_a_fetch_can_be_cancelled(sit: Sit) -> None:
    hands = sit(CHARLOTTE)
    hands.desk.platform.pause_after = 5
    press(hands, "Fetch audio")
    hands.until(lambda: hands.desk.platform.paused)
    hands.click("cancel-fetch")
    hands.settle()
    assert CHARLOTTE not in hands.desk.world.shelf.audio
    assert not hands.desk.world.shelf.writing
    assert len(banners(hands)) == 1


def test_another_recording_ends_the_fetch(sit: Sit) -> None:
    hands = sit(CHARLOTTE)
    hands.desk.platform.pause_after = 5
    press(hands, "Fetch audio")
    hands.until(lambda: hands.desk.platform.paused)
    hands.page.model.open(OLIVER)
    hands.settle()
    assert hands.view.title == "Oliver Hayes"
    assert not hands.find(Button, "cancel-fetch").isVisible()
    assert not hands.desk.world.shelf.writing


def test_a_platform_that_is_down_says_so_and_is_tried_again(sit: Sit) -> None:
    hands = sit(CHARLOTTE)
    hands.desk.platform.online = False
    press(hands, "Fetch audio")
    hands.settle()
    assert [words for words in banners(hands) if "NET-101" in words] == banners(hands)
    hands.desk.platform.online = True
    press(hands, "Try again")
    hands.until(lambda: hands.view.channels)
    assert banners(hands) == []


def test_broken_audio_says_so_and_is_fetched_again(sit: Sit) -> None:
    hands = sit(prepare=audio_here(OLIVER, b"fLaC" + bytes(500)))
    hands.until(lambda: banners(hands))
    assert "AUD-103" in banners(hands)[0]
    assert not hands.find(Button, "play").isEnabled()
    press(hands, "Fetch it again")
    hands.until(lambda: hands.view.channels)
    assert banners(hands) == []
    hands.until(lambda: hands.find(Button, "play").isEnabled())


@pytest.mark.parametrize(
    ("put", "words"),
    [
        (lambda desk: desk.world.shelf.missing.add(CHARLOTTE), "disappeared"),
        (lambda desk: desk.world.shelf.writing.append(CHARLOTTE), "on its way"),
        (lambda desk: desk.world.shelf.quarantine.update({CHARLOTTE: bytearray()}), "card numbers"),
    ],
)
def test_where_the_audio_is(sit: Sit, put: object, words: str) -> None:
    hands = sit(CHARLOTTE, prepare=put)
    assert words in banners(hands)[0]


def test_frozen_or_deleted_while_looked_at_nothing_of_it_stays(hands: Hands) -> None:
    hands.press(Qt.Key.Key_Space)
    hands.until(lambda: hands.page.model.playback.now is PlayerState.PLAYING)
    hands.desk.world.add_recordings(replace(hands.desk.world.recordings[OLIVER], restricted=True))
    hands.desk.operations.bridge.publish(Changes(recordings=frozenset({OLIVER})))
    hands.until(lambda: hands.page.model.view is None)
    hands.until(lambda: hands.page.model.playback.now is PlayerState.EMPTY)
    hands.until(lambda: "Oliver Hayes" not in hands.listed())
    assert shown(hands, "This recording cannot be shown any more.")
    assert not shown(hands, "Wants to talk to his partner first.")
    assert not hands.find(Label, "recording-title").isVisible()


def test_what_changes_elsewhere_shows(hands: Hands) -> None:
    call = hands.desk.world.calls[CallId(f"call-{OLIVER}")]
    hands.desk.world.add_calls(replace(call, note="New note"))
    hands.desk.operations.bridge.publish(Changes(recordings=frozenset({OLIVER})))
    hands.until(lambda: shown(hands, "New note"))
    assert hands.page.model.playback.now is PlayerState.PAUSED


def test_filters_come_from_the_menu_and_go_by_their_chips(hands: Hands) -> None:
    filters = hands.page.finder.filters
    hands.click("filter-recordings")
    actions = {action.text(): action for action in filters.menu.actions()}
    actions["Positive"].trigger()
    filters.menu.close()
    hands.until(lambda: hands.listed() == ["Ruth Vandamme", "Kwame Asante"])
    (chip,) = [chip for chip in hands.page.findChildren(Chip) if chip.isVisible()]
    assert chip.text() == "Positive"
    assert shown(hands, "2 recordings")
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton, pos=QPoint(chip.width() - 12, 14))
    hands.until(lambda: len(hands.listed()) == 9)


def test_a_campaign_filters_too(hands: Hands) -> None:
    hands.page.finder.narrowed.emit("helderzon", "")
    hands.until(lambda: hands.page.model.finding.view.empty)
    assert shown(hands, "Nothing under these filters")
    press(hands, "Clear filters")
    hands.until(lambda: len(hands.listed()) == 9)


def test_nothing_found_says_how_many_there_are_and_clears_both_ways(hands: Hands) -> None:
    hands.page.finder.narrowed.emit(NORTHGATE, "")
    search = hands.find(SearchField, "search-recordings")
    search.setFocus()
    hands.write("voorschot")
    hands.until(lambda: hands.page.model.finding.view.empty)
    assert shown(hands, "No transcript mentions “voorschot”")
    assert shown(hands, "9 recordings match the filters")
    assert hands.view.title == "Oliver Hayes"
    press(hands, "Clear search")
    hands.until(lambda: len(hands.listed()) == 9)
    assert search.text() == ""


def test_no_recordings_at_all(sit: Sit) -> None:
    hands = sit(None, filled=False)
    assert shown(hands, "No recordings here")
    assert hands.page.model.view is None


def test_the_list_goes_on_as_it_is_scrolled(sit: Sit) -> None:
    hands = sit(prepare=many)
    listed = hands.find(RecordingList, "recording-list")
    first = listed.model().rowCount()
    assert first < 159
    for _ in range(6):
        listed.scrollToBottom()
        hands.settle()
    assert listed.model().rowCount() == 159
    assert len(set(hands.listed())) == 159
    hands.desk.operations.bridge.publish(Changes(recordings=frozenset({OLIVER})))
    hands.until(lambda: not hands.page.model.finding.due)
    hands.settle()
    assert listed.model().rowCount() == 159


def test_a_transcript_is_made_here_with_progress(sit: Sit) -> None:
    hands = sit(NORA, prepare=audio_here(NORA))
    assert shown(hands, "Transcribe it here with whisper-small.en")
    hands.click("transcribe")
    hands.desk.transcriber.step(2)
    hands.until(lambda: shown(hands, "50 %"))
    assert not hands.find(Button, "transcribe").isVisible()
    hands.desk.transcriber.step(2)
    hands.until(lambda: hands.view.turns)
    hands.until(lambda: hands.find(Button, "transcribe").text() == "Transcribe again")
    assert not hands.find(Button, "cancel-transcribe").isVisible()


def test_a_transcription_can_be_cancelled_and_keeps_nothing(sit: Sit) -> None:
    hands = sit(NORA, prepare=audio_here(NORA))
    hands.click("transcribe")
    hands.desk.transcriber.step()
    hands.until(lambda: shown(hands, "25 %"))
    hands.click("cancel-transcribe")
    hands.settle()
    assert NORA not in hands.desk.world.transcripts
    assert hands.find(Button, "transcribe").isVisible()


def test_a_transcription_goes_on_while_another_recording_is_looked_at(sit: Sit) -> None:
    hands = sit(NORA, prepare=audio_here(NORA))
    hands.click("transcribe")
    hands.page.model.open(OLIVER)
    hands.until(lambda: hands.view.title == "Oliver Hayes")
    hands.until(lambda: hands.find(Button, "transcribe").isVisible())
    assert not hands.find(QWidget, "cancel-transcribe").isVisible()
    hands.desk.transcriber.step(4)
    hands.until(lambda: NORA in hands.desk.world.transcripts)
    hands.page.model.open(NORA)
    hands.until(lambda: hands.view.turns and hands.view.key == NORA)
    hands.settle()


def test_without_a_model_the_page_says_how_to_get_one(sit: Sit) -> None:
    hands = sit(NORA, prepare=audio_here(NORA), models=())
    assert shown(hands, "No speech model here. Get one: callnex models add FOLDER|NAME")
    hands.click("transcribe")
    hands.until(lambda: any("callnex models add" in words for words in banners(hands)))
    hands.desk.models.models = (Model("small.en", ("en",), 1),)
    press(hands, "Try again")
    hands.desk.transcriber.step(4)
    hands.until(lambda: hands.view.turns)
    assert banners(hands) == []


def test_beside_a_transcript_the_button_says_how_to_get_a_model(sit: Sit) -> None:
    hands = sit(OLIVER, models=())
    hands.click("transcribe")
    hands.until(lambda: any("callnex models add" in words for words in banners(hands)))


def test_a_second_transcription_waits_for_the_first(sit: Sit) -> None:
    hands = sit(NORA, prepare=audio_here(NORA))
    hands.click("transcribe")
    hands.page.model.open(OLIVER)
    hands.until(lambda: hands.view.title == "Oliver Hayes")
    hands.click("transcribe")
    hands.until(lambda: shown(hands, "Waiting for another one"))
    hands.page.model.open(NORA)
    hands.until(lambda: shown(hands, "0 %"))
    hands.click("cancel-transcribe")
    hands.page.model.open(OLIVER)
    hands.until(lambda: hands.view.title == "Oliver Hayes" and shown(hands, "0 %"))
    assert not shown(hands, "Waiting for another one")
    hands.click("cancel-transcribe")
    hands.until(lambda: hands.find(Button, "transcribe").isVisible())
    hands.settle()


def test_without_the_audio_it_says_to_fetch_it_first(sit: Sit) -> None:
    hands = sit(NORA)
    assert shown(hands, "Fetch the audio first")
    assert not hands.find(Button, "transcribe").isVisible()


def test_a_failed_transcription_is_explained_and_tried_again(sit: Sit) -> None:
    hands = sit(NORA, prepare=audio_here(NORA))
    hands.desk.models.models = ()
    hands.click("transcribe")
    hands.settle()
    assert "TRN-110" in banners(hands)[0]
    press(hands, "Try again")
    hands.settle()
    assert "TRN-110" in banners(hands)[0]


def test_sign_out_ends_the_sound_at_once(hands: Hands) -> None:
    hands.press(Qt.Key.Key_Space)
    hands.until(lambda: hands.page.model.playback.now is PlayerState.PLAYING)
    hands.page.model.close()
    assert all(stream.closed for stream in hands.desk.world.shelf.streams[OLIVER])


def test_it_fits_a_window_of_1200_px_and_shows_the_zoom_at_1440(hands: Hands) -> None:
    slider = hands.find(QWidget, "zoom")
    assert slider.isVisible()
    hands.window.resize(1200 - 88, 680)
    hands.until(lambda: not slider.isVisible())
    assert hands.page.width() == 1200 - 88
    deck = hands.page.deck
    for name in ("play", "speed", "skip-silence"):
        part = hands.find(QWidget, name)
        assert part.mapTo(deck, part.rect().topRight()).x() <= deck.width() - 16, name
    hands.window.resize(*WIDE)
    hands.until(slider.isVisible)


def test_a_quote_under_the_suggestion_is_heard_and_sets_no_outcome(hands: Hands) -> None:
    assert hands.find(Label, "suggested-outcome").text() == "Call back, only me"
    assert hands.find(Label, "outcome").text() == "Call back"
    suggestion = hands.view.suggestion
    assert suggestion is not None and suggestion.quotes
    QTest.mouseClick(hands.find(Button, "hear-quote"), Qt.MouseButton.LeftButton)
    assert hands.page.model.playback.at == suggestion.quotes[0].at > 0
    assert not hands.desk.world.actions
