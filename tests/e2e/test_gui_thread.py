"""The GUI thread makes no file, database, socket or process call once the window is up.

The whole scenario of the demo runs in a watched process (`watched_console`). Nothing is let through there but
what `gui_watch` names: the event loop's own self-pipe. It does not count, and cannot, what never blocks on a
disk, a network or another program: the few bytes of an order to the voice engine, written to a pipe that is
open already, and what Qt reads in C++ by itself, such as fonts while it starts.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.watched_console import PLANTS
from tests.support.gui_watch import told
from tests.support.marked_process import run_python

pytestmark = pytest.mark.timeout(300)

DONE_ELSEWHERE = ("open", "os.stat", "socket.send", "sql.execute", "cursor.fetchall", "subprocess.Popen")
"""Of all these the scenario does plenty; that no thread did them would mean that nothing was watched."""


def _watch(out: Path, what: str) -> Any:
    ran = run_python(["-m", "tests.e2e.watched_console", what, str(out)], timeout_s=240)
    assert ran.status == 0, ran.err
    return json.loads((out / "watch.json").read_text("utf-8"))


def test_the_whole_scenario_leaves_the_gui_thread_alone(tmp_path: Path) -> None:
    seen = _watch(tmp_path, "demo")
    assert not seen["violations"], told(seen["violations"])
    assert not [kind for kind in DONE_ELSEWHERE if not seen["elsewhere"].get(kind)]


def test_each_thing_that_is_planted_is_found(tmp_path: Path) -> None:
    _watch(tmp_path, "planted")
    found = json.loads((tmp_path / "planted.json").read_text("utf-8"))
    assert sorted(found) == sorted(PLANTS)
    assert not [kind for kind in PLANTS if not found[kind]]
