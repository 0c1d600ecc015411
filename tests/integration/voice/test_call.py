"""Real calls: engine process, WebRTC over loopback, the platform's gateway in another process."""

import asyncio
import math
import os
import signal
from pathlib import Path

import numpy as np
import pytest

from app.domain.outcome import SystemResult
from app.errors import Bug, EnvironmentFault
from app.ports.voice import AudioChunk, LineState
from app.voice.line import EngineLine
from tests.integration.voice.conftest import Talk, recorded
from tests.integration.voice.correlate import drift_ms, lag_and_likeness, to_16k
from tests.support.gateway_process import GatewayProcess

pytestmark = pytest.mark.anyio


async def test_both_sides_hear_each_other_and_the_recording_has_both_on_one_clock(
    line: EngineLine, gateway: GatewayProcess, tmp_path: Path
) -> None:
    talk = Talk(line, gateway)
    await talk.until(recorded(14.0))
    received_s, voiced_s = gateway.far_end(talk.call_id)
    await line.hang_up()
    await talk.to_the_end()
    heard, spoken = gateway.taps(talk.call_id, tmp_path)
    left, right = talk.recording.astype(np.float64).T

    # The far end really heard the agent, as the platform says it did.
    _, likeness = lag_and_likeness(left, to_16k(heard))
    assert likeness > 0.9
    assert received_s > 13.5
    assert 2.0 < voiced_s < received_s
    # The recording has what the customer really said.
    _, likeness = lag_and_likeness(right, to_16k(spoken))
    assert likeness > 0.9
    # And neither channel drifts against what was said.
    assert drift_ms(left, to_16k(heard)) < 20
    assert drift_ms(right, to_16k(spoken)) < 20


async def test_what_a_call_reports(line: EngineLine, gateway: GatewayProcess) -> None:
    talk = Talk(line, gateway)
    await talk.until(lambda talk: len(talk.levels) >= 40)
    await line.hang_up()
    await talk.to_the_end()
    assert [s.state for s in talk.statuses] == [
        LineState.CONNECTING,
        LineState.CONNECTED,
        LineState.ENDED,
    ]
    assert talk.statuses[-1].result is SystemResult.ANSWERED
    assert isinstance(talk.events[-2], AudioChunk), "the last of the recording comes before the end"
    assert talk.recorded_s == pytest.approx(len(talk.levels) / 10, abs=0.4)
    assert any(levels.round_trip_ms is not None for levels in talk.levels)
    assert max(levels.agent_db for levels in talk.levels) > -30
    assert max(levels.customer_db for levels in talk.levels) > -30
    assert min(levels.customer_db for levels in talk.levels) == -math.inf
    assert gateway.calls() == []


async def test_muting_is_silence_at_the_far_end_and_in_the_recording(
    line: EngineLine, gateway: GatewayProcess
) -> None:
    talk = Talk(line, gateway)
    await talk.until(lambda talk: talk.connected)
    await line.mute(True)
    await talk.until(recorded(1.0))
    _, before = gateway.far_end(talk.call_id)
    at = len(talk.recording)
    await talk.until(recorded(5.0))
    received, muted = gateway.far_end(talk.call_id)
    assert received > 4
    assert muted - before == 0, "the customer heard a muted agent"
    assert not talk.recording[at:, 0].any(), "a muted agent was recorded"
    assert talk.recording[:, 1].any(), "muting silenced the customer"
    await line.mute(False)
    await talk.until(lambda _: gateway.far_end(talk.call_id)[1] > muted + 0.5)
    await line.hang_up()
    await talk.to_the_end()


