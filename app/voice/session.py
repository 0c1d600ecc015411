"""One call inside the engine: WebRTC on one side, sound on the other, and the recording between them."""

import asyncio
import math
from collections.abc import Callable, Coroutine
from typing import Any

import numpy as np
import soundfile
from aioice import ice
from aiortc import MediaStreamTrack, RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.exceptions import InvalidAccessError, InvalidStateError
from aiortc.mediastreams import MediaStreamError

from app.domain.outcome import SystemResult
from app.ports.voice import AudioChunk, LineState
from app.voice.media import AgentTrack, Recorder, mono
from app.voice.messages import LevelReport, Message, Offer, Place, Status
from app.voice.sound import ComfortNoise, NoSpeaker, Sink, Source, open_sound
from app.voice.timeline import AGENT, CUSTOMER, FRAME, RATE_HZ, Anchor, Pcm, Timeline

PLAYOUT_DELAY = 3 * FRAME
"""How far behind its arrival a frame is played, to bridge jitter."""
HOLD_BACK = 30 * FRAME
"""How long the recording waits for late packets."""
LEVELS_EVERY, CHUNK_EVERY, STATS_EVERY = 5, 25, 50
"""In frames: 10 levels and 2 chunks of recording a second, one look at the round trip."""
CONNECT_WITHIN_S = 60.0
"""A line on which nothing is heard for this long was not answered."""
LOST_AFTER_S = 3.0
SILENCE: Pcm = np.zeros(FRAME, np.int16)


