"""Does things to a profile until it is killed: the real services and the real store, no window.

What it does follows from its seed and from the model; each thing is told before it is begun and once it is
promised. `countdown` kills it at the n-th step: a statement of SQL, an fsync, a rename, an unlink, a named
step.
"""

import asyncio
import json
import os
import signal
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any, BinaryIO, cast

import numpy as np
from sqlcipher3 import dbapi2

from app.domain.actions import PutMark, SaveWrapUp
from app.domain.call import WrapUp
from app.domain.ids import CallId, MarkId, Phone, RecordingId
from app.domain.policy import UncheckedAudio
from app.domain.retention import DataClass
from app.errors import EnvironmentFault
from app.ports.platform import Platform
from app.ports.secrets import Secrets
from app.protocol.messages import ActionResult, ActionsResponse, ChangePage, SealedAction, ThingKind
from app.security.device import DeviceIdentity
from app.services.release_recording import RecordedCall, ReleaseRecording
from app.services.retain import Retain
from app.services.synchronise import Synchroniser
from local_store.files import write_atomic
from local_store.keys import Cost, ProfileKeys
from local_store.opened import OpenStores, open_stores
from local_store.profile import ProfilePaths
from local_store.receipts_log import DeviceSigner, ReceiptLog
from local_store.wipe import FileEraser
from tests.security.crash.model import (
    REMOVES_BACK,
    REMOVES_EVERY,
    Model,
    audio_of,
    ended_at,
    kept_days,
    refuses,
    word_of,
)
from tests.support.profiles import ENROLMENT, TestSealer
from tests.support.signing import platform_side
from tests.support.things import (
    AGENT,
    CAMPAIGN,
    SetClock,
    call,
    campaign,
    contact,
    page,
    policy,
    recording,
    removed,
    transcript,
)

ANNOUNCE_FD = 200
CHEAP = Cost(1, 8192)
Say = Callable[..., None]