async def test_hold_silences_both_and_the_recording_goes_on(
    line: EngineLine, gateway: GatewayProcess
) -> None:
    talk = Talk(line, gateway)
    await talk.until(lambda talk: talk.connected)
    await line.hold(True)
    # What was under way when hold was pressed is a second at most.
    await talk.until(recorded(1.0))
    _, before = gateway.far_end(talk.call_id)
    at = len(talk.recording)
    levels = len(talk.levels)
    await talk.until(recorded(8.0))
    assert not talk.recording[at:].any()
    assert {(level.agent_db, level.customer_db) for level in talk.levels[levels:]} == {(-math.inf, -math.inf)}
    assert gateway.far_end(talk.call_id)[1] - before == 0
    await line.hold(False)
    at = len(talk.recording)
    await talk.until(lambda talk: bool(talk.recording[at:, 1].any() and talk.recording[at:, 0].any()))
    await line.hang_up()
    await talk.to_the_end()


async def test_the_customer_hangs_up(line: EngineLine, gateway: GatewayProcess) -> None:
    talk = Talk(line, gateway)
    await talk.until(recorded(1.0))
    await gateway.hang_up(talk.call_id)
    await talk.to_the_end()
    assert talk.statuses[-1].state is LineState.ENDED
    assert talk.statuses[-1].result is SystemResult.ANSWERED
    assert "hung up" in talk.statuses[-1].detail


@pytest.mark.long
async def test_a_platform_that_vanishes_ends_the_call_within_the_consent_time(
    line: EngineLine, gateway: GatewayProcess
) -> None:
    talk = Talk(line, gateway)
    await talk.until(recorded(1.0))
    gateway.kill()
    await talk.to_the_end()
    assert talk.statuses[-1].result is SystemResult.ANSWERED
    assert "lost" in talk.statuses[-1].detail


async def test_closing_the_iterator_hangs_up_and_the_line_is_free_again(
    line: EngineLine, gateway: GatewayProcess
) -> None:
    talk = Talk(line, gateway)
    await talk.until(recorded(1.0))
    pid = line.engine_pid
    await talk.abandon()
    again = Talk(line, gateway, "call-2")
    await again.until(recorded(1.0))
    assert line.engine_pid == pid, "the engine serves one call after another"
    assert gateway.calls() == ["call-2"]
    await again.abandon()


async def test_an_engine_that_is_killed_ends_the_call_and_the_next_call_has_a_new_one(
    line: EngineLine, gateway: GatewayProcess
) -> None:
    talk = Talk(line, gateway)
    await talk.until(recorded(2.0))
    pid = line.engine_pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    await talk.to_the_end()
    assert talk.statuses[-1].state is LineState.ENDED
    assert talk.statuses[-1].result is SystemResult.ANSWERED
    assert "voice engine stopped" in talk.statuses[-1].detail
    assert talk.recorded_s >= 2.0
    again = Talk(line, gateway, "call-2")
    await again.until(recorded(1.0))
    assert line.engine_pid != pid
    await again.abandon()


async def test_an_engine_dies_with_the_pipe_to_its_console(line: EngineLine, gateway: GatewayProcess) -> None:
    talk = Talk(line, gateway)
    await talk.until(recorded(1.0))
    child = line._child
    assert child is not None
    assert child._process.stdin is not None
    child._process.stdin.close()
    await talk.to_the_end()
    assert talk.statuses[-1].state is LineState.ENDED
    assert child._process.wait(5) == 0


async def test_closing_the_line_during_a_call_ends_it(line: EngineLine, gateway: GatewayProcess) -> None:
    talk = Talk(line, gateway)
    await talk.until(recorded(1.0))
    await line.close()
    await talk.to_the_end()
    assert talk.statuses[-1].state is LineState.ENDED
    assert line.engine_pid is None


async def test_a_platform_that_refuses_is_told_to_the_caller_and_the_line_is_free(
    line: EngineLine, gateway: GatewayProcess
) -> None:
    async def refuse(sdp: str) -> str:
        raise EnvironmentFault("NET-101", "The platform cannot be reached.", "Check the network.")

    with pytest.raises(EnvironmentFault, match="NET-101"):
        async for _ in line.call(refuse):
            pass
    talk = Talk(line, gateway)
    await talk.until(lambda talk: talk.connected)
    await talk.abandon()


