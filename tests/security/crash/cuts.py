"""`python -m tests.security.crash.cuts --cuts 1000`: the power goes at any operation; open again and check.

A child works under strace. What it did to files is replayed up to a random operation, without what was not
fsynced by then (or with any part of it, out of order and torn), and the profile is opened and checked against
what the child had announced by then.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

from tests.security.crash.child import run
from tests.security.crash.disk import Disk
from tests.security.crash.faults import FAULTS, plant
from tests.security.crash.kills import add, checked
from tests.security.crash.model import Model
from tests.security.crash.trace import CALLS, Op, operations

CUTS_A_RUN = 50
DEEDS = 30
LONGEST_STRING = 1 << 23


@dataclass
class Cuts:
    """What was done and found."""

    cuts: int = 0
    runs: int = 0
    operations: int = 0
    promised: int = 0
    while_doing: dict[str, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)


def recorded(root: Path, events: Path, seed: int, fault: str) -> list[Op]:
    """Let a child work under strace on a new profile in `root`; return what it did to files."""
    listing = root.with_name("strace.log")
    worker = [sys.executable, "-m", "tests.security.crash.cuts", "--work", str(root), str(events), str(seed)]
    subprocess.run(
        ["strace", "-f", "-xx", "-y", "-s", str(LONGEST_STRING), "-e", f"trace={CALLS}", "-o", str(listing)]
        + worker
        + ([fault] if fault else []),
        check=True,
    )
    ours = (str(root) + "/", str(events))
    found = [op for op in operations(listing) if op.path.startswith(ours) or op.path == str(root)]
    listing.unlink()
    return found


def cut_at(ops: list[Op], end: int, events: Path, rng: np.random.Generator) -> tuple[dict[str, bytes], Model]:
    """Return the files after a cut just before operation `end`, and what had been announced by then."""
    disk, model = Disk(), Model()
    for op in ops[:end]:
        if op.path != str(events):
            disk.take(op)
        elif op.kind == "write":
            for line in op.data.splitlines():
                model.hear(json.loads(line))
    return disk.after_cut(rng), model


def laid_out(files: dict[str, bytes], old: Path, new: Path) -> None:
    """Write the files into a fresh folder; the folders themselves are taken to be there."""
    for folder in ("profile/media", "device", "keyring"):
        (new / folder).mkdir(parents=True)
    for path, data in files.items():
        if not path.endswith("-shm"):
            (new / Path(path).relative_to(old)).write_bytes(data)


def campaign(found: Cuts, cuts: int, folder: Path, seed: int = 1, fault: str = "") -> Cuts:
    """Cut until `cuts` is reached; with a planted fault, end as soon as it is noticed."""
    while found.cuts < cuts and not (fault and found.wrong):
        place = Path(tempfile.mkdtemp(prefix="cuts-", dir=folder))
        root, events = place / "worked", place / "events"
        root.mkdir()
        rng = np.random.default_rng([seed, found.cuts])
        ops = recorded(root, events, int(rng.integers(1 << 31)), fault)
        found.runs += 1
        found.operations += len(ops)
        for _ in range(min(CUTS_A_RUN, cuts - found.cuts)):
            end = int(rng.integers(1, len(ops) + 1))
            files, model = cut_at(ops, end, events, rng)
            again = place / "again"
            laid_out(files, root, again)
            doing = model.doing
            add(found.while_doing, doing["what"] if doing else "opening or between")
            _, wrong = checked(again, model)
            found.cuts += 1
            found.wrong += [f"cut {found.cuts} at {end}, doing {doing}: {one}" for one in wrong]
            shutil.rmtree(again)
            if fault and found.wrong:
                break
        found.promised += sum(op.data.count(b'"event": "done"') for op in ops if op.path == str(events))
        shutil.rmtree(place)
    return found


def report(found: Cuts) -> str:
    """Return the counts as lines."""
    doing = ", ".join(f"{name} {n}" for name, n in sorted(found.while_doing.items()))
    return (
        f"Power cuts survived: {found.cuts} in {found.runs} recorded runs of {found.operations} operations "
        f"and {found.promised} promises, wrong: {len(found.wrong)}\n  while: {doing}"
    )


def work(root: Path, events: Path, seed: int, fault: str) -> None:
    """What runs under strace."""
    plant(fault)
    fd = os.open(events, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    run(root, Model(), seed, None, fd, DEEDS)


def main() -> int:
    if sys.argv[1:2] == ["--work"]:
        root, events, seed, *fault = sys.argv[2:]
        work(Path(root), Path(events), int(seed), "".join(fault))
        return 0
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cuts", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--fault", choices=FAULTS, default="", help="break this on purpose")
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()))
    options = parser.parse_args()
    found = campaign(Cuts(), options.cuts, options.folder, options.seed, options.fault)
    print(report(found))
    for one in found.wrong[:20]:
        print(f"  {one}")
    return 1 if found.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
