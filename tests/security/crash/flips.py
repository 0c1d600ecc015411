"""`python -m tests.security.crash.flips --flips 2000`: flip a byte, open, read everything, compare.

A profile is worked on for a while and not closed, so that logs lie beside the databases. Then, on a copy each
time, one byte of one file is changed and everything is read. Right answers: what was there before, or less of
it, because it is fetched again. Wrong ones: anything else shown, or anything unsent missing in the end. Audio
that is itself changed and exists nowhere else is detected and never played; nothing can bring it back.
"""

import argparse
import asyncio
import hashlib
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

from app.domain.ids import CallId, RecordingId
from app.domain.recording import RecordingFilter
from app.errors import CallNexError
from app.ports.stores import Stores
from app.protocol.codec import encode
from local_store.connection import Damaged, open_keyed
from local_store.repair import DATABASES, damaged
from local_store.sealed_log import SealedLog
from local_store.subkey import subkey
from tests.security.crash.child import Deeds, Profile
from tests.security.crash.faults import FAULTS, plant
from tests.security.crash.kills import add, forked
from tests.security.crash.model import Model, word_of

FLIPS_A_PROFILE = 100
DEEDS = 60
SHA256_HEX = 64
MOST = 1_000_000


@dataclass
class Flips:
    """What was done and found."""

    flips: int = 0
    files: dict[str, int] = field(default_factory=dict)
    outcomes: dict[str, int] = field(default_factory=dict)
    unnoticed: list[str] = field(default_factory=list)
    wrong_rows: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)


class Failed(Exception):
    """A child ended otherwise than it should: with what it said, from its first traceback on."""

    def __init__(self, status: int, said: str) -> None:
        _, traceback, rest = said.partition("Traceback (most recent call last):")
        super().__init__(f"status {status}: {traceback}{rest}" if traceback else f"status {status}: {said}")


async def everything(stores: Stores, model: Model) -> tuple[dict[str, str], dict[str, str]]:
    """Return what is shown, and what is unsent: name -> digest. Raises when audio cannot be read."""
    shown: dict[str, str] = {}
    for number in range(1, model.paged + 1):
        item = await stores.recordings.get(RecordingId(f"recording-{number}"))
        for kind, thing in (
            ("call", await stores.calls.get(CallId(f"call-{number}"))),
            ("recording", None if item is None else item.recording),
            ("transcript", await stores.recordings.transcript(RecordingId(f"recording-{number}"))),
            ("marks", await stores.recordings.marks(RecordingId(f"recording-{number}")) or None),
            ("found", await _found(stores, number)),
        ):
            if thing is not None:
                shown[f"{kind} {number}"] = hashlib.sha256(encode(thing)).hexdigest()
    unsent = {f"action {one.key}": one.sealed for one in await stores.outbox.waiting(MOST)}
    for which in model.drafts:
        draft = await stores.calls.draft(CallId(which))
        if draft is not None:
            unsent[f"draft {which}"] = draft.note
    for name in await stores.media.waiting_upload():
        known = await stores.recordings.get(name) is not None
        unsent[f"audio {name}"] = await _heard(stores.media.open(name)) if known else "cannot be sent"
    for name in await stores.media.quarantined():
        unsent[f"raw {name}"] = await _heard(stores.media.open_quarantined(name))
    return shown, unsent


async def _found(stores: Stores, number: int) -> tuple[str, ...] | None:
    page = await stores.recordings.page(RecordingFilter(text=word_of(number)), None, 5)
    return tuple(item.recording.id for item in page.items) or None


async def audio(stores: Stores, model: Model) -> dict[str, str]:
    """Return the audio that came from the platform, or the code of the fault that reading it gave."""
    heard = {}
    for number in model.audio:
        name = RecordingId(f"recording-{number}")
        if await stores.media.has(name):
            heard[name] = await _heard(stores.media.open(name))
    return heard


async def _heard(opening: Awaitable[BinaryIO]) -> str:
    """Return the digest of what is heard, or the code of the fault that says it cannot be."""
    try:
        with await opening as stream:
            return hashlib.sha256(stream.read()).hexdigest()
    except CallNexError as fault:
        return fault.explanation.code


async def observed(root: Path, model: Model, times: int) -> list[dict[str, Any]]:
    """Open and read everything, `times` times over; a fault that keeps it from being used is `fault`."""
    seen: list[dict[str, Any]] = []
    for _ in range(times):
        profile = Profile(root, model)
        try:
            opened = profile.open()
            shown, unsent = await everything(opened.stores, model)
            heard = await audio(opened.stores, model)
            rebuilt = await opened.rebuilt()
            files = [] if rebuilt is None else list(rebuilt.files)
            seen.append({"shown": shown, "unsent": unsent, "audio": heard, "rebuilt": files})
        except CallNexError as fault:
            seen.append({"fault": f"{fault} {fault.__cause__!r}"})
        finally:
            profile.close()
    return seen