class Session:
    """Runs one call from offer to end; `emit` takes every message for the console, in order."""

    def __init__(self, place: Place, emit: Callable[[Message], None]) -> None:
        self._place = place
        self._emit = emit
        self._muted = False
        self._held = False
        self._connected = False
        self._ended: asyncio.Future[Status] = asyncio.get_running_loop().create_future()
        self._timeline = Timeline()
        self._anchor = Anchor()
        self._recorder = Recorder()
        self._track = AgentTrack()
        self._source: Source = ComfortNoise()
        self._sink: Sink = NoSpeaker()
        self._frames = 0
        self._peaks = [0, 0]
        self._round_trip_ms: float | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._began = asyncio.get_running_loop().time()
        self._last_packet_at = self._began
        self._unanswered: asyncio.TimerHandle | None = None
        self._peer = _peer(place.loopback)

    def mute(self, on: bool) -> None:
        """Send silence instead of the microphone."""
        self._muted = on

    def hold(self, on: bool) -> None:
        """Silence both directions, the recording included."""
        self._held = on

    def end(self, result: SystemResult | None = None, detail: str = "") -> None:
        """End the call; only the first reason counts."""
        if not self._ended.done():
            answered = SystemResult.ANSWERED if self._connected else SystemResult.NO_ANSWER
            self._ended.set_result(Status(LineState.ENDED, result or answered, detail))

    async def run(self) -> None:
        """Offer, talk, and report the end; returns when everything is released."""
        try:
            if await self._open_sound():
                self._start(self._clock())
                await self._offer()
            last = await self._ended
        finally:
            await self._release()
        self._record(self._clock_position())
        self._keep(self._recorder.rest())
        self._emit(last)

    async def answered(self, sdp: str) -> None:
        """Take the platform's answer."""
        try:
            await self._peer.setRemoteDescription(RTCSessionDescription(sdp, "answer"))
        except (ValueError, InvalidAccessError, InvalidStateError, AssertionError) as error:
            self.end(SystemResult.UNAVAILABLE, f"The platform's answer cannot be used ({error}).")

    async def _open_sound(self) -> bool:
        place = self._place
        try:
            self._source, self._sink, note = await asyncio.to_thread(
                open_sound, place.input_device, place.output_device, place.microphone
            )
        except (OSError, soundfile.SoundFileError) as error:
            self.end(SystemResult.UNAVAILABLE, f"The microphone file cannot be played ({error}).")
            return False
        self._emit(Status(LineState.CONNECTING, detail=note))
        return True

    async def _offer(self) -> None:
        self._peer.on("track", lambda track: self._start(self._receive(track)))
        self._peer.on("connectionstatechange", self._on_connection)
        self._peer.addTrack(self._track)
        await self._peer.setLocalDescription(await self._peer.createOffer())
        self._emit(Offer(self._peer.localDescription.sdp))
        self._unanswered = asyncio.get_running_loop().call_later(CONNECT_WITHIN_S, self._give_up)

    def _give_up(self) -> None:
        if not self._connected:
            self.end(SystemResult.NO_ANSWER, "Nothing was heard on the line.")

    def _on_connection(self) -> None:
        state = self._peer.connectionState
        if state == "failed":
            failed = None if self._connected else SystemResult.UNAVAILABLE
            self.end(failed, "The connection to the other side was lost.")
        elif state == "closed":
            self._gone()

    def _gone(self) -> None:
        """The media has ended: goodbyes come while packets flow, a lost line has been quiet before."""
        quiet_s = asyncio.get_running_loop().time() - self._last_packet_at
        lost = quiet_s > LOST_AFTER_S
        self.end(detail="The connection to the other side was lost." if lost else "The other side hung up.")

    async def _receive(self, track: MediaStreamTrack) -> None:
        while True:
            try:
                frame = await track.recv()
            except MediaStreamError:
                self._gone()
                return
            self._last_packet_at = asyncio.get_running_loop().time()
            position = self._anchor.place(int(frame.pts or 0), self._clock_position())
            if not self._connected:
                self._connected = True
                self._timeline.take(position)  # the recording begins here
                self._emit(Status(LineState.CONNECTED))
            if not self._held:
                self._timeline.put(CUSTOMER, position, mono(frame))

    async def _clock(self) -> None:
        """Call `_frame` every 20 ms; after a stall it catches up, so the clock never runs slow."""
        loop = asyncio.get_running_loop()
        while True:
            self._frame(self._frames * FRAME)
            self._frames += 1
            if self._frames % STATS_EVERY == 0:
                self._start(self._look_at_round_trip())
            await asyncio.sleep(max(0.0, self._began + self._frames * FRAME / RATE_HZ - loop.time()))

    def _clock_position(self) -> int:
        return round((asyncio.get_running_loop().time() - self._began) * RATE_HZ)

    def _frame(self, position: int) -> None:
        spoken = self._source.take() if self._connected else SILENCE
        if self._muted or self._held:
            spoken = SILENCE
        self._track.push(position, spoken)
        self._timeline.put(AGENT, position, spoken)
        heard = SILENCE if self._held else self._timeline.read(CUSTOMER, position - PLAYOUT_DELAY, FRAME)
        self._sink.play(heard)
        self._peaks = [max(self._peaks[AGENT], _peak(spoken)), max(self._peaks[CUSTOMER], _peak(heard))]
        if self._frames % LEVELS_EVERY == 0 and self._connected:
            self._emit(
                LevelReport(_dbfs(self._peaks[AGENT]), _dbfs(self._peaks[CUSTOMER]), self._round_trip_ms)
            )
            self._peaks = [0, 0]
        if self._frames % CHUNK_EVERY == 0:
            self._record(position - HOLD_BACK)

    def _record(self, until: int) -> None:
        samples = self._timeline.take(until)
        if self._connected and len(samples):
            self._keep(self._recorder.chunk(samples))

    def _keep(self, chunk: AudioChunk) -> None:
        if chunk.pcm:
            self._emit(chunk)

    async def _look_at_round_trip(self) -> None:
        report = await self._peer.getStats()
        trips = [s.roundTripTime for s in report.values() if s.type == "remote-inbound-rtp"]
        if trips and trips[0] is not None:
            self._round_trip_ms = trips[0] * 1000

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        fault = None if task.cancelled() else task.exception()
        if fault is not None and not self._ended.done():
            # A fault in our own loop must end the engine loudly, not leave a silent call.
            self._ended.set_exception(fault)

    async def _release(self) -> None:
        if self._unanswered is not None:
            self._unanswered.cancel()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._peer.close()
        self._track.stop()
        self._source.close()
        self._sink.close()


def _peer(loopback: bool) -> RTCPeerConnection:
    if loopback:
        # aioice offers every interface but this one, and the platform listens nowhere else.
        ice.get_host_addresses = _loopback_only
    return RTCPeerConnection(RTCConfiguration([]))


def _loopback_only(use_ipv4: bool, use_ipv6: bool) -> list[str]:
    return ["127.0.0.1"] if use_ipv4 else []


def _peak(samples: Pcm) -> int:
    return int(np.abs(samples.astype(np.int32)).max())


def _dbfs(peak: int) -> float | None:
    return 20 * math.log10(peak / 32768) if peak else None