async def test_an_answer_that_is_not_one_ends_the_call(line: EngineLine) -> None:
    async def nonsense(sdp: str) -> str:
        return "not SDP"

    events = [event async for event in line.call(nonsense)]
    last = events[-1]
    assert last.state is LineState.ENDED  # type: ignore[union-attr]
    assert last.result is SystemResult.UNAVAILABLE  # type: ignore[union-attr]


async def test_a_line_without_sound_is_never_called_connected(line: EngineLine) -> None:
    """ICE and DTLS may succeed; connected means that something was heard."""
    from aiortc import RTCConfiguration, RTCPeerConnection, RTCSessionDescription

    silent = RTCPeerConnection(RTCConfiguration([]))

    async def answer(sdp: str) -> str:
        await silent.setRemoteDescription(RTCSessionDescription(sdp, "offer"))
        await silent.setLocalDescription(await silent.createAnswer())
        return silent.localDescription.sdp

    reached: list[str] = []
    silent.on("connectionstatechange", lambda: reached.append(silent.connectionState))
    calling = line.call(answer)
    states = [(await anext(calling)).state]  # type: ignore[union-attr]
    following = asyncio.ensure_future(anext(calling))
    async with asyncio.timeout(20):
        while "connected" not in reached:
            await asyncio.wait([following], timeout=0.1)
    assert states == [LineState.CONNECTING]
    assert not following.done()
    await line.hang_up()
    ended = await following
    assert ended.state is LineState.ENDED  # type: ignore[union-attr]
    assert ended.result is SystemResult.NO_ANSWER  # type: ignore[union-attr]
    await calling.aclose()
    await silent.close()


async def test_hanging_up_while_the_platform_is_still_thinking(line: EngineLine) -> None:
    async def never(sdp: str) -> str:
        await line.hang_up()
        await asyncio.Event().wait()
        raise AssertionError

    events = [event async for event in line.call(never)]
    assert events[-1].state is LineState.ENDED  # type: ignore[union-attr]


async def test_a_second_call_on_a_busy_line_is_our_bug(line: EngineLine, gateway: GatewayProcess) -> None:
    talk = Talk(line, gateway)
    await talk.until(lambda talk: bool(talk.statuses))
    with pytest.raises(Bug):
        await anext(line.call(lambda sdp: gateway.answer("call-2", sdp)))
    await talk.abandon()


async def test_devices_can_be_listed_before_and_during_a_call(
    line: EngineLine, gateway: GatewayProcess
) -> None:
    devices = await line.devices()
    assert devices.null == (not devices.devices)
    talk = Talk(line, gateway)
    await talk.until(lambda talk: talk.connected)
    assert await line.devices() == devices
    await talk.abandon()


async def test_a_microphone_file_that_cannot_be_played_ends_the_call(tmp_path: Path) -> None:
    line = EngineLine(loopback=True, microphone=tmp_path / "nowhere.wav")

    async def unasked(sdp: str) -> str:
        raise AssertionError("the platform was asked")

    events = [event async for event in line.call(unasked)]
    await line.close()
    assert events[-1].state is LineState.ENDED  # type: ignore[union-attr]
    assert "microphone file" in events[-1].detail  # type: ignore[union-attr]


async def test_an_engine_that_cannot_start_is_said_with_a_next_step() -> None:
    line = EngineLine(loopback=True, command=("/nowhere/engine",))
    with pytest.raises(EnvironmentFault, match="AUD-101"):
        await line.devices()


async def test_an_engine_that_ends_while_listing_devices_is_said_with_a_next_step() -> None:
    line = EngineLine(loopback=True, command=("/bin/false",))
    with pytest.raises(EnvironmentFault, match="AUD-102"):
        await line.devices()
    await line.close()
