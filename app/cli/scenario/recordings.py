"""A reviewer's minute: find, hear, read, annotate."""

from PySide6.QtCore import Qt

from app.cli.scenario.robot import Robot
from ui.recordings.page import RecordingsPage
from ui.widgets import Button, Label, LineEdit, RecordingList

COMMENT = "Duidelijk afgesproken."
FETCH = "Fetch audio"


async def open_recordings(robot: Robot) -> None:
    """G R; ends with a list on screen."""
    await robot.press(Qt.Key.Key_G)
    await robot.press(Qt.Key.Key_R)
    await robot.until(lambda: _rows(robot) > 0, "recordings in the list")


async def hear(robot: Robot) -> None:
    """Fetch the audio where it is not here, then play until the sound has moved on."""
    await robot.until(lambda: robot.look(Button, FETCH) or robot.look(Button, "play"), "a recording")
    if (fetch := robot.look(Button, FETCH)) is not None:
        await robot.click_at(fetch, fetch.rect().center())
    await robot.find(Button, "play", 60)
    await robot.press(Qt.Key.Key_Space)
    await robot.until(lambda: _position_ms(robot) > 1500, "the sound to move on", 30)


async def jump_and_stop(robot: Robot) -> None:
    """L, L, J, Space: ahead twice, back once, stop."""
    for key in (Qt.Key.Key_L, Qt.Key.Key_L, Qt.Key.Key_J, Qt.Key.Key_Space):
        await robot.press(key)


async def annotate(robot: Robot) -> None:
    """M for a mark, C and a sentence for a comment; ends when both are shown."""
    await robot.press(Qt.Key.Key_M)
    await robot.press(Qt.Key.Key_C)
    await robot.type(COMMENT)
    await robot.press(Qt.Key.Key_Return)
    await robot.until(lambda: _shown(robot, COMMENT), "the comment in the list")
    await robot.press(Qt.Key.Key_Escape)


async def ask_for_text(robot: Robot) -> None:
    """Press Transcribe where there is no speech model; ends when the page says how to get one."""
    await robot.click("transcribe", Button)
    await robot.until(lambda: _says(robot, "There is no speech model"), "that there is no speech model")
    await robot.until(lambda: _says(robot, "callnex models add"), "how to get a speech model")


async def search(robot: Robot, word: str) -> int:
    """Ctrl F and a word; returns how many recordings have it."""
    before = _rows(robot)
    await robot.press(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    await robot.type(word)
    await robot.until(lambda: _rows(robot) != before or _summary(robot), "an answer to the search")
    found = _rows(robot)
    robot.picture("08-search")
    field = await robot.find(LineEdit, "search-recordings")
    await robot.press(Qt.Key.Key_Escape)
    await robot.until(lambda: field.text() == "", "the search to be cleared")
    await robot.press(Qt.Key.Key_Escape)
    return found


def _rows(robot: Robot) -> int:
    listed = robot.look(RecordingList, "recording-list")
    return listed.model().rowCount() if listed is not None else 0


def _summary(robot: Robot) -> bool:
    return any("found" in label.text() for label in robot.window.findChildren(Label) if label.isVisible())


def _position_ms(robot: Robot) -> int:
    pages = robot.window.findChildren(RecordingsPage)
    return pages[0].deck.wave.position if pages else 0


def _says(robot: Robot, words: str) -> bool:
    return any(words in label.text() and label.isVisible() for label in robot.window.findChildren(Label))


def _shown(robot: Robot, text: str) -> bool:
    return any(label.text() == text and label.isVisible() for label in robot.window.findChildren(Label))
