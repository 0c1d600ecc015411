"""The platform's end of a voice line: WebRTC with a customer who listens and answers.

Media runs in a thread with an event loop of its own, so that a busy request never makes a customer
stutter; aiortc is loaded with the first call and not before.
"""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import numpy as np
import numpy.typing as npt

from app.domain.ids import CallId
from app.protocol.messages import FarEnd
from app.reference_platform.simulation.customer import VOICE_DBFS, LiveCustomer
from app.reference_platform.simulation.dialogues import compose_dialogue
from app.reference_platform.simulation.plans import Ending
from app.reference_platform.simulation.voices import Voices

if TYPE_CHECKING:
    from app.reference_platform.voice_leg import Leg

Pcm = npt.NDArray[np.int16]
T = TypeVar("T")
RATE_HZ = 48_000
REMEMBERED = 1_000
"""Calls whose figures are kept after they have ended."""


class Customer(Protocol):
    """Who speaks at the far end; `LiveCustomer` is one."""

    def hear(self, frame: Pcm) -> None:
        """Take samples received from the agent, int16 (n,) at 48 kHz."""
        ...

    def next_frame(self) -> Pcm:
        """Return the next 20 ms to send, int16 (960,); time advances with it."""
        ...


@dataclass
class Heard:
    """Counts what arrived, in samples at 48 kHz."""

    received: int = 0
    voiced: int = 0

    def add(self, frame: Pcm) -> None:
        """Count a frame, int16 (n,); it is voiced when it is louder than line noise can be."""
        self.received += len(frame)
        level = float(np.sqrt(np.mean(np.square(frame, dtype=np.float64))))
        if level > 32768 * 10 ** (VOICE_DBFS / 20):
            self.voiced += len(frame)


class InvalidOffer(ValueError):
    """The SDP offer cannot be used."""


class VoiceGateway:
    """Answers offers. `address` is the one to offer media on, None for every interface of this computer."""

    def __init__(self, address: str | None = "127.0.0.1") -> None:
        self._address = address
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._legs: dict[CallId, Leg] = {}
        self._heard: dict[CallId, Heard] = {}

    async def answer(self, call_id: CallId, offer_sdp: str, customer: Customer) -> str:
        """Return the SDP answer; from then on `customer` is on the line. Raises InvalidOffer.

        A second offer for a call replaces the first.
        """
        return await self._in_thread(self._answer(call_id, offer_sdp, customer))

    def far_end(self, call_id: CallId) -> FarEnd | None:
        """Return what was heard from the agent so far, during the call or after; None for an unknown call."""
        heard = self._heard.get(call_id)
        if heard is None:
            return None
        return FarEnd(call_id, heard.received / RATE_HZ, heard.voiced / RATE_HZ)

    async def hang_up(self, call_id: CallId) -> None:
        """End a call from this side; nothing happens when it has ended already."""
        if call_id in self._legs:
            await self._in_thread(self._hang_up(call_id))

    @property
    def calls(self) -> tuple[CallId, ...]:
        """The calls that are up."""
        return tuple(self._legs)

    async def close(self) -> None:
        """Hang up every call and end the thread."""
        if self._thread is None or self._loop is None:
            return
        await self._in_thread(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        await asyncio.to_thread(self._thread.join)
        self._loop.close()
        self._thread = self._loop = None

    async def _in_thread(self, work: Coroutine[Any, Any, T]) -> T:
        if self._loop is None:
            self._loop = asyncio.new_event_loop()
            self._thread = threading.Thread(target=self._loop.run_forever, name="voice gateway", daemon=True)
            self._thread.start()
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, self._loop))

    async def _answer(self, call_id: CallId, offer_sdp: str, customer: Customer) -> str:
        from app.reference_platform.voice_leg import Leg

        await self._hang_up(call_id)
        heard = self._heard[call_id] = Heard()
        while len(self._heard) > REMEMBERED:
            del self._heard[next(iter(self._heard))]
        leg = self._legs[call_id] = Leg(customer, heard, self._address, self._forget(call_id))
        try:
            return await leg.answer(offer_sdp)
        except ValueError as error:
            await self._hang_up(call_id)
            raise InvalidOffer(str(error)) from error

    async def _hang_up(self, call_id: CallId) -> None:
        leg = self._legs.pop(call_id, None)
        if leg is not None:
            await leg.close()

    def _forget(self, call_id: CallId) -> Callable[["Leg"], None]:
        def forget(leg: "Leg") -> None:
            if self._legs.get(call_id) is leg:
                del self._legs[call_id]

        return forget

    async def _close(self) -> None:
        for call_id in tuple(self._legs):
            await self._hang_up(call_id)
        await asyncio.get_running_loop().shutdown_default_executor()


def live_customer(voices: Voices, campaign: str, seed: int, ending: Ending) -> LiveCustomer:
    """Return a customer who speaks their side of the call that `compose_dialogue` makes of the same seed."""
    return LiveCustomer(compose_dialogue(voices, campaign, seed, ending), voices, RATE_HZ)