def detected(path: Path, profile: Profile) -> bool:
    """Say whether the checks that every read of this file makes see that a byte of it was changed."""
    if path.name.endswith("-wal"):
        return True  # frames behind the flip are not read any more; the comparison shows what that costs
    if path.name == "outbox.sealed":
        found = SealedLog(path).read()
        return found.torn or found.damaged > 0
    if path.parent.name != "media":
        return path.name in damaged(profile.paths, profile.key)
    name, _, _ = path.name.partition("-")
    keys = open_keyed(profile.paths.keys, subkey(profile.key, b"keys.db"))
    try:
        row = keys.execute("SELECT key FROM media_key WHERE file = ?", (name,)).fetchone()
        con = open_keyed(path, row[0], read_only=True)
        try:
            return bool(con.execute("PRAGMA cipher_integrity_check").fetchall())
        finally:
            con.close()
    except Damaged:
        return True
    finally:
        keys.close()


def in_child(work: Callable[[], Any]) -> Any:
    """Return what `work` returns (as JSON), done in a child; Failed with its traceback when it raised."""

    def told(out: int) -> None:
        # SQLCipher writes each failed check to stderr; two thousand of them hide what matters.
        os.dup2(said.fileno(), 2)
        with os.fdopen(out, "w") as pipe:
            json.dump(work(), pipe)

    with tempfile.TemporaryFile("w+", errors="replace") as said:
        pid, fd = forked(told)
        with os.fdopen(fd) as pipe:
            text = pipe.read()
        _, status = os.waitpid(pid, 0)
        if status:
            said.seek(0)
            raise Failed(status, said.read())
    return json.loads(text)


async def _work(root: Path, seed: int) -> tuple[dict[str, Any], dict[str, list[str]]]:
    """Work on a new profile; return the model and everything that it ever showed, thing by thing."""
    model, ever = Model(), dict[str, list[str]]()
    profile = Profile(root, model)
    profile.open()
    deeds = Deeds(profile, model, np.random.default_rng(seed), lambda event, **given: None)
    for _ in range(DEEDS):
        await deeds.one("wipe")
        assert profile.opened is not None
        shown, _unsent = await everything(profile.opened.stores, model)
        for name, digest in shown.items():
            if digest not in ever.setdefault(name, []):
                ever[name].append(digest)
    # Not closed: the logs stay beside the databases, as a crash leaves them.
    return asdict(model), ever


def worked_on(root: Path, seed: int) -> tuple[Model, dict[str, Any]]:
    """Return the model of a profile that was worked on, and what it shows: a log that is lost leads back to
    something that was shown earlier (`ever`)."""
    state, ever = in_child(lambda: asyncio.run(_work(root, seed)))
    model = Model(**state)
    copy = root.with_name("before")
    shutil.copytree(root, copy)
    (now,) = in_child(lambda: asyncio.run(observed(copy, model, 1)))
    shutil.rmtree(copy)
    return model, {**now, "ever": ever}


def flip(path: Path, rng: np.random.Generator) -> int:
    """Change one byte of a file; return where."""
    at = int(rng.integers(path.stat().st_size))
    with path.open("r+b") as file:
        file.seek(at)
        byte = file.read(1)[0]
        file.seek(at)
        file.write(bytes([byte ^ int(rng.integers(1, 256))]))
    return at


def one_flip(
    clean: Path,
    before: dict[str, Any],
    model: Model,
    rng: np.random.Generator,
    found: Flips,
    fault: str = "",
) -> None:
    """Flip a byte of a copy and compare what is shown with what was."""
    root = clean.with_name("flipped")
    shutil.copytree(clean, root)
    # By kind, not by byte or file: else nearly all flips would fall into the audio.
    kinds: dict[str, list[Path]] = {}
    for one in sorted((root / "profile").rglob("*")):
        if _counts(one):
            kinds.setdefault("media" if one.parent.name == "media" else one.name, []).append(one)
    kind = sorted(kinds)[int(rng.integers(len(kinds)))]
    path = kinds[kind][int(rng.integers(len(kinds[kind])))]
    at = flip(path, rng)
    where = f"{path.relative_to(root)} at {at}"
    found.flips += 1
    add(found.files, kind)
    if not in_child(lambda: _detected_in_copy(root, path)):
        found.unnoticed.append(where)

    def look() -> list[dict[str, Any]]:
        plant(fault)
        return asyncio.run(observed(root, model, 2))

    try:
        seen = in_child(look)
    except Failed as failed:
        seen = [{"fault": str(failed)}]
    faults_seen = [one["fault"] for one in seen if "fault" in one]
    if faults_seen:
        found.lost.append(f"{where}: cannot be used: {' / '.join(faults_seen)}")
    else:
        _compare(found, where, kind, before, seen)
    shutil.rmtree(root)


