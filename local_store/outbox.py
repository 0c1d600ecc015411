"""User actions on their way: sealed and fsynced, then committed together with what they show."""

import base64
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

from app.changes import Changes
from app.domain.actions import Action, Delivery, OutboxItem, SignedAction
from app.domain.ids import ActionKey, EnrolmentId, new_id
from app.domain.inventory import Purged
from app.domain.people import User
from app.ports.clock import Clock
from app.protocol.messages import ActionResult, SealedAction
from local_store.connection import Connection, transaction
from local_store.ends import live
from local_store.executor import Database, DbThread
from local_store.fold import Target, fold, rebuild, target_of, touched
from local_store.layers import text_of
from local_store.outbox_context import describe
from local_store.owed import owe
from local_store.sealed_log import SealedLog
from local_store.spare import forget_draft
from local_store.times import from_us, to_us
from local_store.verdicts import now_us

LOST_ROW = "sealed"
"""Kind of an entry that was found in the sealed file without its row: it can be delivered, not shown."""


class ActionSealer(Protocol):
    """Signs an action with the device key and seals it to the platform (app.security implements it)."""

    def seal(self, action: SignedAction) -> bytes:
        """Return the sealed box of the signed action; blocking, called on the DB thread."""
        ...


class SqlOutbox:
    """Implements app.ports.stores.Outbox. `reached` is told each step by name, for tests that stop there."""

    def __init__(
        self,
        db: DbThread,
        clock: Clock,
        log: SealedLog,
        sealer: ActionSealer,
        enrolment_id: EnrolmentId,
        reached: Callable[[str], None] = lambda step: None,
    ) -> None:
        self._db = db
        self._clock = clock
        self._log = log
        self._sealer = sealer
        self._enrolment_id = enrolment_id
        self._reached = reached

    async def enqueue(self, action: Action, user: User, done_at: datetime) -> tuple[ActionKey, Changes]:
        """Seal and fsync the action, then commit it with its optimistic effect; durable on return.

        Raises EnvironmentFault (disk full, sealing key missing): then nothing of the action remains.
        """
        key = ActionKey(new_id())
        signed = SignedAction(key, self._enrolment_id, user.id, done_at, action)
        return key, await self._db.run(lambda db: self._enqueue(db, signed, user))

    def _enqueue(self, db: Database, signed: SignedAction, user: User) -> Changes:
        con = db.main
        box = base64.urlsafe_b64encode(self._sealer.seal(signed)).rstrip(b"=").decode("ascii")
        self._reached("before_sealed")
        take_back = self._log.append(SealedAction(signed.key, box))
        self._reached("sealed")
        try:
            with transaction(con):
                target = self._insert(con, signed, user, box)
                rebuild(con, target)
                if signed.action.kind == "save_wrap_up":
                    # Sealed by now. After the commit would be too late: the copy would bring it back.
                    forget_draft(db, target.call_id)
                self._reached("before_commit")
                changes = touched(con, target)
        except BaseException:
            take_back()
            raise
        self._reached("committed")
        return changes

    def _insert(self, con: Connection, signed: SignedAction, user: User, box: str) -> Target:
        title, seen = describe(con, signed.action, user, signed.done_at)
        target = target_of(signed.action)
        con.execute(
            "INSERT INTO action (key, kind, title, done_at, delivery, sealed, call_id, contact_id, mark_id,"
            " body, context, basis_at) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
            (
                signed.key,
                signed.action.kind,
                title,
                to_us(signed.done_at),
                Delivery.WAITING.value,
                box,
                target.call_id,
                target.contact_id,
                target.mark_id,
                text_of(signed.action),
                text_of(seen),
                to_us(signed.done_at),
            ),
        )
        if signed.action.kind == "save_wrap_up":
            con.execute("DELETE FROM draft WHERE call_id = ?", (target.call_id,))
        return target

    async def items(self) -> tuple[OutboxItem, ...]:
        """Return what waits and what was refused, oldest first."""
        now = now_us(self._clock.now())

        def read(db: Database) -> tuple[OutboxItem, ...]:
            rows = db.main.execute(
                "SELECT key, kind, title, done_at, delivery, reason FROM action a"
                f" WHERE {live(db.main, 'action', 'a')} ORDER BY seq",
                now,
            ).fetchall()
            return tuple(
                OutboxItem(ActionKey(key), kind, title, from_us(done_at), Delivery(delivery), reason)
                for key, kind, title, done_at, delivery, reason in rows
            )

        return await self._db.run(read)

    async def waiting(self, limit: int) -> tuple[SealedAction, ...]:
        """Return the sealed entries to send next, oldest first."""

        def read(db: Database) -> tuple[SealedAction, ...]:
            rows = db.main.execute(
                "SELECT key, sealed FROM action WHERE delivery = ? ORDER BY seq LIMIT ?",
                (Delivery.WAITING.value, limit),
            ).fetchall()
            return tuple(SealedAction(ActionKey(key), box) for key, box in rows)

        return await self._db.run(read)

    async def settle(self, results: Sequence[ActionResult]) -> Changes:
        """Record the platform's word; a refused action's optimistic effect is taken back.

        An accepted one becomes part of the base until the platform's own version arrives. Results for keys
        that are not waiting here are passed over: the same answer may come twice.
        """
        return await self._db.run(lambda db: self._settle(db.main, results))

    def _settle(self, con: Connection, results: Sequence[ActionResult]) -> Changes:
        changes = Changes(outbox=True)
        with transaction(con):
            for result in results:
                target = fold(con, result)
                if target is not None:
                    rebuild(con, target)
                    changes |= touched(con, target)
        self._reached("settled")
        self._log.drop({result.key for result in results})
        return changes

    async def dismiss(self, key: ActionKey) -> Changes:
        """Forget a refused action that the user has seen."""

        def write(db: Database) -> None:
            with transaction(db.main):
                gone = db.main.execute(
                    "DELETE FROM action WHERE key = ? AND delivery = ? RETURNING body IS NOT NULL",
                    (key, Delivery.REFUSED.value),
                ).fetchall()
                owe(db.main, Purged(other=sum(row[0] for row in gone)))

        await self._db.run(write)
        return Changes(outbox=True)


def recover(con: Connection, log: SealedLog, now: datetime) -> int:
    """Put the sealed file and its rows in step; return how many entries had lost their row.

    Run when a profile is opened: after a crash between seal and commit, a damaged database, or a wipe. A row
    holds its sealed copy too, so a damaged line is written anew; one that was refused is sealed no longer.
    """
    found = log.mend()
    rows = con.execute("SELECT key, sealed, delivery FROM action ORDER BY seq").fetchall()
    refused = {key for key, _, delivery in rows if delivery == Delivery.REFUSED.value}
    entries = [entry for entry in found.entries if entry.key not in refused]
    sealed = {entry.key for entry in entries} | refused
    unsealed = [SealedAction(ActionKey(key), box) for key, box, _ in rows if key not in sealed]
    if unsealed or found.damaged or len(entries) < len(found.entries):
        log.write([*entries, *unsealed])
    with transaction(con):
        before = con.execute("SELECT count(*) FROM action").fetchone()[0]
        con.executemany(
            "INSERT OR IGNORE INTO action (key, kind, title, done_at, delivery, sealed)"
            " VALUES (?,?,'',?,?,?)",
            ((entry.key, LOST_ROW, to_us(now), Delivery.WAITING.value, entry.sealed) for entry in entries),
        )
        return int(con.execute("SELECT count(*) FROM action").fetchone()[0]) - int(before)
