"""A profile in which every word of every expired person is a canary, beside fresh ones that must stay."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import numpy as np

from app.audio.peaks import PeaksBuilder
from app.domain.actions import SaveWrapUp
from app.domain.call import WrapUp
from app.domain.ids import CallId, EnrolmentId, MarkId, Phone, RecordingId
from app.domain.outcome import OutcomeClass
from app.domain.recording import Speaker, Turn
from app.domain.transcription_queue import Partial, QueueItem
from app.ports.stores import Stores
from app.security.device import DeviceIdentity
from app.security.trust import TrustedKeys
from local_store.connection import open_keyed
from local_store.receipts_log import DeviceSigner, ReceiptLog
from local_store.subkey import subkey
from tests.support.canary_forms import Canary, bytes_canary, sound_canary, text_canary, words
from tests.support.oracle import evidence, left_in
from tests.support.profiles import PROFILE_KEY, TestProfile
from tests.support.things import AGENT, NOW, call, campaign, contact, mark, page, recording, transcript
from tests.support.unfinished import Kept

MAIN, KEYS = subkey(PROFILE_KEY, b"console.db"), subkey(PROFILE_KEY, b"keys.db")
TURNS, WORDS = 10, 7
SPOKEN, WRITTEN, UNFINISHED = TURNS * WORDS, 8, 3
EACH = SPOKEN + WRITTEN + UNFINISHED + 2
"""Canaries of one recording: words said, words written, words not finished, their key, and a number."""
PEAKS_HEADER = 24
FRAMES = 256 * 40


@dataclass
class CanaryProfile:
    """`count` expired recordings, each with a fresh one stored after it, so that their pages are shared."""

    root: Path
    count: int
    profile: TestProfile = field(init=False)
    canaries: list[Canary] = field(default_factory=list)
    media_keys: dict[str, bytes] = field(default_factory=dict)
    unfinished: Kept = field(default_factory=Kept)

    def __post_init__(self) -> None:
        self.profile = TestProfile(self.root)
        self._words = iter(words(1, self.count * (SPOKEN + WRITTEN + UNFINISHED)))
        self._fresh = iter(words(2, self.count * (SPOKEN + WRITTEN + UNFINISHED)))
        self.fresh: list[Canary] = []

    async def fill(self) -> None:
        """Store everything, then let the time of the old pass."""
        stores, later = self.profile.open().stores, NOW.replace(month=8)
        await stores.replica.apply(page(campaigns=(campaign(),)))
        for n in range(self.count):
            said = await self._put(stores, n, self._words, NOW)
            self.canaries += [*map(text_canary, said), text_canary(_phone(n))]
            kept = await self._put(stores, self.count + n, self._fresh, later)
            self.fresh += list(map(text_canary, kept[:SPOKEN] + kept[-UNFINISHED:]))
        await self._sound(stores)
        self.profile.clock.move(days=100)
        self.media_keys = self._media_keys()
        self.canaries += [bytes_canary(f"key of {name}", key) for name, key in self.media_keys.items()]
        self.unfinished.take(self.profile.paths)
        for n in range(self.count):
            name = f"recording-{n}"
            self.canaries.append(bytes_canary(f"key of words of {name}", self.unfinished.keys[name]))

    async def _put(self, stores: Stores, n: int, source: Iterator[str], at: datetime) -> list[str]:
        mine = [next(source) for _ in range(SPOKEN + WRITTEN + UNFINISHED)]
        who, company, role, place, fact, note, said, typed = mine[SPOKEN:-UNFINISHED]
        times = {"started_at": at, "ended_at": at}
        turns = [" ".join(mine[t * WORDS : (t + 1) * WORDS]) for t in range(TURNS)]
        person = {"contact_name": who, "phone": Phone(_phone(n))}
        never = OutcomeClass.DO_NOT_CALL_CAMPAIGN
        one = contact(
            n,
            name=who,
            company=company,
            role=role,
            place=place,
            facts=(("pet", fact),),
            phone=Phone(_phone(n)),
            last_activity_at=at,
        )
        heard = mark(n, id=MarkId(f"mark-{n}"), text=said, recording_id=RecordingId(f"recording-{n}"))
        await stores.replica.apply(
            page(
                contacts=(one,),
                calls=(call(n, note=note, outcome_class=never, answered_at=at, **person, **times),),
                recordings=(recording(n, **person, company=company, **times),),
                transcripts=(transcript(n, *turns),),
                marks=(heard,),
            )
        )
        if at == NOW:
            await stores.outbox.enqueue(SaveWrapUp(CallId(f"call-{n}"), "never", note, None, ()), AGENT, NOW)
        await stores.calls.keep_draft(WrapUp(CallId(f"call-{n}"), note=typed))
        await self._hear(stores, RecordingId(f"recording-{n}"), mine[-UNFINISHED:])
        return mine

    async def _hear(self, stores: Stores, key: RecordingId, unfinished: list[str]) -> None:
        """Keep words as a recogniser does that is not done yet."""
        for place, word in enumerate(unfinished):
            said = Turn(Speaker.AGENT, place, place + 1.0, word)
            gained = Partial(key, "small", "en", (place + 1.0,), (said,))
            await stores.queue.gain(QueueItem(key, 0, NOW), gained, (float(place),) if place else ())

    async def _sound(self, stores: Stores) -> None:
        """Raw noise in quarantine, and peaks beside a final file: what a microphone leaves."""
        noise = np.random.default_rng(3).integers(-30000, 30000, (FRAMES, 2), np.int16)
        builder = PeaksBuilder(8000)
        builder.add(noise)
        peaks = builder.finish().to_bytes()
        live = await stores.media.quarantine(RecordingId("recording-0"))
        await live.write(noise.astype("<i2").tobytes())
        await live.commit()
        final = await stores.media.writer(RecordingId("recording-0"))
        await final.write(b"fLaC")
        await final.commit()
        await stores.media.put_peaks(RecordingId("recording-0"), peaks)
        self.canaries.append(sound_canary("sound", noise, peaks[PEAKS_HEADER:]))

    def _media_keys(self) -> dict[str, bytes]:
        con = open_keyed(self.profile.paths.keys, KEYS)
        rows = con.execute("SELECT file, key FROM media_key").fetchall()
        con.close()
        return {row[0]: bytes(row[1]) for row in rows}

    def left(self, canaries: list[Canary] | None = None) -> dict[str, set[str]]:
        """Return what is left of the canaries in the whole profile, even for one who kept every key."""
        paths = self.profile.paths
        keys = {paths.console: MAIN, paths.keys: KEYS}
        keys |= {paths.media / name: key for name, key in self.media_keys.items()}
        found = evidence([self.root], keys)
        found["unfinished words, opened"] = self.unfinished.opened(paths)
        return left_in(found, self.canaries if canaries is None else canaries)

    def receipts(self) -> ReceiptLog:
        """Return the receipt chain of this profile."""
        return receipts_of(self.profile)


def receipts_of(profile: TestProfile) -> ReceiptLog:
    """Return the receipt chain of a profile, before any contact."""
    nobody = TrustedKeys(1, {}, {}, bytes(32))
    signer = DeviceSigner(DeviceIdentity(b"d" * 32), EnrolmentId("enrolment-1"), lambda: nobody)
    return ReceiptLog(profile.paths, profile.clock, signer)


def _phone(n: int) -> str:
    return f"+3247{np.random.default_rng(n).integers(10**8, 10**9)}"
