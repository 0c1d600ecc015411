"""Killed at any step, no promised work is lost, no wipe stops halfway, no purge leaves half a recording."""

import subprocess
import sys
from pathlib import Path

import anyio
import pytest

from app.domain.actions import SaveWrapUp
from app.domain.ids import CallId, RecordingId
from app.domain.inventory import Holding
from app.protocol.messages import ActionResult
from app.security.encoding import from_base64url
from local_store.wipe import FileEraser
from tests.support.profiles import TestProfile
from tests.support.secrets import MemorySecrets
from tests.support.things import call, campaign, page, recording, transcript

pytestmark = pytest.mark.anyio


def child(what: str, root: Path, step: str = "-") -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.security.kill_child", what, str(root), step],
        stdout=subprocess.PIPE,
        text=True,
    )


def killed_at(what: str, root: Path, step: str) -> list[str]:
    with child(what, root, step) as process:
        said, _ = process.communicate(timeout=60)
    assert process.returncode == -9, f"{step} was never reached"
    return said.split()


async def profile_with(root: Path, recordings: int = 1) -> TestProfile:
    profile = TestProfile(root)
    stores = profile.open().stores
    many = range(1, recordings + 1)
    await stores.replica.apply(
        page(
            campaigns=(campaign(),),
            calls=tuple(call(n) for n in many),
            recordings=tuple(recording(n) for n in many),
            transcripts=tuple(transcript(n, *(f"word{t} again" for t in range(30))) for n in many),
        )
    )
    for n in many:
        writer = await stores.media.writer(RecordingId(f"recording-{n}"))
        await writer.write(b"flac" * 1000)
        await writer.commit()
    profile.close()
    return profile


@pytest.mark.parametrize(
    ("step", "delivered", "shown"),
    [
        ("before_sealed", 1, "first"),
        ("sealed", 2, "first"),
        ("before_commit", 2, "first"),
        ("committed", 2, "second"),
    ],
)
async def test_an_action_is_promised_wholly_or_not_at_all(
    tmp_path: Path, step: str, delivered: int, shown: str
) -> None:
    profile = await profile_with(tmp_path / "p")
    (promised,) = killed_at("outbox", profile.root, step)
    opened = profile.open()
    waiting = await opened.stores.outbox.waiting(9)
    assert waiting[0].key == promised
    assert len(waiting) == delivered
    found = await opened.stores.calls.get(CallId("call-1"))
    assert found is not None
    assert found.note == shown
    assert opened.recovered == (delivered == 2 and shown == "first")
    await opened.stores.outbox.settle([ActionResult(entry.key, True) for entry in waiting])
    profile.close()
    assert profile.open().recovered == 0
    profile.close()


async def test_an_answer_that_was_half_recorded_is_asked_for_again(tmp_path: Path) -> None:
    profile = await profile_with(tmp_path / "p")
    (promised,) = killed_at("outbox", profile.root, "settled")
    opened = profile.open()
    assert [entry.key for entry in await opened.stores.outbox.waiting(9)] == [promised]
    found = await opened.stores.calls.get(CallId("call-1"))
    assert found is not None
    assert found.note == "first"
    await opened.stores.outbox.settle([ActionResult(await _only(profile), True)])
    assert await opened.stores.outbox.items() == ()
    profile.close()


async def _only(profile: TestProfile):  # type: ignore[no-untyped-def]
    assert profile.opened is not None
    (entry,) = await profile.opened.stores.outbox.waiting(9)
    return entry.key


@pytest.mark.parametrize("promises", [1, 4, 9])
async def test_killed_at_no_chosen_moment_every_promise_is_kept(tmp_path: Path, promises: int) -> None:
    profile = await profile_with(tmp_path / "p")
    with child("stream", profile.root) as process:
        assert process.stdout is not None
        keys = [process.stdout.readline().strip() for _ in range(promises)]
        process.kill()
        keys += [line.strip() for line in process.stdout if line.endswith("\n")]
    opened = profile.open()
    waiting = await opened.stores.outbox.waiting(1000)
    assert [entry.key for entry in waiting][: len(keys)] == keys
    assert len(waiting) <= len(keys) + 1
    for entry in waiting:
        length = len(entry.sealed) * 3 // 4
        signed = profile.sealer.unseal(from_base64url(entry.sealed, length))
        assert (signed.key, type(signed.action)) == (entry.key, SaveWrapUp)
    profile.close()


STEPS = ("tombstone", "key", "handles", "file", "files", "secret", "done")


@pytest.mark.parametrize("step", STEPS)
async def test_a_wipe_killed_anywhere_goes_on(tmp_path: Path, step: str) -> None:
    profile = await profile_with(tmp_path / "p")
    profile.paths.wrapped_key.write_text("wrapped")
    killed_at("wipe", profile.root, step)
    assert profile.paths.wrapped_key.exists() is (step == "tombstone")
    eraser = FileEraser(profile.paths, MemorySecrets())
    assert eraser.pending()
    report = eraser.resume()
    assert (report.reason, report.files > 3, report.size_bytes > 8000) == ("lost laptop", True, True)
    assert {path.name for path in profile.root.rglob("*") if path.is_file()} == {"tombstone"}
    eraser.settled()
    assert not eraser.pending()


@pytest.mark.parametrize("wait_ms", [0, 5, 20, 60])
async def test_a_purge_killed_at_no_chosen_moment_is_finished_by_the_next(
    tmp_path: Path, wait_ms: int
) -> None:
    profile = await profile_with(tmp_path / "p", recordings=15)
    with child("purge", profile.root) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "purging\n"
        await anyio.sleep(wait_ms / 1000)  # which moment is hit does not matter: the outcome must be the same
        process.kill()
    profile.clock.move(days=100)
    stores = profile.open().stores
    await stores.retention.purge()
    await stores.retention.scrub()
    rows = {row.holding: row.items for row in await stores.retention.inventory()}
    assert (rows[Holding.RECORDINGS], rows[Holding.TRANSCRIPTS], rows[Holding.SEARCH_INDEX]) == (0, 0, 0)
    assert rows[Holding.CALLS] == 15
    assert not list(profile.paths.media.iterdir())
    profile.close()
