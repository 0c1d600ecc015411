"""Nothing over its time, held past it, or restricted shows in any reading method of any store port.

The methods are found by introspection: a new one is driven by itself, or fails here until it says why not.
What counts is strict: the answer must be the very answer of a store that never held the rows.
"""

import inspect
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import fields, make_dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Protocol, get_type_hints

import pytest

from app.analysis.analyse import analyse
from app.domain.actions import EndCall, PutMark, SaveWrapUp, StartCall
from app.domain.call import WrapUp
from app.domain.ids import CallId, ContactId, MarkId, Phone, RecordingId
from app.domain.outcome import OutcomeClass, SystemResult
from app.domain.recording import RecordingFilter, Speaker, Turn
from app.domain.retention import DataClass
from app.domain.transcription_queue import Partial, QueueItem
from app.errors import UserFacing
from app.ports.stores import Stores
from app.services.analyse_recording import shipped_weights
from local_store import ends
from local_store.ends import recount_batch
from tests.support.profiles import TestProfile
from tests.support.things import (
    AGENT,
    CAMPAIGN,
    NOW,
    call,
    campaign,
    contact,
    mark,
    page,
    policy,
    recording,
    transcript,
)

pytestmark = pytest.mark.anyio
R1, LIVE = RecordingId("recording-1"), RecordingId("recording-live")
ARGUMENTS: dict[str, tuple[Any, ...]] = {
    "campaign_id": (CAMPAIGN,),
    "contact_id": (ContactId("contact-1"),),
    "call_id": (CallId("call-1"), CallId("call-own")),
    "recording_id": (R1, LIVE),
    "agent_id": (AGENT.id,),
    "since": (NOW.replace(year=2020),),
    "text": ("carla", "470 00 00 01"),
    "phone": (Phone("+32470000001"),),
    "wanted": (RecordingFilter(), RecordingFilter("rhubarb"), RecordingFilter(campaign_id=CAMPAIGN)),
    "after": (None,),
    "limit": (9,),
    "policy": (policy(),),
    "days": (400,),
}
"""What a reading method is asked with, by the name of its parameter."""
WRITES = frozenset({"Changes", "NoneType", "MediaWriter"})
NOT_A_VIEW = {
    ("outbox", "enqueue"): "writes",
    ("outbox", "waiting"): "sealed to the platform: unreadable here, and delivered whatever its age",
    ("media", "open_quarantined"): "live audio before redaction: nothing shows it",
    ("media", "quarantined"): "ids of live audio before redaction, released or destroyed at the next start",
    ("retention", "purge"): "destroys",
    ("retention", "inventory"): "counts what is on the disk on purpose, also what waits for its purge",
    ("retention", "preview"): "counts what a purge would take",
    ("retention", "over"): "compares times",
    ("retention", "due"): "counts of what is gone",
    ("retention", "upcoming"): "counts of what is about to go",
    ("queue", "settings"): "what a person has set",
    ("replica", "cursor"): "where the delta stands",
    ("replica", "last_contact"): "a time of the platform",
    ("replica", "policy"): "the organisation's rules",
    ("campaigns", "all"): "what the organisation set up",
    ("campaigns", "get"): "what the organisation set up",
}
"""Methods that are no view of a person's data; each says why."""
Read = tuple[str, str, dict[str, Any]]


def reads(stores: type = Stores) -> Iterator[Read]:
    """Yield store, method and arguments of every reading method of every port."""
    for field in fields(stores):
        port = get_type_hints(stores)[field.name]
        for name, method in inspect.getmembers(port, inspect.iscoroutinefunction):
            if name.startswith("_") or (field.name, name) in NOT_A_VIEW or _writes(method):
                continue
            wanted = [p for p in inspect.signature(method).parameters if p != "self"]
            unknown = [p for p in wanted if p not in ARGUMENTS]
            assert not unknown, f"{field.name}.{name}: say in ARGUMENTS what to ask for {unknown}"
            for choice in range(max([len(ARGUMENTS[p]) for p in wanted], default=1)):
                asked = {p: ARGUMENTS[p][min(choice, len(ARGUMENTS[p]) - 1)] for p in wanted}
                yield field.name, name, asked


