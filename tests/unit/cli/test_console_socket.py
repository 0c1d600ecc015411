"""A console asked by another process: answers, lends, hangs, is not there. And ending the one that hangs."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.cli.anew import command
from app.cli.console_socket import ASK, HERE, ConsoleSocket, Hangs, Lent, ask_console
from app.cli.hung import end
from app.cli.upkeep import Report
from app.errors import EnvironmentFault, UserFacing
from local_store.profile import Holder, ProfilePaths, held, holder, process_started

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no such sockets")
SOON_S, LONG_S = 0.3, 30.0
DONE = Report(("Checked in; policy revision 3.",))


async def _nothing() -> None:
    return None


async def _asked(path: Path) -> Report | Lent | None:
    return await asyncio.to_thread(ask_console, path, LONG_S, LONG_S)


@pytest.mark.anyio
async def test_it_does_the_work_on_the_consoles_loop_and_says_what_was_done(tmp_path: Path) -> None:
    threads: list[int] = []

    async def work() -> Report:
        threads.append(threading.get_ident())
        return DONE

    door = ConsoleSocket(tmp_path / "console.sock", work, _nothing)
    await door.open()
    assert (tmp_path / "console.sock").stat().st_mode & 0o777 == 0o600
    assert await _asked(tmp_path / "console.sock") == DONE
    await door.close()
    await door.close()
    assert threads == [threading.get_ident()]
    assert await _asked(tmp_path / "console.sock") is None
    assert not (tmp_path / "console.sock").exists()


@pytest.mark.anyio
async def test_a_path_too_long_for_an_address_is_reached_all_the_same(tmp_path: Path) -> None:
    deep = tmp_path / ("x" * 100)
    deep.mkdir()

    async def work() -> Report:
        return DONE

    door = ConsoleSocket(deep / "console.sock", work, _nothing)
    await door.open()
    assert await _asked(deep / "console.sock") == DONE
    await door.close()


@pytest.mark.anyio
async def test_what_a_killed_console_left_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "console.sock"
    with socket.socket(socket.AF_UNIX) as old:
        old.bind(str(path))
    assert await _asked(path) is None, "nobody listens there any more"

    async def work() -> Report:
        return DONE

    door = ConsoleSocket(path, work, _nothing)
    await door.open()
    assert await _asked(path) == DONE
    await door.close()


@pytest.mark.anyio
async def test_a_fault_is_told_and_not_the_end(tmp_path: Path) -> None:
    async def work() -> Report:
        raise UserFacing("AUT-106", "Nobody is signed in.", "Sign in.")

    door = ConsoleSocket(tmp_path / "s", work, _nothing)
    await door.open()
    for _ in range(2):
        assert await _asked(tmp_path / "s") == Report(troubles=("AUT-106: Nobody is signed in. Sign in.",))
    await door.close()


@pytest.mark.anyio
async def test_the_device_is_lent_until_whoever_asked_hangs_up_or_dies(tmp_path: Path) -> None:
    back = asyncio.Event()

    async def work() -> None:
        return None

    async def returned() -> None:
        back.set()

    door = ConsoleSocket(tmp_path / "s", work, returned)
    await door.open()
    answer = await _asked(tmp_path / "s")
    assert isinstance(answer, Lent)
    assert not back.is_set()
    answer.close()
    async with asyncio.timeout(LONG_S):
        await back.wait()
    await door.close()


@pytest.mark.anyio
async def test_who_says_something_else_gets_no_answer(tmp_path: Path) -> None:
    async def work() -> Report:
        raise AssertionError("it was not asked")

    door = ConsoleSocket(tmp_path / "s", work, _nothing)
    await door.open()

    def rude() -> bytes:
        with socket.socket(socket.AF_UNIX) as line:
            line.connect(str(tmp_path / "s"))
            line.sendall(b"give me the key\n")
            return line.recv(100)

    assert await asyncio.to_thread(rude) == b""
    await door.close()


@contextmanager
def answering(path: Path, *answers: bytes) -> Iterator[None]:
    """Something that listens there, says this much, and then nothing until it is left."""
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(str(path))
        door.listen()
        stop = threading.Event()

        def serve() -> None:
            line, _ = door.accept()
            with line:
                assert line.recv(100) == ASK
                for answer in answers:
                    line.sendall(answer)
                stop.wait()

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield
        finally:
            stop.set()
            thread.join()


def test_one_that_says_nothing_hangs(tmp_path: Path) -> None:
    with answering(tmp_path / "s"), pytest.raises(Hangs):
        ask_console(tmp_path / "s", SOON_S, LONG_S)


@pytest.mark.parametrize("answers", [(HERE,), (HERE, b"nonsense\n"), (HERE, b'{"said": 5}\n')])
def test_one_that_is_there_does_not_hang_however_long_it_takes(
    tmp_path: Path, answers: tuple[bytes, ...]
) -> None:
    with answering(tmp_path / "s", *answers), pytest.raises(EnvironmentFault) as caught:
        ask_console(tmp_path / "s", LONG_S, SOON_S)
    assert caught.value.explanation.code == "PRO-102"


@contextmanager
def running() -> "Iterator[subprocess.Popen[bytes]]":
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        try:
            yield child
        finally:
            child.kill()


def test_the_very_process_is_ended_stopped_or_not() -> None:
    with running() as child:
        child.send_signal(signal.SIGSTOP)
        assert end(Holder(child.pid, process_started(child.pid)))
        assert child.wait(LONG_S) == -signal.SIGKILL


def test_a_later_process_with_the_same_number_is_left_alone() -> None:
    with running() as child:
        assert end(Holder(child.pid, str(int(process_started(child.pid)) - 1)))
        assert child.poll() is None


def test_one_that_is_gone_needs_no_ending() -> None:
    with running() as child:
        gone = Holder(child.pid, process_started(child.pid))
    assert end(gone)


def test_a_lent_device_can_be_held_by_another_and_comes_back(tmp_path: Path) -> None:
    paths = ProfilePaths(tmp_path / "device")
    with held(paths) as mine:
        mine.lend()
        with held(paths, passing=True):
            found = holder(paths)
            assert found is not None and found.passing
        assert mine.take()
        found = holder(paths)
        assert found is not None and not found.passing and found.pid == os.getpid()


def test_the_command_that_began_this_process_begins_it_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "orig_argv", ["python", "-m", "app", "run", "--theme", "dark"])
    assert command() == [sys.executable, "-m", "app", "run", "--theme", "dark"]
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "argv", ["callnex", "run"])
    assert command() == [sys.executable, "run"]