class FileSecrets:
    """Implements app.ports.secrets.Secrets: a keyring that survives its process, beside the profile."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        self._folder = folder

    def get(self, name: str) -> bytes | None:
        path = self._folder / name
        return path.read_bytes() if path.exists() else None

    def put(self, name: str, value: bytes) -> None:
        write_atomic(self._folder / name, value)

    def delete(self, name: str) -> None:
        (self._folder / name).unlink(missing_ok=True)


class Countdown:
    """Kills this process at the n-th step, having said at which; None: never."""

    def __init__(self, steps: int | None, say: Say) -> None:
        self.left = steps
        self._say = say

    def __call__(self, step: str) -> None:
        if self.left is None:
            return
        self.left -= 1
        if self.left <= 0:
            self._say("killed_at", step=step)
            os.kill(os.getpid(), signal.SIGKILL)

    def arm(self) -> None:
        """Count statements and file operations too, from now on, in this whole process."""
        if self.left is None:
            return
        connect = dbapi2.connect

        def traced(*args: Any, **kwargs: Any) -> Any:
            con = connect(*args, **kwargs)
            con.set_trace_callback(lambda sql: self(f"sql {' '.join(sql.split()[:2])}"))
            return con

        dbapi2.connect = traced
        for name in ("fsync", "replace", "unlink", "ftruncate"):
            setattr(os, name, self._before(name, getattr(os, name)))

    def _before(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def stepped(*args: Any, **kwargs: Any) -> Any:
            self(name)
            return real(*args, **kwargs)

        return stepped


class ToldPlatform:
    """The platform: pages without end, an answer for each action; tells the parent before it answers."""

    def __init__(self, model: Model, say: Say) -> None:
        self._model = model
        self._say = say

    async def deliver(self, actions: tuple[SealedAction, ...]) -> ActionsResponse:
        keys = [action.key for action in actions]
        self._say("delivered", keys=keys)
        return ActionsResponse(tuple(ActionResult(key, not refuses(key), "no") for key in keys))

    async def changes(self, cursor: str) -> ChangePage:
        number = int(cursor.removeprefix("c") or "0") + 1
        self._say("paged", page=number)
        return page_of(number, self._model)

    async def upload_audio(self, recording_id: RecordingId, audio: BinaryIO, sha256: str) -> None:
        while await asyncio.to_thread(audio.read, 1 << 20):
            pass
        self._say("uploaded", id=recording_id)


def page_of(number: int, model: Model) -> ChangePage:
    """Return the page after cursor `number - 1`: a call, its recording and transcript; some take one back."""
    at = ended_at(number)
    times = {"started_at": at - timedelta(seconds=100), "ended_at": at}
    takes_back = number % REMOVES_EVERY == 0
    return page(
        campaigns=(campaign(),),
        contacts=(contact(number, last_activity_at=at),),
        calls=(call(number, **times),),
        recordings=(recording(number, **times),),
        transcripts=(transcript(number, "good morning", f"about {word_of(number)} please"),),
        removed=(removed(ThingKind.RECORDING, f"recording-{number - REMOVES_BACK}"),) if takes_back else (),
        cursor=f"c{number}",
        more=number % 3 != 0,
        server_time=model.now,
    )


class Profile:
    """A profile opened as a console opens it: finish a wipe, unlock or make the key, open the stores."""

    def __init__(
        self,
        root: Path,
        model: Model,
        reached: Callable[[str], None] = lambda step: None,
        secrets: Secrets | None = None,
    ) -> None:
        self.paths = ProfilePaths(root / "profile")
        self.device = ProfilePaths(root / "device")
        self.clock = SetClock(model.now)
        self.secrets = secrets or FileSecrets(root / "keyring")
        self.reached = reached
        self.keys = ProfileKeys(self.paths, self.secrets, CHEAP)
        signer = DeviceSigner(DeviceIdentity(bytes(32)), ENROLMENT, lambda: platform_side().trusted)
        self.receipts = ReceiptLog(self.device, self.clock, signer)
        self.opened: OpenStores | None = None
        self.key = b""

    def finish_wipe(self) -> bool:
        """Go on with a wipe that was begun; says whether there was one."""
        eraser = FileEraser(self.paths, self.secrets)
        if not eraser.pending():
            return False
        eraser.resume()
        eraser.settled()
        return True

    def open(self) -> OpenStores:
        self.key = self.keys.unlock_with_keyring() if self.keys.exists() else self.keys.create()
        self.opened = open_stores(
            self.paths,
            self.key,
            self.clock,
            TestSealer(),
            ENROLMENT,
            self.reached,
            receipts=self.device.receipts,
        )
        return self.opened

    def close(self) -> None:
        if self.opened is not None:
            self.opened.close()
            self.opened = None


class Deeds:
    """The things that are done, each a method; `rng` chooses."""

    def __init__(self, profile: Profile, model: Model, rng: np.random.Generator, say: Say) -> None:
        self._profile = profile
        self._model = model
        self._rng = rng
        self._say = say

    WEIGHTS = (
        ("save", 30),
        ("mark", 8),
        ("draft", 16),
        ("sync", 16),
        ("audio", 10),
        ("live", 5),
        ("sweep", 9),
        ("policy", 4),
        ("wipe", 2),
        ("rotate", 2),
    )

    async def one(self, *never: str) -> None:
        """Choose one thing, tell it, do it, tell that it was done."""
        names = [name for name, _ in self.WEIGHTS]
        weights = np.array([0.0 if name in never else weight for name, weight in self.WEIGHTS])
        what = str(self._rng.choice(names, p=weights / weights.sum()))
        if not self._model.synced and what not in ("wipe", "sweep", "rotate"):
            what = "sync"
        await getattr(self, f"_{what}")()

    def _begin(self, what: str, **given: Any) -> None:
        days = given.pop("days", self._model.days)
        event = {"event": "begin", "deed": self._model.deeds, "what": what, "days": days, **given}
        self._model.hear(event)
        self._say(**event)

    def _done(self, **given: Any) -> None:
        event = {"event": "done", **given}
        self._model.hear(event)
        self._say(**event)

    @property
    def _stores(self):  # type: ignore[no-untyped-def]
        assert self._profile.opened is not None
        return self._profile.opened.stores

    def _number(self) -> int:
        newest = self._model.synced
        return int(self._rng.integers(max(1, newest - 12), newest + 1))

    async def _save(self) -> None:
        which, note = f"call-{self._number()}", f"note {self._model.deeds}"
        self._begin("save", call=which, note=note)
        action = SaveWrapUp(CallId(which), "sold", note)
        key, _ = await self._stores.outbox.enqueue(action, AGENT, self._profile.clock.now())
        self._done(key=key)

    async def _mark(self) -> None:
        number = self._number()
        name = MarkId(f"mark-{self._model.wipes}-{self._model.deeds}")
        self._begin("save", call=f"mark of {number}", note=name)
        action = PutMark(name, RecordingId(f"recording-{number}"), 1.0, None, "listen")
        key, _ = await self._stores.outbox.enqueue(action, AGENT, self._profile.clock.now())
        self._done(key=key)

    async def _draft(self) -> None:
        which, note = f"call-{self._number()}", f"draft {self._model.deeds}"
        self._begin("draft", call=which, note=note)
        await self._stores.calls.keep_draft(WrapUp(CallId(which), None, note))
        self._done()

    async def _sync(self) -> None:
        self._begin("sync")
        platform = cast("Platform", ToldPlatform(self._model, self._heard))

        async def no_contact():  # type: ignore[no-untyped-def]
            raise EnvironmentFault("NET-000", "No contact here.", "None.")

        sync = Synchroniser(
            platform, self._stores, no_contact, self._profile.clock.now, lambda _: None, lambda _: None
        )
        sync._contact_due = False
        sync._contacted_at = float("inf")
        state = await sync.once()
        assert state.problem is None, state.problem
        self._done()

    def _heard(self, event: str, **given: Any) -> None:
        self._model.hear({"event": event, **given})
        self._say(event, **given)

    async def _audio(self) -> None:
        number = self._number()
        self._begin("audio", number=number)
        data = audio_of(number)
        writer = await self._stores.media.writer(RecordingId(f"recording-{number}"))
        for start in range(0, len(data), 400_000):
            await writer.write(data[start : start + 400_000])
        await writer.commit()
        self._done()

    async def _live(self) -> None:
        which = f"live-{self._model.wipes}-{self._model.deeds}"
        self._begin("live", call=which)
        writer = await self._stores.media.quarantine(RecordingId(which))
        for piece in range(1, int(self._rng.integers(2, 6))):
            await writer.write(b"\x01\x00\x02\x00" * 800)
            self._heard("raw", call=which, size=piece * 3200)
        await writer.commit()
        recorded = RecordedCall(
            CallId(which),
            CAMPAIGN,
            "Carla",
            "",
            Phone("+32470000001"),
            AGENT.name,
            "en",
            self._profile.clock.now(),
        )
        await ReleaseRecording(self._stores.media, self._stores.recordings)(
            recorded, UncheckedAudio.RELEASE_UNCHECKED
        )
        self._done()

    async def _policy(self) -> None:
        revision = self._model.policy + 1
        self._begin("policy", revision=revision)
        await self._stores.replica.put_policy(policy_of(revision))
        self._done()

    async def _sweep(self) -> None:
        self._begin("sweep", days=self._model.days + int(self._rng.integers(0, 4)))
        self._profile.clock.at = self._model.now
        retain = Retain(self._stores.retention, self._profile.receipts, lambda _: None)
        purged = await retain.sweep()
        self._done(total=purged.total)

    async def _rotate(self) -> None:
        self._begin("rotate")
        self._profile.close()
        self._profile.keys.rotate()
        self._profile.open()
        self._done()

    async def _wipe(self) -> None:
        self._begin("wipe")
        profile = self._profile
        eraser = FileEraser(profile.paths, profile.secrets, profile.close, profile.reached)
        eraser.wipe("lost laptop", None)
        eraser.settled()
        self._done()
        profile.open()
        self._say("opened")
        self._model.hear({"event": "opened"})


def policy_of(revision: int):  # type: ignore[no-untyped-def]
    """Return the policy of a revision: recordings are kept for 90 and for 60 days in turn."""
    keep = kept_days(revision)
    return policy(revision, dict.fromkeys((DataClass.CALL_RECORDING, DataClass.CALL_TRANSCRIPT), f"P{keep}D"))


async def _live(root: Path, model: Model, seed: int, countdown: Countdown, say: Say, most: int) -> None:
    profile = Profile(root, model, countdown)
    if profile.finish_wipe():
        model.forget()
        say("wiped")
    profile.open()
    say("opened")
    deeds = Deeds(profile, model, np.random.default_rng(seed), say)
    for _ in range(most):
        await deeds.one()
    profile.close()


def announcer(fd: int) -> Say:
    """Return what writes one event a line to `fd`, at once and whole."""

    def say(event: str, **given: Any) -> None:
        os.write(fd, json.dumps({"event": event, **given}).encode() + b"\n")

    return say


def run(
    root: Path,
    model: Model,
    seed: int,
    steps: int | None,
    fd: int,
    most: int = 1_000_000,
) -> None:
    """Do up to `most` things, or be killed."""
    say = announcer(fd)
    countdown = Countdown(steps, say)
    countdown.arm()
    asyncio.run(_live(root, model, seed, countdown, say, most))
