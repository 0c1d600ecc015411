"""The real voice gateway in a process of its own: JSON lines in, JSON lines out. Run as a module."""

import asyncio
import json
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np

from app.domain.ids import CallId
from app.reference_platform.simulation.plans import Ending
from app.reference_platform.simulation.voices import Voices
from app.reference_platform.voice import Customer, Pcm, VoiceGateway, live_customer

CAMPAIGN = "northgate"


class Tapped:
    """A customer, and everything that went through their telephone."""

    def __init__(self, customer: Customer) -> None:
        self._customer = customer
        self.heard: list[Pcm] = []
        self.spoken: list[Pcm] = []

    def hear(self, frame: Pcm) -> None:
        self.heard.append(frame)
        self._customer.hear(frame)

    def next_frame(self) -> Pcm:
        self.spoken.append(self._customer.next_frame())
        return self.spoken[-1]


class GatewayProcess:
    """Starts the gateway; blocking requests, each answered at once."""

    def __enter__(self) -> "GatewayProcess":
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.gateway_process"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._ask(op="ready")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._process.stdin and self._process.stdout
        with self._process.stdout:
            self._process.stdin.close()
            try:
                self._process.wait(30)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
                raise

    async def answer(self, call_id: str, sdp: str, seed: int = 1) -> str:
        reply = await asyncio.to_thread(self._ask, op="answer", call_id=call_id, sdp=sdp, seed=seed)
        return str(reply["sdp"])

    def far_end(self, call_id: str) -> tuple[float, float]:
        reply = self._ask(op="far_end", call_id=call_id)
        return reply["received"], reply["voiced"]

    def calls(self) -> list[str]:
        return list(self._ask(op="calls")["calls"])

    async def hang_up(self, call_id: str) -> None:
        await asyncio.to_thread(self._ask, op="hang_up", call_id=call_id)

    def taps(self, call_id: str, folder: Path) -> tuple[Pcm, Pcm]:
        """Return what the customer heard and said, int16 at 48 kHz."""
        path = folder / "taps.npz"
        self._ask(op="taps", call_id=call_id, path=str(path))
        with np.load(path) as taps:
            return taps["heard"], taps["spoken"]

    def kill(self) -> None:
        self._process.kill()

    def _ask(self, **request: Any) -> dict[str, Any]:
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        reply: dict[str, Any] = json.loads(self._process.stdout.readline())
        return reply


async def serve() -> None:
    gateway, voices, taps = VoiceGateway(), Voices.load(), dict[str, Tapped]()
    while line := await asyncio.to_thread(sys.stdin.readline):
        print(json.dumps(await reply_to(json.loads(line), gateway, voices, taps)), flush=True)
    await gateway.close()


async def reply_to(
    request: dict[str, Any], gateway: VoiceGateway, voices: Voices, taps: dict[str, Tapped]
) -> dict[str, Any]:
    call_id = request.get("call_id", "")
    match request["op"]:
        case "answer":
            customer = live_customer(voices, CAMPAIGN, request["seed"], Ending.APPOINTMENT)
            taps[call_id] = Tapped(customer)
            return {"sdp": await gateway.answer(CallId(call_id), request["sdp"], taps[call_id])}
        case "far_end":
            heard = gateway.far_end(CallId(call_id))
            assert heard is not None
            return {"received": heard.seconds_received, "voiced": heard.seconds_voiced}
        case "calls":
            return {"calls": gateway.calls}
        case "hang_up":
            await gateway.hang_up(CallId(call_id))
        case "taps":
            tap = taps[call_id]
            np.savez(request["path"], heard=np.concatenate(tap.heard), spoken=np.concatenate(tap.spoken))
    return {}


if __name__ == "__main__":
    asyncio.run(serve())
