"""Transcripts under way, the ways in which they end, and what one who kept every key could read after."""

from dataclasses import dataclass, field
from pathlib import Path

from nacl.secret import SecretBox

from app.domain.ids import RecordingId
from app.domain.recording import Speaker, Turn
from app.domain.transcription_queue import Partial, QueueItem
from app.ports.stores import Stores
from app.protocol.messages import Removed, ThingKind
from local_store.connection import open_keyed
from local_store.profile import ProfilePaths
from local_store.subkey import subkey
from tests.support.canary_forms import words
from tests.support.oracle import decrypted, survivors
from tests.support.profiles import PROFILE_KEY, TestProfile
from tests.support.things import NOW, page, recording, transcript

MAIN, KEYS = subkey(PROFILE_KEY, b"console.db"), subkey(PROFILE_KEY, b"keys.db")
COUNT, TURNS = 6, 4
EVERY = tuple(RecordingId(f"recording-{n}") for n in range(COUNT))


@dataclass
class Kept:
    """Copies of sealed turns and of their keys, taken while both were there: more than any gap would hold."""

    turns: dict[str, list[bytes]] = field(default_factory=dict)
    keys: dict[str, bytes] = field(default_factory=dict)

    def take(self, paths: ProfilePaths) -> None:
        """Add everything that is there now."""
        for recording_id, sealed in rows(paths.console, MAIN, "recording_id, sealed FROM transcription_turn"):
            self.turns.setdefault(str(recording_id), []).append(bytes(sealed))
        self.keys |= {str(i): bytes(key) for i, key in rows(paths.keys, KEYS, "* FROM partial_key")}

    def opened(self, paths: ProfilePaths) -> bytes:
        """Return the plaintext of every copied turn whose key is left in any page of keys.db or its log."""
        pages = decrypted(paths.keys, KEYS)
        left = {name: key for name, key in self.keys.items() if key in pages}
        return b"\n".join(
            SecretBox(key).decrypt(sealed) for name, key in left.items() for sealed in self.turns[name]
        )


def rows(path: Path, key: bytes, what: str) -> list[tuple[object, bytes]]:
    """Return the rows of `SELECT what`, through a connection of its own."""
    con = open_keyed(path, key)
    found: list[tuple[object, bytes]] = con.execute(f"SELECT {what}").fetchall()
    con.close()
    return found


class Begun:
    """A profile with transcripts under way; each turn is one random word."""

    def __init__(self, root: Path) -> None:
        self.profile = TestProfile(root)
        self.words = words(5, COUNT * TURNS)
        self.kept = Kept()

    async def fill(self) -> None:
        stores = self.profile.open().stores
        await stores.replica.apply(page(recordings=tuple(recording(n) for n in range(COUNT))))
        for turn in range(TURNS):
            for n, key in enumerate(EVERY):
                await heard(stores, key, self.words[n * TURNS + turn], turn)
        self.kept.take(self.profile.paths)

    @property
    def stores(self) -> Stores:
        assert self.profile.opened is not None
        return self.profile.opened.stores

    def words_of(self, n: int) -> list[str]:
        """Return the words that were heard of one recording."""
        return self.words[n * TURNS : (n + 1) * TURNS]

    async def held(self, n: int) -> list[str]:
        """Return the words that can be gone on from."""
        partial = await self.stores.queue.partial(EVERY[n])
        return [] if partial is None else [turn.text for turn in partial.turns]

    def in_pages(self) -> set[str]:
        """Return the words that lie open in console.db or its log."""
        return survivors(decrypted(self.profile.paths.console, MAIN), self.words)

    def left(self) -> set[str]:
        """Return the words that can be read in any way."""
        return self.in_pages() | survivors(self.kept.opened(self.profile.paths), self.words)


async def heard(stores: Stores, key: RecordingId, word: str, turn: int) -> None:
    """Have the turn numbered `turn` recognised."""
    said = Turn(Speaker.AGENT, turn, turn + 1.0, word)
    gained = Partial(key, "small", "en", (turn + 1.0,), (said,))
    await stores.queue.gain(QueueItem(key, 0, NOW), gained, (float(turn),) if turn else ())


async def taken_out(stores: Stores, key: RecordingId) -> None:
    await stores.queue.remove(key)


async def forgotten(stores: Stores, key: RecordingId) -> None:
    await stores.queue.forget(key)


async def finished(stores: Stores, key: RecordingId) -> None:
    await stores.recordings.put_transcript(transcript(EVERY.index(key), "other words"))


async def begun_anew(stores: Stores, key: RecordingId) -> None:
    await heard(stores, key, "hello", 0)


async def recording_removed(stores: Stores, key: RecordingId) -> None:
    await stores.replica.apply(page(removed=(Removed(ThingKind.RECORDING, key),)))


async def transcript_removed(stores: Stores, key: RecordingId) -> None:
    await stores.replica.apply(page(removed=(Removed(ThingKind.TRANSCRIPT, key),)))


async def gone_on_with(stores: Stores, key: RecordingId) -> None:
    await heard(stores, key, "hello", TURNS)


ENDS = (taken_out, forgotten, finished, begun_anew, recording_removed, transcript_removed)
