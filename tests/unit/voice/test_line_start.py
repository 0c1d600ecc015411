"""The engine is started off the event loop; whoever stops waiting for it leaves no process behind."""

import asyncio
import sys
import threading

import pytest

from app.voice import line as line_module
from app.voice.child import start_engine
from app.voice.line import EngineLine

ENDS_WITH_ITS_PIPE = (sys.executable, "-c", "import sys; sys.stdin.buffer.read()")


@pytest.mark.anyio
async def test_a_start_that_nobody_waits_for_is_still_taken_over_and_reaped(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begun, go_on, on = threading.Event(), threading.Event(), list[int]()

    def slow(command: tuple[str, ...]) -> object:
        on.append(threading.get_ident())
        begun.set()
        go_on.wait()
        return start_engine(command)

    monkeypatch.setattr(line_module, "start_engine", slow)
    line = EngineLine(loopback=True, command=ENDS_WITH_ITS_PIPE)
    asking = asyncio.ensure_future(line.devices())
    await asyncio.to_thread(begun.wait)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    closing = asyncio.ensure_future(line.close())
    await asyncio.sleep(0)
    go_on.set()
    await closing
    assert line.engine_pid is None
    assert on != [threading.get_ident()]
