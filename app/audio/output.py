"""Where a recording is played: the sound card, or a clock that runs as fast as one."""

import time
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from app.errors import EnvironmentFault

Pcm = npt.NDArray[np.int16]


class Output(Protocol):
    """Plays blocks, waiting while it has enough. Used from the player's thread alone."""

    @property
    def silent(self) -> bool:
        """Whether nobody can hear it, for lack of a sound card."""
        ...

    @property
    def latency_s(self) -> float:
        """Seconds between a write and the ear."""
        ...

    def write(self, block: Pcm) -> None:
        """Play int16 (n, channels); returns when there is room for more."""
        ...

    def drop(self) -> None:
        """Forget what was written and not yet heard; playing goes on with the next write."""
        ...

    def drain(self) -> None:
        """Return when everything written has been heard."""
        ...

    def close(self) -> None:
        """Release the device."""
        ...


class PacedOutput:
    """Hears nothing at the right speed: playback without a sound card keeps its clock and its position."""

    silent = True
    latency_s = 0.0
    AHEAD_S = 0.05

    def __init__(self, sample_rate: int) -> None:
        self._rate = sample_rate
        self._heard_at = 0.0

    def write(self, block: Pcm) -> None:
        """Wait as long as the block would take, but for a little in advance."""
        now = time.monotonic()
        self._heard_at = max(self._heard_at, now) + len(block) / self._rate
        time.sleep(max(0.0, self._heard_at - now - self.AHEAD_S))

    def drop(self) -> None:
        """Begin again at the next write."""
        self._heard_at = 0.0

    def drain(self) -> None:
        """Wait for the rest."""
        time.sleep(max(0.0, self._heard_at - time.monotonic()))

    def close(self) -> None:
        """Nothing is held."""


class CardOutput:
    """The sound card. Raises EnvironmentFault AUD-105 when it is gone or taken."""

    silent = False

    def __init__(self, sample_rate: int, channels: int) -> None:
        import sounddevice

        self._error: type[Exception] = sounddevice.PortAudioError
        try:
            self._stream: Any = sounddevice.OutputStream(
                samplerate=sample_rate, channels=channels, dtype="int16", latency="low"
            )
        except self._error as error:
            raise _card_fault(error) from error

    @property
    def latency_s(self) -> float:
        """What the driver says."""
        return float(self._stream.latency)

    def write(self, block: Pcm) -> None:
        """Play; starts the device after a pause."""
        try:
            if self._stream.stopped:
                self._stream.start()
            self._stream.write(np.ascontiguousarray(block))
        except self._error as error:
            raise _card_fault(error) from error

    def drop(self) -> None:
        """Silence at once."""
        self._stream.abort()

    def drain(self) -> None:
        """Wait until the buffer has been played."""
        self._stream.stop()

    def close(self) -> None:
        """Release the card."""
        self._stream.close()


def open_output(sample_rate: int, channels: int) -> Output:
    """Return the default sound card's output, or a silent one where there is none."""
    try:
        import sounddevice
    except OSError:  # there is no PortAudio library on this computer
        return PacedOutput(sample_rate)
    if not any(device["max_output_channels"] for device in sounddevice.query_devices()):
        return PacedOutput(sample_rate)
    return CardOutput(sample_rate, channels)


def _card_fault(error: Exception) -> EnvironmentFault:
    return EnvironmentFault(
        "AUD-105",
        f"The sound card cannot be used ({error}).",
        "Plug the headset in again, or close the program that uses it, and press play.",
    )
