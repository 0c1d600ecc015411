"""After purge and scrub nothing is left in any decrypted page, and what stands in the way is told."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import numpy as np
import pytest

from app.domain.actions import PutMark, RemoveMark, SaveWrapUp
from app.domain.ids import CallId, MarkId, RecordingId
from app.domain.inventory import Purged
from app.domain.recording import RecordingFilter, Speaker, Turn
from app.domain.transcription_queue import Partial, QueueItem
from app.ports.stores import Stores
from app.protocol.messages import ActionResult, Removed, ThingKind
from app.services.retain import Retain
from local_store.connection import open_keyed
from local_store.subkey import subkey
from tests.support.canary_profile import receipts_of
from tests.support.oracle import decrypted, survivors
from tests.support.profiles import PROFILE_KEY, TestProfile
from tests.support.things import AGENT, NOW, call, contact, mark, page, recording, transcript

pytestmark = pytest.mark.anyio
LETTERS = np.array(list("abcdefghijklmnopqrstuvwxyz"))
MAIN, KEYS = subkey(PROFILE_KEY, b"console.db"), subkey(PROFILE_KEY, b"keys.db")
OLD, TURNS, WORDS = 8, 10, 10


def needles(seed: int, count: int) -> list[str]:
    rng = np.random.default_rng(seed)
    return ["".join(rng.choice(LETTERS, 14)) for _ in range(count)]


def speech(words: list[str], number: int) -> list[str]:
    mine = words[number * TURNS * WORDS : (number + 1) * TURNS * WORDS]
    return [" ".join(mine[turn * WORDS : (turn + 1) * WORDS]) for turn in range(TURNS)]


class Filled:
    """A profile with expired and fresh things, and the random words each was made of."""

    def __init__(self, root: Path) -> None:
        self.profile = TestProfile(root)
        self.old = needles(1, OLD * TURNS * WORDS)
        self.fresh = needles(2, TURNS * WORDS)
        self.names = needles(3, 4 * OLD)
        self.unfinished = needles(4, OLD)

    async def fill(self) -> None:
        stores = self.profile.open().stores
        for n in range(OLD):
            name, note, said, who = self.names[4 * n : 4 * n + 4]
            await stores.replica.apply(
                page(
                    contacts=(contact(n, name=who),),
                    calls=(call(n, contact_name=name, note=note),),
                    recordings=(recording(n, contact_name=name),),
                    transcripts=(transcript(n, *speech(self.old, n)),),
                    marks=(mark(n, text=said, recording_id=RecordingId(f"recording-{n}")),),
                )
            )
            key = RecordingId(f"recording-{n}")
            unfinished = Turn(Speaker.AGENT, 0.0, 1.0, self.unfinished[n])
            await stores.queue.gain(QueueItem(key, n, NOW), Partial(key, "m", "en", (1.0,), (unfinished,)))
            writer = await stores.media.writer(RecordingId(f"recording-{n}"))
            await writer.write(b"flac")
            await writer.commit()
        self.profile.clock.move(days=60)
        later = recording(99, started_at=self.profile.clock.now(), ended_at=self.profile.clock.now())
        await stores.replica.apply(
            page(recordings=(later,), transcripts=(transcript(99, *speech(self.fresh, 0)),))
        )
        self.profile.clock.at = NOW
        self.profile.clock.move(days=100)

    @property
    def everything(self) -> list[str]:
        return self.old + self.names + self.unfinished

    def left(self) -> set[str]:
        return survivors(decrypted(self.profile.paths.console, MAIN), self.everything)

    def keys_left(self, keys: list[bytes]) -> int:
        plain = decrypted(self.profile.paths.keys, KEYS)
        return sum(key in plain for key in keys)

    def keys(self) -> list[bytes]:
        con = open_keyed(self.profile.paths.keys, KEYS)
        found = [bytes(row[0]) for row in con.execute("SELECT key FROM media_key").fetchall()]
        con.close()
        return found


@pytest.fixture
async def filled(tmp_path: Path):  # type: ignore[no-untyped-def]
    filled = Filled(tmp_path / "p")
    await filled.fill()
    yield filled
    filled.profile.close()


async def test_the_oracle_sees_everything_before(filled: Filled) -> None:
    assert filled.left() == set(filled.old + filled.names), "the unfinished alone are sealed"
    keys = filled.keys()
    assert len(keys) == OLD
    assert filled.keys_left(keys) == OLD


async def test_purge_and_scrub_leave_nothing_and_keep_the_rest(filled: Filled) -> None:
    opened = filled.profile.opened
    assert opened is not None
    stores, keys = opened.stores, filled.keys()
    await stores.recordings.page(RecordingFilter(filled.old[0]), None, 5)
    purged = await stores.retention.purge()
    assert (purged.recordings, purged.transcripts, purged.contacts) == (OLD, OLD, OLD)
    assert filled.keys_left(keys) == 0  # keys do not wait for the scrub
    await stores.retention.scrub()
    assert filled.left() == set()
    filled.profile.close()
    assert filled.left() == set()
    assert survivors(decrypted(filled.profile.paths.console, MAIN), filled.fresh) == set(filled.fresh)
    stores = filled.profile.open().stores
    found = await stores.recordings.page(RecordingFilter(filled.fresh[7]), None, 5)
    assert found.total == 1


async def test_a_replaced_transcript_and_a_removed_thing_are_scrubbed_too(filled: Filled) -> None:
    opened = filled.profile.opened
    assert opened is not None
    filled.profile.clock.at = NOW
    await opened.stores.recordings.put_transcript(transcript(0, "corrected text", revision=2))
    gone = tuple(Removed(ThingKind.RECORDING, f"recording-{n}") for n in range(1, OLD))
    await opened.stores.replica.apply(page(removed=gone))
    await opened.stores.retention.scrub()
    assert survivors(decrypted(filled.profile.paths.console, MAIN), filled.old) == set()


async def a_shorter_transcript(stores: Stores, word: str) -> Purged:
    await stores.recordings.put_transcript(transcript(0, "the sum", f"is {word} euros"))
    await stores.recordings.put_transcript(transcript(0, "the sum", revision=2))
    return Purged(other=1)


async def a_mark(stores: Stores, word: str) -> Purged:
    put = PutMark(MarkId("mark-own"), RecordingId("recording-0"), 1.0, None, word)
    for action in (put, RemoveMark(put.mark_id, put.recording_id)):
        key, _ = await stores.outbox.enqueue(action, AGENT, NOW)
        await stores.outbox.settle([ActionResult(key, True)])
    return Purged(marks=1)


async def a_refused_note(stores: Stores, word: str) -> Purged:
    action = SaveWrapUp(CallId("call-0"), "sold", word)
    key, _ = await stores.outbox.enqueue(action, AGENT, NOW)
    await stores.outbox.settle([ActionResult(key, False, "the campaign is over")])
    await stores.outbox.dismiss(key)
    return Purged(other=1)


@pytest.mark.parametrize("taken_away", [a_shorter_transcript, a_mark, a_refused_note])
async def test_what_is_taken_away_before_its_time_is_owed_its_scrub(
    tmp_path: Path, taken_away: Callable[[Stores, str], Awaitable[Purged]]
) -> None:
    profile, (word,) = TestProfile(tmp_path / "p"), needles(6, 1)
    stores = profile.open().stores
    await stores.replica.apply(page(calls=(call(0),), recordings=(recording(0),)))
    counted = await taken_away(stores, word)
    assert survivors(decrypted(profile.paths.console, MAIN), [word]) == {word}
    assert await Retain(stores.retention, receipts_of(profile), lambda _: None).sweep() == counted
    assert survivors(decrypted(profile.paths.console, MAIN), [word]) == set()
    profile.close()


async def test_the_same_transcript_once_more_owes_nothing(tmp_path: Path) -> None:
    profile = TestProfile(tmp_path / "p")
    stores = profile.open().stores
    await stores.replica.apply(page(recordings=(recording(0),), transcripts=(transcript(0, "hello"),)))
    await stores.replica.apply(page(transcripts=(transcript(0, "hello", "goodbye"),)))
    assert await stores.retention.purge() == Purged()
    profile.close()


async def test_a_reader_in_the_way_is_told_and_the_scrub_stays_due(filled: Filled) -> None:
    opened = filled.profile.opened
    assert opened is not None
    retention = opened.stores.retention
    deleted = await retention.purge()
    assert deleted.total
    other = open_keyed(filled.profile.paths.console, MAIN)
    other.execute("BEGIN")
    other.execute("SELECT count(*) FROM turn").fetchone()
    with pytest.raises(Exception, match="STO-210"):
        await retention.scrub()
    assert await retention.purge() == deleted
    other.close()
    await retention.scrub()
    assert await retention.purge() == Purged()
    assert filled.left() == set()
