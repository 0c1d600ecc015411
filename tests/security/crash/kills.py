"""`python -m tests.security.crash.kills --kills 10000 --state FILE`: kill, open again, check, go on.

One process without threads forks each child and each check, so that a kill costs milliseconds. With a state
file it goes on where it was ended. Exit status 1 when anything promised was lost.
"""

import argparse
import asyncio
import json
import os
import select
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

from tests.security.crash.check import check
from tests.security.crash.child import run
from tests.security.crash.faults import FAULTS, plant
from tests.security.crash.model import Model

KILLS_A_PROFILE = 40
LONGEST_S = 0.4
MOST_STEPS = 600
TIRED_S = 20.0


@dataclass
class Counts:
    """What was done and found so far; the state file is this as JSON."""

    seed: int
    kills: int = 0
    at_steps: dict[str, int] = field(default_factory=dict)
    while_doing: dict[str, int] = field(default_factory=dict)
    promised: int = 0
    wrong: list[str] = field(default_factory=list)


def forked(work: Callable[[int], None]) -> tuple[int, int]:
    """Run `work(fd)` in a child; return its pid and the reading end. Never returns in the child."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid:
        os.close(writing)
        return pid, reading
    os.close(reading)
    status = 70
    try:
        work(writing)
        status = 0
    finally:
        if status:
            import traceback

            traceback.print_exc()
        os._exit(status)


def events_until(fd: int, deadline: float) -> Iterator[dict[str, Any]]:
    """Yield events until the deadline or the end of the pipe; a line that was never finished is none."""
    rest = b""
    while True:
        ready, _, _ = select.select([fd], [], [], max(0.0, deadline - time.monotonic()))
        data = os.read(fd, 1 << 16) if ready else b""
        if not data:
            return
        *lines, rest = (rest + data).split(b"\n")
        for line in lines:
            yield json.loads(line)


def kill_one(root: Path, model: Model, rng: np.random.Generator, counts: Counts, fault: str = "") -> None:
    """Let a child work, kill it, take in everything it had told."""
    seed = int(rng.integers(1 << 31))
    steps = int(rng.integers(1, MOST_STEPS)) if rng.random() < 0.6 else None
    wait_s = TIRED_S if steps else float(rng.random()) * LONGEST_S

    def work(out: int) -> None:
        plant(fault)
        run(root, model, seed, steps, out)

    pid, fd = forked(work)
    killed_at = ""
    # Draining comes in two parts: up to the kill, and what lay in the pipe by then.
    for killed in (False, True):
        if killed:
            os.kill(pid, signal.SIGKILL)
        for event in events_until(fd, time.monotonic() + (5.0 if killed else wait_s)):
            model.hear(event)
            counts.promised += event["event"] == "done"
            killed_at = event["step"] if event["event"] == "killed_at" else killed_at
    os.close(fd)
    _, status = os.waitpid(pid, 0)
    if not os.WIFSIGNALED(status):
        counts.wrong.append(f"seed {seed}: the child failed by itself")
    counts.kills += 1
    add(counts.at_steps, killed_at or "any moment")
    add(counts.while_doing, model.doing["what"] if model.doing else "opening or between")


def add(counter: dict[str, int], name: str) -> None:
    counter[name] = counter.get(name, 0) + 1


def checked(root: Path, model: Model, fault: str = "") -> tuple[Model, list[str]]:
    """Check in a child of its own; return the model as it is now known to be, and what is wrong."""

    def work(out: int) -> None:
        plant(fault, checking=True)
        wrong = asyncio.run(check(root, model))
        with os.fdopen(out, "w") as pipe:
            json.dump([asdict(model), wrong], pipe)

    pid, fd = forked(work)
    with os.fdopen(fd) as pipe:
        told = pipe.read()
    os.waitpid(pid, 0)
    if not told:
        return model, ["the profile could not be opened and checked"]
    state, wrong = json.loads(told)
    return Model(**state), wrong


def campaign(
    counts: Counts,
    kills: int,
    folder: Path,
    fault: str = "",
    keep: Callable[[Counts], None] = lambda counts: None,
) -> Counts:
    """Kill until `kills` is reached, a fresh profile every now and then; `keep` is given every result.

    With a planted fault, end as soon as it is noticed.
    """
    while counts.kills < kills:
        root = Path(tempfile.mkdtemp(prefix="kills-", dir=folder))
        rng = np.random.default_rng([counts.seed, counts.kills])
        model = Model()
        for _ in range(min(KILLS_A_PROFILE, kills - counts.kills)):
            kill_one(root, model, rng, counts, fault)
            doing = model.doing
            model, wrong = checked(root, model, fault)
            counts.wrong += [f"kill {counts.kills}, doing {doing}: {one}" for one in wrong]
            if wrong:
                break  # what follows on a broken profile says nothing new
        keep(counts)
        shutil.rmtree(root)
        if fault and counts.wrong:
            break
    return counts


def report(counts: Counts) -> str:
    """Return the counts as lines."""
    top = ", ".join(f"{name} {n}" for name, n in Counter(counts.while_doing).most_common())
    steps = ", ".join(f"{name} {n}" for name, n in Counter(counts.at_steps).most_common(25))
    return (
        f"SIGKILLs survived: {counts.kills}, promises made meanwhile: {counts.promised}, "
        f"wrong: {len(counts.wrong)}\n  while: {top}\n  at: {steps}"
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--state", type=Path)
    parser.add_argument("--fault", choices=FAULTS, default="", help="break this on purpose")
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()))
    options = parser.parse_args()
    state: Path | None = options.state
    counts = Counts(options.seed)
    if state is not None and state.exists():
        counts = Counts(**json.loads(state.read_text("utf-8")))

    def keep(now: Counts) -> None:
        if state is not None:
            state.write_text(json.dumps(asdict(now)), "utf-8")

    counts = campaign(counts, options.kills, options.folder, options.fault, keep)
    print(report(counts))
    for one in counts.wrong[:20]:
        print(f"  wrong: {one}")
    return 1 if counts.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
