"""The guards prove themselves: each notices the leak it is for."""

import logging
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.support import leaks
from tests.support.leaks import Snapshot


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leaks, "SETTLE_S", 0.0)


def test_a_thread_left_running_is_named() -> None:
    before, stop = Snapshot.take(), threading.Event()
    thread = threading.Thread(target=stop.wait, name="forgotten")
    thread.start()
    assert before.left_behind() == ["thread forgotten"]
    stop.set()
    thread.join()
    assert before.left_behind() == []


def test_a_child_left_running_is_named() -> None:
    before = Snapshot.take()
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    assert any(line.startswith(f"process {child.pid}") for line in before.left_behind())
    child.communicate(b"\n")
    assert before.left_behind() == []


def test_a_file_left_open_is_named(tmp_path: Path) -> None:
    before, path = Snapshot.take(), tmp_path / "open.txt"
    with path.open("w"):
        assert before.left_behind() == [f"file {path}"]
    assert before.left_behind() == []


def test_a_warning_that_was_expected_passes(expected_logs: list[str]) -> None:
    expected_logs.append("disk is nearly full")
    logging.getLogger("app").warning("disk is nearly full")
    assert expected_logs