def _writes(method: Callable[..., Any]) -> bool:
    returns = get_type_hints(method).get("return")
    return getattr(returns, "__name__", "") in WRITES


async def answers(stores: Stores) -> dict[str, object]:
    """Ask everything; a refusal is an answer too."""
    found: dict[str, object] = {}
    for store, name, asked in reads():
        method: Callable[..., Awaitable[Any]] = getattr(getattr(stores, store), name)
        try:
            answer = await method(**asked)
        except UserFacing as refusal:
            answer = refusal.explanation.code
        if hasattr(answer, "read"):
            with answer:
                answer = answer.read()
        found[f"{store}.{name}({', '.join(map(str, asked.values()))})"] = answer
    return found


async def fill(stores: Stores, **law: bool) -> None:
    """Put one of everything, from the platform and by this workstation's own hand."""
    await stores.replica.apply(
        page(
            campaigns=(campaign(),),
            contacts=() if law else (contact(1, last_activity_at=NOW),),
            calls=(call(1, note="secret", outcome_class=OutcomeClass.POSITIVE, outcome="sold"),),
            recordings=(recording(1),),
            transcripts=(transcript(1, "rhubarb crumble"),),
            marks=(mark(1),),
        )
    )
    made = await stores.recordings.transcript(R1)
    assert made is not None
    await stores.recordings.put_analysis(analyse(made, None, shipped_weights()))
    writer = await stores.media.writer(R1)
    await writer.write(b"flac")
    await writer.commit()
    await stores.media.put_peaks(R1, b"peaks")
    heard = Partial(R1, "tiny", "en", (2.0, 1.0), (Turn(Speaker.AGENT, 0.0, 1.0, "rhubarb"),))
    await stores.queue.gain(QueueItem(R1, 1, NOW), heard)
    await stores.calls.keep_draft(WrapUp(CallId("call-1"), note="draft"))
    await stores.outbox.enqueue(PutMark(MarkId("own"), R1, 1.0, None, "mine"), AGENT, NOW)
    if law:
        await stores.replica.apply(page(recordings=(recording(1, revision=2, **law),)))
        return
    own = CallId("call-own")
    await stores.outbox.enqueue(StartCall(own, ContactId("contact-1"), CAMPAIGN, NOW), AGENT, NOW)
    await stores.outbox.enqueue(EndCall(own, SystemResult.ANSWERED, NOW, NOW, LIVE), AGENT, NOW)
    await stores.outbox.enqueue(SaveWrapUp(own, "sold", "my note", None, ()), AGENT, NOW)
    await stores.recordings.add(recording(7, id=LIVE, call_id=own))
    live = await stores.media.writer(LIVE)
    await live.write(b"live")
    await live.commit()


@asynccontextmanager
async def opened(root: Path) -> AsyncIterator[tuple[TestProfile, Stores]]:
    profile = TestProfile(root)
    try:
        yield profile, profile.open().stores
    finally:
        profile.close()


@pytest.fixture
async def nothing(tmp_path: Path) -> dict[str, object]:
    """The answers of a store that never held a row."""
    async with opened(tmp_path / "empty") as (_, stores):
        await stores.replica.apply(page(campaigns=(campaign(),)))
        return await answers(stores)


async def test_before_its_time_every_reading_method_shows_something(
    tmp_path: Path, nothing: dict[str, object]
) -> None:
    """Or the test below would prove nothing of it."""
    async with opened(tmp_path / "p") as (_, stores):
        await fill(stores)
        shown = await answers(stores)
    silent = {name for name, answer in shown.items() if answer == nothing[name]}
    seen = {name.partition("(")[0] for name in set(shown) - silent}
    assert {name.partition("(")[0] for name in silent} - seen == {"contacts.on_do_not_call"}


@pytest.mark.parametrize("purged", [False, True])
async def test_over_its_time_nothing_shows(tmp_path: Path, nothing: dict[str, object], purged: bool) -> None:
    async with opened(tmp_path / "p") as (profile, stores):
        await fill(stores)
        profile.clock.move(days=100)
        if purged:
            await stores.retention.purge()
        shown = await answers(stores)
    assert {name: answer for name, answer in shown.items() if answer != nothing[name]} == {}


