"""`python -m tests.security.crash.partials`: end transcripts that are under way, killed at every step.

Opened again, each is whole up to its last segment, or gone: then nothing of it can be read with any key.
A process without threads forks each child and each look, as `kills` does.
"""

import argparse
import asyncio
import os
import shutil
import sys
import tempfile
from collections.abc import Coroutine
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from local_store import opening
from tests.security.crash.child import Countdown
from tests.security.crash.kills import forked
from tests.support.unfinished import (
    ENDS,
    EVERY,
    KEYS,
    MAIN,
    Begun,
    begun_anew,
    finished,
    gone_on_with,
    rows,
)

DEEDS = {deed.__name__: deed for deed in (*ENDS, gone_on_with)}


def killed_at(begun: Begun, deed: str, steps: int) -> bool:
    """Open the profile in a child that is killed at the n-th step of a deed; say whether there was one."""

    def work(_: int) -> None:
        countdown = Countdown(sys.maxsize, lambda *_, **__: None)
        countdown.arm()
        stores = begun.profile.open().stores
        countdown.left = steps
        asyncio.run(DEEDS[deed](stores, EVERY[0]))

    pid, fd = forked(work)
    os.close(fd)
    status = os.waitpid(pid, 0)[1]
    if os.WIFEXITED(status) and os.WEXITSTATUS(status):
        raise RuntimeError("the child failed by itself")
    return os.WIFSIGNALED(status)


def in_a_child(work: Coroutine[None, None, list[str]]) -> list[str]:
    """Return what a coroutine returns that was run in a child."""

    def run(fd: int) -> None:
        os.write(fd, "\n".join(asyncio.run(work)).encode())

    pid, fd = forked(run)
    with os.fdopen(fd, encoding="utf-8") as said:
        lines = said.read().splitlines()
    work.close()
    if os.waitpid(pid, 0)[1]:
        raise RuntimeError("the child failed by itself")
    return lines


async def fill(begun: Begun) -> list[str]:
    """Begin the transcripts."""
    await begun.fill()
    begun.profile.close()
    return []


async def look(begun: Begun, deed: str, *, whole: bool) -> list[str]:
    """Open the profile again and return what is wrong; `whole`: nothing killed the deed."""
    stores, mine = begun.profile.open().stores, begun.words_of(0)
    held = await begun.held(0)
    allowed = {gone_on_with: [mine, [*mine, "hello"]], begun_anew: [mine, [], ["hello"]]}
    wrong = [] if held in allowed.get(DEEDS[deed], [mine, []]) else [f"{held} is held"]
    if deed == finished.__name__:
        kept = await stores.recordings.transcript(EVERY[0]) is not None
        wrong += [] if kept != (held == mine) else [f"transcript {kept}, and {held} is held"]
    if whole and (deed != gone_on_with.__name__) == (held[: len(mine)] == mine):
        wrong.append("it was not done")
    if held[: len(mine)] != mine and begun.left() & set(mine):
        wrong.append("words that nothing holds can still be read")
    if await begun.held(1) != begun.words_of(1):
        wrong.append("the one beside it lost words")
    begun.profile.close()
    return wrong + _out_of_step(begun)


def _out_of_step(begun: Begun) -> list[str]:
    paths = begun.profile.paths
    keyed = {row[0] for row in rows(paths.keys, KEYS, "recording_id FROM partial_key")}
    turned = {row[0] for row in rows(paths.console, MAIN, "recording_id FROM transcription_turn")}
    headed = {
        row[0]
        for row in rows(paths.console, MAIN, "recording_id FROM transcription WHERE partial IS NOT NULL")
    }
    return [] if keyed == turned == headed else [f"keys {keyed}, turns {turned}, heads {headed}"]


def campaign(folder: Path, deeds: list[str], every: int) -> tuple[int, list[str]]:
    """Kill each deed at every `every`-th step; return how many kills there were, and what was wrong."""
    begun, kills, wrong = Begun(folder / "begun"), 0, list[str]()
    in_a_child(fill(begun))
    begun.kept.take(begun.profile.paths)
    made = begun.profile.root
    for deed in deeds:
        for steps in range(1, 1000, every):
            begun.profile.root = folder / f"{deed}-{steps}"
            shutil.copytree(made, begun.profile.root)
            killed = killed_at(begun, deed, steps)
            kills += killed
            wrong += [f"{deed} at {steps}: {one}" for one in in_a_child(look(begun, deed, whole=not killed))]
            shutil.rmtree(begun.profile.root)
            if not killed:
                break
    return kills, wrong


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("deeds", nargs="*", default=list(DEEDS), help=f"of {', '.join(DEEDS)}")
    parser.add_argument("--every", type=int, default=1, help="kill at each n-th step")
    parser.add_argument("--no-sweep", action="store_true", help="break this on purpose")
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()))
    options = parser.parse_args()
    if options.no_sweep:
        opening.sweep_partials = lambda db: None
    with tempfile.TemporaryDirectory(dir=options.folder) as place:
        kills, wrong = campaign(Path(place), options.deeds, options.every)
    print(f"Unfinished transcripts: {len(options.deeds)} deeds killed {kills} times, wrong: {len(wrong)}")
    for one in wrong[:20]:
        print(f"  {one}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
