"""What a profile has promised so far, told event by event over a pipe; the measure of every check.

Events come in the order in which they happened: `begin` says what is being done, `done` that it was promised.
What was begun and not done may have happened or not; everything else must be as promised.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from tests.support.things import NOW

AGE_DAYS = 80
"""Things that the platform sends are up to this old, so that a sweep some days on always finds some due."""
REMOVES_EVERY, REMOVES_BACK = 7, 5
MARGIN = timedelta(days=2)


def word_of(number: int) -> str:
    """Return the one word that only the transcript of this number has; letters alone, never two alike."""
    digest = hashlib.sha256(f"word {number}".encode()).digest()[:14]
    return "".join(chr(ord("a") + byte % 26) for byte in digest)


def ended_at(number: int):  # type: ignore[no-untyped-def]
    """Return when the call of this number ended."""
    return NOW + timedelta(days=number // 4 - (number * 37) % AGE_DAYS, hours=-2)


def kept_days(revision: int) -> int:
    """Return for how many days recordings are kept under a policy revision; 0 is the default schedule."""
    return 60 if revision % 2 else 90


def removed_by(cursor: int) -> set[int]:
    """Return the recordings that the platform has taken back by this cursor."""
    return {n - REMOVES_BACK for n in range(REMOVES_EVERY, cursor + 1, REMOVES_EVERY)}


def audio_of(number: int) -> bytes:
    """Return the audio of this number: some of it larger than a row of a file."""
    size = 2_500_000 if number % 17 == 0 else 3_000 + number % 977
    return hashlib.shake_128(f"audio {number}".encode()).digest(size)


def refuses(key: str) -> bool:
    """Say whether the platform refuses this action: the same key always gets the same answer."""
    return hashlib.sha256(key.encode()).digest()[0] < 50


@dataclass
class Model:
    """The promises. `saves`: [key, call, note] in order; `delivered` is what the platform has, `settled`
    what it was then promised that the outbox knows."""

    days: int = 0
    deeds: int = 0
    saves: list[list[str]] = field(default_factory=list)
    delivered: list[str] = field(default_factory=list)
    settled: list[str] = field(default_factory=list)
    drafts: dict[str, str] = field(default_factory=dict)
    synced: int = 0
    paged: int = 0
    audio: list[int] = field(default_factory=list)
    raw: dict[str, int] = field(default_factory=dict)
    released: list[str] = field(default_factory=list)
    live_day: dict[str, int] = field(default_factory=dict)
    uploaded: list[str] = field(default_factory=list)
    policy: int = 0
    receipts: int = 0
    wipes: int = 0
    opened: bool = False
    doing: dict[str, Any] | None = None
    maybe_gone: list[int] = field(default_factory=list)
    clean: list[int] = field(default_factory=list)

    @property
    def now(self):  # type: ignore[no-untyped-def]
        """The trusted time of the profile."""
        return NOW + timedelta(days=self.days)

    def hear(self, event: dict[str, Any]) -> None:
        """Take in one event of the child."""
        what = event["event"]
        if what == "begin":
            self.doing = event
            self.deeds = event["deed"] + 1
            self.days = event["days"]
            if event["what"] == "sweep":
                self._may_go(range(1, self.paged + 1))
        elif what == "done":
            self._done(event)
            self.doing = None
        elif what == "opened":
            self.opened = True
        elif what == "delivered":
            self.delivered += event["keys"]
        elif what == "paged":
            self.paged = max(self.paged, event["page"])
            self._may_go([event["page"]])
        elif what == "wiped":
            self.forget()
        elif what == "raw":
            self.raw[event["call"]] = event["size"]
            self.live_day[event["call"]] = self.days
        elif what == "uploaded":
            self.uploaded.append(event["id"])

    def _done(self, event: dict[str, Any]) -> None:
        assert self.doing is not None
        what, number = self.doing["what"], self.doing.get("number", 0)
        if what == "save":
            self.saves.append([event["key"], self.doing["call"], self.doing["note"]])
            self.drafts.pop(self.doing["call"], None)
        elif what == "draft":
            self.drafts[self.doing["call"]] = self.doing["note"]
        elif what == "sync":
            self.synced, self.settled = self.paged, list(self.delivered)
        elif what == "audio":
            self.audio.append(number)
        elif what == "live":
            self.raw.pop(self.doing["call"], None)
            self.released.append(self.doing["call"])
        elif what == "policy":
            self.policy = self.doing["revision"]
        elif what == "sweep":
            self.receipts += int(event["total"] > 0)
            through = range(1, self.synced + 1)
            self.clean = [n for n in through if n in removed_by(self.synced) or self.expired(n)]
        elif what == "wipe":
            self.forget()

    def forget(self) -> None:
        """The profile was wiped: only what was sealed must still be there, and the chain of receipts."""
        kept = [[key, "", ""] for key, _, _ in self.saves if key not in self.settled]
        fresh = Model(self.days, self.deeds, kept, self.delivered, self.settled)
        fresh.receipts, fresh.wipes = self.receipts, self.wipes + 1
        self.__dict__.update(fresh.__dict__)

    def policies(self) -> set[int]:
        """Return the policy revisions one of which is in force."""
        doing = {self.doing["revision"]} if self.is_doing("policy") and self.doing else set()
        return {self.policy} | doing

    def expired(self, number: int) -> bool:
        """Say whether a recording is surely over its time (a margin keeps clear of zones and DST)."""
        keep = max(kept_days(revision) for revision in self.policies())
        return self.now > ended_at(number) + timedelta(days=keep) + MARGIN

    def alive(self, number: int) -> bool:
        """Say whether a recording is surely within its time and was never over it."""
        keep = min(kept_days(revision) for revision in self.policies())
        within = self.now < ended_at(number) + timedelta(days=keep) - MARGIN
        return within and number not in self.maybe_gone

    def _may_go(self, numbers: Iterable[int]) -> None:
        gone = set(self.maybe_gone)
        self.maybe_gone = sorted(gone | {number for number in numbers if not self.alive(number)})

    def unsent(self) -> list[str]:
        """Return the keys that must wait here, in order."""
        return [key for key, _, _ in self.saves if key not in self.delivered]

    def is_doing(self, *what: str) -> bool:
        """Say whether one of these was begun and not promised."""
        return self.doing is not None and self.doing["what"] in what