async def some_batches(profile: TestProfile, most: int | None) -> int:
    """Write ends anew as a sweep does that is killed after `most` batches; return how many there were."""
    assert profile.opened is not None
    done = 0
    while done != most and await profile.opened._db.run(lambda db: recount_batch(db.main)):
        done += 1
    return done


@pytest.mark.parametrize("batches", [0, 1, 5, 9, 14, None])
async def test_over_by_a_new_policy_nothing_shows_however_far_its_ends_are_written(
    tmp_path: Path, nothing: dict[str, object], batches: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In force from its commit on: while no end is written anew, while some are, when killed and started."""
    monkeypatch.setattr(ends, "BATCH", 1)
    shorter = policy(2, dict.fromkeys(set(DataClass) - {DataClass.DO_NOT_CALL}, "P1D"))
    async with opened(tmp_path / "p") as (profile, stores):
        await fill(stores)
        profile.clock.move(days=2)
        await stores.replica.put_policy(shorter)
        assert batches is None or await some_batches(profile, batches) == batches
        assert batches is not None or await some_batches(profile, None) > 14
        for _ in range(2):
            shown = await answers(stores)
            assert {name: answer for name, answer in shown.items() if answer != nothing[name]} == {}
            stores = profile.open().stores


@pytest.mark.parametrize("batches", [0, 5, None])
async def test_what_a_new_policy_keeps_shows_as_it_did(
    tmp_path: Path, batches: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Shorter for all, and to the microsecond not yet over; then longer, with what was hidden back."""
    monkeypatch.setattr(ends, "BATCH", 1)
    edge = recording(1).ended_at + timedelta(days=30)
    keeps = dict.fromkeys(set(DataClass) - {DataClass.DO_NOT_CALL}, "P30D")
    async with opened(tmp_path / "p") as (profile, stores):
        await fill(stores)
        profile.clock.at = edge - timedelta.resolution
        before = await answers(stores)
        await stores.replica.put_policy(policy(2, keeps))
        await some_batches(profile, batches)
        assert undated(await answers(stores)) == undated(before)
        profile.clock.at = edge
        assert (await stores.recordings.page(RecordingFilter(), None, 9)).total < 2
        await stores.replica.put_policy(policy(3))
        await some_batches(profile, batches)
        assert undated(await answers(stores)) == undated(before)


def undated(shown: dict[str, object]) -> dict[str, str]:
    """Answers without the days on which things go: those change with the policy."""
    return {
        name: re.sub(r"(first_deletion|last_deletion|expires_at)=(None|datetime[^)]*\)+)", "", repr(answer))
        for name, answer in shown.items()
    }


@pytest.mark.parametrize("law", ["legal_hold", "restricted"])
@pytest.mark.parametrize("days", [0, 100])
async def test_kept_by_law_nothing_shows(
    tmp_path: Path, nothing: dict[str, object], law: str, days: int
) -> None:
    """A legal hold shows until its time is up and then no more; Art. 18 hides at once. Both are kept."""
    async with opened(tmp_path / "p") as (profile, stores):
        await fill(stores, **{law: True})
        profile.clock.move(days=days)
        shown = await answers(stores)
        differing = {
            name
            for name, answer in shown.items()
            # An answer under art. 15 counts what law keeps, and says no more of it.
            if answer != nothing[name] and not name.startswith("retention.about")
        }
        assert bool(differing) is (law == "legal_hold" and days == 0)
        await stores.retention.purge()
        assert (await stores.retention.inventory())[0].items == 1


def test_a_new_reading_method_is_found_and_one_that_cannot_be_asked_fails() -> None:
    class More(Protocol):
        async def everything(self, campaign_id: str) -> tuple[str, ...]: ...

        async def odd(self, never_heard_of: str) -> str: ...

    names = {f"{store}.{name}" for store, name, _ in reads()}
    assert {"recordings.page", "calls.history", "media.peaks", "outbox.items"} <= names
    found = reads(make_dataclass("Stores", [("more", More)]))
    assert next(found)[1] == "everything"
    with pytest.raises(AssertionError, match="never_heard_of"):
        next(found)
