"""One call of the gateway. Imports aiortc, so import it when a call comes in."""

import asyncio
from collections.abc import Callable, Coroutine
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import av
import numpy as np
from aioice import ice
from aiortc import MediaStreamTrack, RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.exceptions import InvalidAccessError, InvalidStateError
from aiortc.mediastreams import MediaStreamError

if TYPE_CHECKING:
    from app.reference_platform.voice import Customer, Heard, Pcm

RATE_HZ = 48_000
FRAME = 960
STALL_S = 1.0
"""A customer who was held up longer than this goes on from now instead of hurrying after."""


class CustomerTrack(MediaStreamTrack):
    """What the customer says, a frame every 20 ms from the first one that is asked for."""

    kind = "audio"

    def __init__(self, customer: "Customer") -> None:
        super().__init__()
        self._customer = customer
        self._position = 0
        self._began: float | None = None

    async def recv(self) -> av.AudioFrame:
        """Return the next frame when it is due."""
        if self.readyState != "live":
            raise MediaStreamError
        now = asyncio.get_running_loop().time()
        due = now if self._began is None else self._began + self._position / RATE_HZ
        if self._began is None or now - due > STALL_S:
            self._began = now - self._position / RATE_HZ
        await asyncio.sleep(max(0.0, due - now))
        frame = av.AudioFrame.from_ndarray(
            self._customer.next_frame()[np.newaxis], format="s16", layout="mono"
        )
        frame.sample_rate = RATE_HZ
        frame.pts = self._position
        frame.time_base = Fraction(1, RATE_HZ)
        self._position += FRAME
        return frame


class Leg:
    """A peer connection with a customer on it; it closes itself when the agent hangs up or is lost."""

    def __init__(
        self,
        customer: "Customer",
        heard: "Heard",
        address: str | None,
        on_end: "Callable[[Leg], None]",
    ) -> None:
        if address is not None:
            # aioice offers every interface but loopback, whatever the platform listens on.
            ice.get_host_addresses = lambda use_ipv4, use_ipv6: [address]
        self._customer = customer
        self._heard = heard
        self._on_end = on_end
        self._peer = RTCPeerConnection(RTCConfiguration([]))
        self._tasks: set[asyncio.Task[None]] = set()
        self._ended = False

    async def answer(self, offer_sdp: str) -> str:
        """Return the SDP answer; raises ValueError for an offer without usable audio."""
        self._peer.on("track", self._on_track)
        self._peer.on("connectionstatechange", self._on_state)
        try:
            await self._peer.setRemoteDescription(RTCSessionDescription(offer_sdp, "offer"))
        except (InvalidAccessError, InvalidStateError, AssertionError, IndexError) as error:
            raise ValueError(f"offer refused: {error}") from error
        if not self._peer.getTransceivers():
            raise ValueError("offer refused: it has no audio")
        self._peer.addTrack(CustomerTrack(self._customer))
        await self._peer.setLocalDescription(await self._peer.createAnswer())
        sdp: str = self._peer.localDescription.sdp
        return sdp

    async def close(self) -> None:
        """Hang up; returns when everything is released."""
        self._end()
        await asyncio.gather(*self._tasks)

    def _on_track(self, track: MediaStreamTrack) -> None:
        self._keep(self._listen(track))

    def _on_state(self) -> None:
        if self._peer.connectionState in ("failed", "closed"):
            self._end()

    async def _listen(self, track: MediaStreamTrack) -> None:
        while True:
            try:
                frame = await track.recv()
            except MediaStreamError:
                break
            assert isinstance(frame, av.AudioFrame)
            samples = _mono(frame)
            self._heard.add(samples)
            self._customer.hear(samples)
        self._end()

    def _end(self) -> None:
        # Once only, and in a task that nobody cancels: aiortc's close() cannot be interrupted and repeated.
        if not self._ended:
            self._ended = True
            self._on_end(self)
            self._keep(self._peer.close())

    def _keep(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _mono(frame: av.AudioFrame) -> "Pcm":
    samples = frame.to_ndarray().reshape(frame.samples, -1)
    mixed: Pcm = samples.mean(axis=1, dtype=np.float32).astype(np.int16)
    return mixed
