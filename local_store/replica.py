"""The local copy of the platform's data, kept current page by page."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from app.changes import Changes
from app.domain.call import Call
from app.domain.ids import CallId, CampaignId, ContactId, RecordingId
from app.domain.inventory import Purged
from app.domain.policy import Policy
from app.domain.recording import Recording
from app.domain.retention import DataClass, Facts, Verdict, verdict
from app.ports.clock import Clock
from app.protocol.messages import ChangePage, Removed, ThingKind
from local_store.campaigns import put_campaign
from local_store.connection import Connection, transaction, value
from local_store.contacts import WHOLE_ORGANISATION, put_contact, put_do_not_call
from local_store.ends import begin_recount
from local_store.executor import Database, DbThread
from local_store.layers import newer, put_call, put_mark, put_recording, refresh_times, text_of
from local_store.media_rows import MediaFiles
from local_store.owed import owe
from local_store.partials import destroy_partials
from local_store.removal import anonymise_call, remove_thing
from local_store.resync import begin_resync, end_resync, not_seen
from local_store.search import put_transcript
from local_store.state import CONTACT, CURSOR, POLICY, get_state, set_state
from local_store.verdicts import (
    call_facts,
    check_schedule,
    policy_of,
    recording_facts,
    schedule_of,
)


class SqlReplica:
    """Implements app.ports.stores.Replica."""

    def __init__(self, db: DbThread, clock: Clock, files: MediaFiles) -> None:
        self._db = db
        self._clock = clock
        self._files = files

    async def cursor(self) -> str:
        """Return the cursor of the last page applied, "" before the first."""
        return await self._db.run(lambda db: get_state(db.main, CURSOR) or "")

    async def last_contact(self) -> datetime | None:
        """Return the server time of the newest page applied."""
        text = await self._db.run(lambda db: get_state(db.main, CONTACT))
        return None if text is None else datetime.fromisoformat(text)

    async def policy(self) -> Policy | None:
        """Return the policy in force."""
        return await self._db.run(lambda db: policy_of(db.main))

    async def apply(self, page: ChangePage) -> Changes:
        """Apply one page and its cursor in one transaction; waiting actions stay on top.

        An older revision than the one held is passed over, so a page may come twice. What was over its
        time before it arrived is not kept at all.
        """
        return await self._db.run(lambda db: self._apply(db, page))

    def _apply(self, db: Database, page: ChangePage) -> Changes:
        now = self._clock.now()
        self._destroy(db, page.removed)
        with transaction(db.main):
            _put_plain(db.main, page, now)
            dead = {one.id for one in page.recordings if not _apply_recording(db.main, one, now)}
            for call in page.calls:
                _apply_call(db.main, call, now)
            _put_hanging(db.main, page, dead)
            for thing in page.removed:
                owe(db.main, remove_thing(db.main, thing))
            set_state(db.main, CURSOR, page.cursor)
            _move_contact(db.main, page.server_time)
        if page.recordings:
            self._files.list_expiry(db)
        unseen = () if page.more else self._take_away(db)
        return changes_of(replace(page, removed=(*page.removed, *unseen)))

    def _take_away(self, db: Database) -> tuple[Removed, ...]:
        """After the last page of a new beginning: remove what it did not bring."""
        unseen = not_seen(db.main)
        self._destroy(db, unseen)
        with transaction(db.main):
            for thing in unseen:
                owe(db.main, remove_thing(db.main, thing))
            end_resync(db.main)
        return unseen

    def _destroy(self, db: Database, going: Sequence[Removed]) -> None:
        """Destroy the keys of what is about to be removed: of audio, and of words that are not finished."""
        self._files.destroy_of(db, [thing.id for thing in going if thing.kind is ThingKind.RECORDING])
        spoken = (ThingKind.RECORDING, ThingKind.TRANSCRIPT)
        destroy_partials(db, [thing.id for thing in going if thing.kind in spoken])

    async def begin_again(self) -> None:
        """Forget the cursor: everything comes once more, and what then has not come is taken away.

        What is held stays in sight meanwhile. Killed at any moment, it goes on from the page it had reached.
        """

        def write(db: Database) -> None:
            with transaction(db.main):
                begin_resync(db.main)

        await self._db.run(write)

    async def put_policy(self, policy: Policy) -> Changes:
        """Apply a verified policy: in force for every reader on return, whatever its number of rows.

        The ends kept with the rows are written anew afterwards, by the next purge at the latest.
        Raises ValueError for an older revision than the one in force and for a schedule that lacks a class
        or cannot be counted with.
        """
        check_schedule(policy.schedule)

        def write(db: Database) -> bool:
            held = policy_of(db.main)
            if held is not None and policy.revision < held.revision:
                raise ValueError(f"policy {policy.revision} is older than {held.revision}, in force here")
            if held == policy:
                return False
            with transaction(db.main):
                before = schedule_of(db.main)
                set_state(db.main, POLICY, text_of(policy))
                begin_recount(db.main, policy.schedule, before)
            self._files.list_expiry(db)
            return True

        return Changes(policy=await self._db.run(write))


def changes_of(page: ChangePage) -> Changes:
    """Return every id a page touches."""
    transcripts = {transcript.recording_id for transcript in page.transcripts}
    marks = {mark.recording_id for mark in page.marks}

    def gone(*kinds: ThingKind) -> set[str]:
        return {thing.id for thing in page.removed if thing.kind in kinds}

    removed_recordings = gone(ThingKind.RECORDING, ThingKind.TRANSCRIPT)
    return Changes(
        campaigns=frozenset(thing.id for thing in page.campaigns)
        | {CampaignId(i) for i in gone(ThingKind.CAMPAIGN)},
        contacts=frozenset(thing.id for thing in page.contacts)
        | {ContactId(i) for i in gone(ThingKind.CONTACT)},
        calls=frozenset(thing.id for thing in page.calls) | {CallId(i) for i in gone(ThingKind.CALL)},
        recordings=frozenset(thing.id for thing in page.recordings)
        | transcripts
        | marks
        | {RecordingId(i) for i in removed_recordings},
    )


def _put_plain(con: Connection, page: ChangePage, now: datetime) -> None:
    for campaign in page.campaigns:
        if _not_older(con, "campaign", campaign.id, campaign.revision):
            put_campaign(con, campaign)
    for contact in page.contacts:
        facts = Facts(contact.last_activity_at, contact.campaign_id)
        dead = _dead(con, "contact", contact.id, DataClass.CONTACT, facts, now)
        if not dead and _not_older(con, "contact", contact.id, contact.revision):
            put_contact(con, contact)
    for entry in page.do_not_call:
        held = value(
            con,
            "SELECT revision FROM do_not_call WHERE phone = ? AND campaign_id = ?",
            (entry.phone, entry.campaign_id or WHOLE_ORGANISATION),
        )
        if held is None or held <= entry.revision:
            put_do_not_call(con, entry)


def _put_hanging(con: Connection, page: ChangePage, dead: Collection[RecordingId]) -> None:
    for transcript in page.transcripts:
        if transcript.recording_id in dead:
            continue
        sql = "SELECT revision FROM transcript WHERE recording_id = ?"
        held = value(con, sql, (transcript.recording_id,))
        if held is None or held <= transcript.revision:
            put_transcript(con, transcript)
    for mark in page.marks:
        if mark.recording_id not in dead and newer(con, "mark", mark.id, mark.revision):
            put_mark(con, mark)


def _apply_recording(con: Connection, recording: Recording, now: datetime) -> bool:
    """Return False for one that came over its time: then nothing that hangs on it is kept either."""
    dead = _dead(con, "recording", recording.id, DataClass.CALL_RECORDING, recording_facts(recording), now)
    if not dead and newer(con, "recording", recording.id, recording.revision):
        put_recording(con, recording)
    return not dead


def _apply_call(con: Connection, call: Call, now: datetime) -> None:
    if call.contact_id is None and call.phone is None:
        owe(con, Purged(calls_anonymised=int(anonymise_call(con, call.id))))
        return
    dead = _dead(con, "call", call.id, DataClass.CALL_RECORD, call_facts(con, call), now)
    if not dead and newer(con, "call", call.id, call.revision):
        put_call(con, call)
        refresh_times(con, call)


def _dead(
    con: Connection, table: str, thing_id: str, data_class: DataClass, facts: Facts, now: datetime
) -> bool:
    """Return whether a thing came over its time and is not held here (if it is, the purge takes it)."""
    if verdict(schedule_of(con), data_class, facts, now) is not Verdict.EXPIRED:
        return False
    return value(con, f"SELECT 1 FROM {table} WHERE id = ?", (thing_id,)) is None


def _not_older(con: Connection, table: str, thing_id: str, revision: int) -> bool:
    held = value(con, f"SELECT revision FROM {table} WHERE id = ?", (thing_id,))
    return held is None or held <= revision


def _move_contact(con: Connection, server_time: datetime) -> None:
    held = get_state(con, CONTACT)
    if held is None or datetime.fromisoformat(held) < server_time:
        set_state(con, CONTACT, server_time.isoformat())
