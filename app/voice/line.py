"""The voice line as the application uses it: one call at a time through the engine process."""

import asyncio
import math
from collections.abc import AsyncGenerator, Sequence
from pathlib import Path

from app.domain.outcome import SystemResult
from app.errors import Bug, EnvironmentFault
from app.ports.voice import Answerer, AudioChunk, Devices, Levels, LineEvent, LineState, LineStatus
from app.voice.child import Child, Exited, engine_command, start_engine
from app.voice.messages import (
    Answer,
    DeviceList,
    HangUp,
    Hold,
    LevelReport,
    ListDevices,
    Message,
    Mute,
    Offer,
    Place,
    Status,
)

HANG_UP_WITHIN_S = 5.0
"""An engine that has not ended a call after this long is killed."""


class EngineLine:
    """Implements `VoiceLine`. The engine starts at the first use and again after a crash.

    `loopback`: the platform runs on this computer, so media stays on 127.0.0.1. `microphone` is a sound
    file, or a folder of them, played instead of the microphone. Devices by id, "" for the default.
    """

    def __init__(
        self,
        *,
        loopback: bool,
        microphone: Path | None = None,
        input_device: str = "",
        output_device: str = "",
        command: Sequence[str] | None = None,
    ) -> None:
        self._place = Place(loopback, input_device, output_device, str(microphone) if microphone else "")
        self._command = command or engine_command()
        self._child: Child | None = None
        self._starting: asyncio.Task[None] | None = None
        self._call: asyncio.Queue[Message | Exited | _Unanswered] | None = None
        self._listing: asyncio.Future[Devices] | None = None

    @property
    def engine_pid(self) -> int | None:
        """The engine's process id while it runs."""
        return self._child.pid if self._child else None

    def choose(self, input_device: str, output_device: str) -> None:
        """Use these devices (ids, "" for the default) from the next call on."""
        self._place = Place(self._place.loopback, input_device, output_device, self._place.microphone)

    async def devices(self) -> Devices:
        """Return the audio devices; raises EnvironmentFault when the engine cannot say."""
        child = await self._engine()
        if self._listing is None:
            self._listing = asyncio.get_running_loop().create_future()
            child.send(ListDevices())
        return await asyncio.shield(self._listing)

    async def call(self, answerer: Answerer) -> AsyncGenerator[LineEvent, None]:
        """Place a call; yields events until ENDED. Closing the iterator hangs up.

        What `answerer` raises is raised here, after the line is down.
        """
        if self._call is not None:
            raise Bug("A call was placed while another one is up.")
        call = self._call = asyncio.Queue()
        answering: asyncio.Task[None] | None = None
        status, placed = LineStatus(LineState.CONNECTING), False
        try:
            child = await self._engine()
            child.send(self._place)
            placed = True
            while status.state is not LineState.ENDED:
                message = await call.get()
                if isinstance(message, _Unanswered):
                    raise message.error
                if isinstance(message, Offer):
                    answering = asyncio.ensure_future(_answer(answerer, message.sdp, child, call))
                    continue
                event = _event(message, status)
                status = event if isinstance(event, LineStatus) else status
                yield event
        finally:
            if answering is not None:
                answering.cancel()
            if placed and status.state is not LineState.ENDED:
                await self._bring_down(call)
            self._call = None

    async def mute(self, on: bool) -> None:
        """Send silence instead of the microphone."""
        if self._child is not None and self._call is not None:
            self._child.send(Mute(on))

    async def hold(self, on: bool) -> None:
        """Stop both directions; the recording goes on with silence."""
        if self._child is not None and self._call is not None:
            self._child.send(Hold(on))

    async def hang_up(self) -> None:
        """End the call; the iterator yields ENDED."""
        if self._child is not None and self._call is not None:
            self._child.send(HangUp())

    async def close(self) -> None:
        """End the engine; a call that is up yields ENDED."""
        if self._starting is not None:
            await asyncio.wait([self._starting])
        if self._child is not None:
            await self._child.stop()

    async def _engine(self) -> Child:
        while self._child is None:
            if self._starting is None:
                self._starting = asyncio.ensure_future(self._start())
            # Shielded: a process that nobody waits for any more must still be taken over, or nobody reaps it.
            await asyncio.shield(self._starting)
        return self._child

    async def _start(self) -> None:
        try:
            self._child = Child(await asyncio.to_thread(start_engine, self._command), self._receive)
        finally:
            self._starting = None

    def _receive(self, message: Message | Exited) -> None:
        if isinstance(message, Exited):
            self._child = None
        if self._listing is not None and isinstance(message, DeviceList | Exited):
            _settle(self._listing, message)
            self._listing = None
        if self._call is not None and not isinstance(message, DeviceList):
            self._call.put_nowait(message)

    async def _bring_down(self, call: "asyncio.Queue[Message | Exited | _Unanswered]") -> None:
        child = self._child
        if child is None:
            return
        child.send(HangUp())
        try:
            async with asyncio.timeout(HANG_UP_WITHIN_S):
                while not _is_end(await call.get()):
                    pass
        except TimeoutError:
            child.kill()
            while not isinstance(await call.get(), Exited):
                pass


class _Unanswered:
    """The platform did not answer the offer."""

    def __init__(self, error: BaseException) -> None:
        self.error = error


async def _answer(
    answerer: Answerer, offer: str, child: Child, call: "asyncio.Queue[Message | Exited | _Unanswered]"
) -> None:
    asking = asyncio.ensure_future(answerer(offer))
    try:
        await asyncio.wait([asking])
    finally:
        asking.cancel()
    error = asking.exception()
    if error is None:
        child.send(Answer(asking.result()))
    else:
        call.put_nowait(_Unanswered(error))


def _event(message: Message | Exited, before: LineStatus) -> LineEvent:
    if isinstance(message, AudioChunk):
        return message
    if isinstance(message, Status):
        return LineStatus(message.state, message.result, message.detail)
    if isinstance(message, LevelReport):
        return Levels(_db(message.agent_db), _db(message.customer_db), message.round_trip_ms)
    if isinstance(message, Exited):
        connected = before.state is LineState.CONNECTED
        result = SystemResult.ANSWERED if connected else SystemResult.UNAVAILABLE
        return LineStatus(LineState.ENDED, result, f"The voice engine stopped (code {message.code}).")
    raise Bug(f"The voice engine reported {type(message).__name__} during a call.")


def _is_end(message: object) -> bool:
    return isinstance(message, Exited) or (isinstance(message, Status) and message.state is LineState.ENDED)


def _settle(listing: "asyncio.Future[Devices]", message: DeviceList | Exited) -> None:
    if isinstance(message, DeviceList):
        listing.set_result(Devices(message.devices, message.null))
    else:
        listing.set_exception(
            EnvironmentFault(
                "AUD-102",
                f"The voice engine stopped while listing the audio devices (code {message.code}).",
                "Unplug and replug the headset, then try again.",
            )
        )


def _db(level: float | None) -> float:
    return -math.inf if level is None else level
