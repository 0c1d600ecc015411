"""Plays a recording in a thread of its own. Every method returns at once: it leaves a command, no more."""

import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import BinaryIO

from app.audio.decode import Decoder
from app.audio.output import Output, open_output
from app.audio.passage import Passage
from app.errors import CallNexError, EnvironmentFault

SLOWEST, FASTEST = 0.5, 2.0
WRITE_S = 1 / 30
"""Output goes in pieces of this length; each reports the position."""


class PlayerState(StrEnum):
    """What the player does. `ENDED`: the end was heard; playing again begins at the start."""

    EMPTY = "empty"
    PAUSED = "paused"
    PLAYING = "playing"
    ENDED = "ended"


@dataclass(frozen=True)
class Listener:
    """Called from the player's thread: hand over to your own. Positions in seconds, ~30 a second."""

    position: Callable[[float], None]
    state: Callable[[PlayerState], None]
    failed: Callable[[CallNexError], None]


Command = Callable[[], None]
OpenOutput = Callable[[int, int], Output]


class Player:
    """One recording at a time; `close` it to end the thread."""

    def __init__(self, listener: Listener, open_output: OpenOutput = open_output) -> None:
        self._listener = listener
        self._commands: queue.SimpleQueue[Command | None] = queue.SimpleQueue()
        self._playback = _Playback(listener, open_output)
        self._thread = threading.Thread(target=self._run, name="player", daemon=True)
        self._thread.start()

    def load(self, stream: BinaryIO) -> None:
        """Take a seekable FLAC stream, which is closed with the player or the next load; paused at 0."""
        self._commands.put(lambda: self._playback.load(stream))

    def play(self) -> None:
        """Go on from here; from the start when the end was reached."""
        self._commands.put(self._playback.play)

    def pause(self) -> None:
        """Stop here."""
        self._commands.put(self._playback.pause)

    def seek(self, position_s: float) -> None:
        """Go to a position; it is reported even when paused."""
        self._commands.put(lambda: self._playback.seek(position_s))

    def set_speed(self, speed: float) -> None:
        """Play at 0.5 to 2 times the speed, at the same pitch; ValueError for another."""
        if not SLOWEST <= speed <= FASTEST:
            raise ValueError(f"speed {speed} is not between {SLOWEST} and {FASTEST}")
        self._commands.put(lambda: self._playback.set_speed(speed))

    def skip_silence(self, on: bool) -> None:
        """Shorten pauses in which neither side speaks."""
        self._commands.put(lambda: self._playback.set_skipping(on))

    def unload(self) -> None:
        """Let go of the recording and the device, for a lock or a deletion."""
        self._commands.put(self._playback.unload)

    def close(self) -> None:
        """Let go of everything and end the thread; returns when it has ended (at most ~50 ms)."""
        self._commands.put(None)
        self._thread.join()

    def _run(self) -> None:
        try:
            while (command := self._next()) is not None:
                self._guarded(command)
        finally:
            self._playback.unload()

    def _next(self) -> Command | None:
        if not self._playback.playing:
            return self._commands.get()
        try:
            return self._commands.get_nowait()
        except queue.Empty:
            return self._playback.step

    def _guarded(self, command: Command) -> None:
        try:
            command()
        except CallNexError as error:
            self._playback.stop()
            self._listener.failed(error)
        except OSError as error:
            self._playback.stop()
            self._listener.failed(
                EnvironmentFault(
                    "AUD-104",
                    f"The recording could not be read from this workstation's storage ({error}).",
                    "Close the recording, open it again, and tell IT if it stays.",
                )
            )


class _Playback:
    """The player's state; touched by its thread alone."""

    def __init__(self, listener: Listener, open_output: OpenOutput) -> None:
        self._listener = listener
        self._open_output = open_output
        self._state = PlayerState.EMPTY
        self._decoder: Decoder | None = None
        self._output: Output | None = None
        self._speed = 1.0
        self._skipping = False
        self._passage: Passage | None = None
        self._start = self._written = 0

    @property
    def playing(self) -> bool:
        return self._state is PlayerState.PLAYING

    def load(self, stream: BinaryIO) -> None:
        self.unload()
        self._decoder = Decoder(stream)
        self._restart(0)
        self._move_to(PlayerState.PAUSED)
        self._report(0)

    def play(self) -> None:
        if self._decoder is None or self.playing:
            return
        if self._state is PlayerState.ENDED:
            self._restart(0)
        if self._output is None:
            self._output = self._open_output(self._decoder.sample_rate, self._decoder.channels)
        self._move_to(PlayerState.PLAYING)

    def pause(self) -> None:
        if self.playing:
            self._restart(self._heard())
            self._move_to(PlayerState.PAUSED)

    def stop(self) -> None:
        """After a failure: paused where it happened, the device given back."""
        if self._output is not None:
            self._output.close()
            self._output = None
        self._move_to(PlayerState.EMPTY if self._decoder is None else PlayerState.PAUSED)

    def seek(self, position_s: float) -> None:
        if self._decoder is None:
            return
        target = round(min(max(0.0, position_s), self._decoder.duration_s) * self._decoder.sample_rate)
        self._restart(target)
        if self._state is PlayerState.ENDED:
            self._move_to(PlayerState.PAUSED)
        self._report(target)

    def set_speed(self, speed: float) -> None:
        heard, self._speed = self._heard(), speed
        self._restart(heard)

    def set_skipping(self, on: bool) -> None:
        heard, self._skipping = self._heard(), on
        self._restart(heard)

    def unload(self) -> None:
        for held in (self._output, self._decoder):
            if held is not None:
                held.close()
        self._output = self._decoder = self._passage = None
        self._move_to(PlayerState.EMPTY)

    def step(self) -> None:
        """Play about a thirtieth of a second."""
        decoder, output, passage = self._decoder, self._output, self._passage
        assert decoder is not None
        assert output is not None
        assert passage is not None
        block = passage.next(round(decoder.sample_rate * WRITE_S))
        if len(block):
            output.write(block)
            self._written += len(block)
            self._report(self._heard())
        elif passage.finished:
            output.drain()
            self._report(decoder.frames)
            self._move_to(PlayerState.ENDED)

    def _heard(self) -> int:
        """The sample that is in the ear now."""
        if self._decoder is None or self._output is None or self._passage is None:
            return self._start
        behind = round(self._output.latency_s * self._decoder.sample_rate)
        return self._passage.heard(max(0, self._written - behind))

    def _restart(self, source: int) -> None:
        """Drop what is on its way to the ear and go on from a sample of the recording."""
        if self._output is not None:
            self._output.drop()
        self._start, self._written = source, 0
        if self._decoder is not None:
            self._passage = Passage(self._decoder, source, self._speed, skipping=self._skipping)

    def _report(self, frame: int) -> None:
        if self._decoder is not None:
            self._listener.position(frame / self._decoder.sample_rate)

    def _move_to(self, state: PlayerState) -> None:
        if state is not self._state:
            self._state = state
            self._listener.state(state)