def _detected_in_copy(root: Path, path: Path) -> bool:
    """On a copy of its own: looking at a database replays its log."""
    looked_at = root.with_name("looked-at")
    shutil.copytree(root, looked_at)
    try:
        profile = Profile(looked_at, Model())
        profile.key = profile.keys.unlock_with_keyring()
        return detected(looked_at / path.relative_to(root), profile)
    finally:
        shutil.rmtree(looked_at)


def _compare(found: Flips, where: str, kind: str, before: dict[str, Any], seen: list[dict[str, Any]]) -> None:
    for one in seen:
        wrong = [name for name, now in one["shown"].items() if now not in before["ever"].get(name, [])]
        heard = {name: audio for name, audio in one["audio"].items() if len(audio) == SHA256_HEX}
        wrong += [name for name, now in heard.items() if before["audio"].get(name) != now]
        if wrong:
            found.wrong_rows.append(f"{where}: {wrong[:3]}")
    last = seen[-1]
    unsent = last["unsent"]
    lost = [name for name, text in before["unsent"].items() if unsent.get(name) != text]
    if lost and not (kind == "media" and all(name.startswith(("audio", "raw")) for name in lost)):
        found.lost.append(f"{where}: {[f'{name}: {unsent.get(name)}' for name in lost[:3]]}")
    rebuilt = any(one["rebuilt"] for one in seen)
    same = all(last[part] == before[part] for part in ("shown", "audio"))
    outcome = "rebuilt" if rebuilt else "nothing missing" if same else "some to fetch again"
    add(found.outcomes, f"{kind}: {outcome}")


def _counts(path: Path) -> bool:
    """The shared memory beside a log is never read from a file that nobody has open."""
    name, _, side = path.name.partition("-")
    ours = name in (*DATABASES, "outbox.sealed") or path.parent.name == "media"
    return ours and side != "shm" and path.is_file() and path.stat().st_size > 0


def wrong_in(found: Flips) -> list[str]:
    """Return everything that must not have happened."""
    return [*found.unnoticed, *found.wrong_rows, *found.lost]


def campaign(
    found: Flips,
    flips: int,
    folder: Path,
    seed: int = 1,
    fault: str = "",
    keep: Callable[[Flips], None] = lambda found: None,
) -> Flips:
    """Flip until `flips` is reached, a fresh profile every now and then; `keep` is given every result."""
    while found.flips < flips:
        place = Path(tempfile.mkdtemp(prefix="flips-", dir=folder))
        rng = np.random.default_rng([seed, found.flips])
        clean = place / "clean"
        clean.mkdir()
        model, before = worked_on(clean, int(rng.integers(1 << 31)))
        for _ in range(min(FLIPS_A_PROFILE, flips - found.flips)):
            one_flip(clean, before, model, rng, found, fault)
            if fault and wrong_in(found):
                flips = found.flips
                break
        keep(found)
        shutil.rmtree(place)
    return found


def report(found: Flips) -> str:
    """Return the counts as lines."""
    files = ", ".join(f"{name} {n}" for name, n in sorted(found.files.items()))
    outcomes = ", ".join(f"{name} {n}" for name, n in sorted(found.outcomes.items()))
    return (
        f"Bytes flipped: {found.flips} ({files}), undetected: {len(found.unnoticed)}, "
        f"wrong rows shown: {len(found.wrong_rows)}, unsent items lost: {len(found.lost)}\n  {outcomes}"
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--flips", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--from", type=int, default=0, dest="begin", help="count on from this flip: one profile of a long run"
    )
    parser.add_argument("--state", type=Path, help="go on from what this file says")
    parser.add_argument("--fault", choices=FAULTS, default="", help="break this on purpose")
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()))
    options = parser.parse_args()
    state: Path | None = options.state
    begun = Flips(options.begin)
    found = Flips(**json.loads(state.read_text("utf-8"))) if state is not None and state.exists() else begun

    def keep(now: Flips) -> None:
        if state is not None:
            state.write_text(json.dumps(asdict(now)), "utf-8")

    found = campaign(found, options.flips, options.folder, options.seed, options.fault, keep)
    print(report(found))
    wrong = wrong_in(found)
    for one in wrong[:20]:
        print(f"  {one}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
