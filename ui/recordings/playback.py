"""The player's news on the GUI thread."""

from typing import BinaryIO

from PySide6.QtCore import QObject, Signal

from app.audio.player import Listener, Player, PlayerState
from app.errors import CallNexError


class Playback(QObject):
    """One player per page; its thread ends with `close`. Signals: position in ms, state, Explanation."""

    position = Signal(int)
    state = Signal(object)
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._player: Player | None = None
        self.now = PlayerState.EMPTY
        self.at = 0
        self._play_once_loaded = False
        self.state.connect(self._on_state)
        self.position.connect(self._on_position)

    def load(self, stream: BinaryIO) -> None:
        """Take a recording; paused at its start."""
        player = self._started()
        player.load(stream)
        if self._play_once_loaded:
            self._play_once_loaded = False
            player.play()

    def play_pause(self) -> None:
        """Go on, or stop here; asked before the sound is here, it plays as soon as it is."""
        player = self._started()
        if self.now is PlayerState.EMPTY:
            self._play_once_loaded = not self._play_once_loaded
        elif self.now is PlayerState.PLAYING:
            player.pause()
        else:
            player.play()

    def seek(self, ms: int) -> None:
        """Go to a moment; a next jump counts from there, though the sound is still on its way."""
        self.at = max(0, ms)
        self.position.emit(self.at)
        self._started().seek(self.at / 1000)

    def set_speed(self, speed: float) -> None:
        """Play faster or slower at the same pitch."""
        self._started().set_speed(speed)

    def skip_silence(self, on: bool) -> None:
        """Shorten pauses."""
        self._started().skip_silence(on)

    def unload(self) -> None:
        """Let go of the recording."""
        if self._player is not None:
            self._player.unload()
        self._play_once_loaded = False
        self.at = 0

    def close(self) -> None:
        """End the player's thread."""
        player, self._player = self._player, None
        if player is not None:
            player.close()

    def _started(self) -> Player:
        if self._player is None:
            self._player = Player(Listener(self._heard, self.state.emit, self._broken))
        return self._player

    def _heard(self, seconds: float) -> None:
        self.position.emit(round(seconds * 1000))

    def _broken(self, error: CallNexError) -> None:
        self.failed.emit(error.explanation)

    def _on_state(self, state: PlayerState) -> None:
        self.now = state

    def _on_position(self, ms: int) -> None:
        self.at = ms
