"""One batch of deleting what is over its time. DB thread, inside a transaction.

In batches, so that a keystroke of a note never waits behind a large purge.
"""

from app.domain.actions import Delivery
from app.domain.call import Call, without_review
from app.domain.ids import CallId, RecordingId
from app.domain.inventory import Purged
from app.domain.retention import DataClass, Schedule
from app.protocol.codec import decode
from local_store.connection import Connection, value
from local_store.ends import END, REVIEW_END, count_with, counted_differently, end
from local_store.layers import text_of
from local_store.removal import anonymise_call, blank_waiting
from local_store.search import remove_transcript
from local_store.verdicts import schedule_of

BATCH = 100
FREE = "held = 0 AND restricted = 0"
"""Kept by no law: a held or restricted item outlives its time, out of sight."""
EXPIRED = f"expires_at <= ? AND {FREE}"
HAS_REVIEW = "(json_extract(body, '$.note') <> '' OR json_extract(body, '$.callback') IS NOT NULL)"


def delete_batch(con: Connection, at: int) -> Purged:
    """Delete up to BATCH rows of each kind that expired by `at` (microseconds); return what went."""
    # What a call's anonymising would take along is counted first.
    drafts = _delete(con, "draft", EXPIRED, at)
    waiting = _ids(con, f"SELECT seq FROM action WHERE {EXPIRED} AND body IS NOT NULL", at)
    _delete(con, "action", f"{EXPIRED} AND delivery = '{Delivery.REFUSED.value}'", at)
    blank_waiting(con, f"{EXPIRED} AND seq IN ({','.join(waiting)})", (at,))
    transcripts = _ids(con, f"SELECT recording_id FROM transcript WHERE {EXPIRED}", at)
    for recording_id in transcripts:
        remove_transcript(con, RecordingId(recording_id))
    queued = _delete(con, "transcription", EXPIRED, at)
    calls = _ids(con, f"SELECT id FROM call WHERE {EXPIRED}", at)
    for call_id in calls:
        anonymise_call(con, CallId(call_id))
    reviews = _ids(con, f"SELECT id FROM call WHERE review_{EXPIRED} AND {HAS_REVIEW}", at)
    for call_id in reviews:
        _drop_review(con, call_id)
    return Purged(
        recordings=_delete(con, "recording", EXPIRED, at),
        transcripts=len(transcripts),
        calls_anonymised=len(calls),
        contacts=_delete(con, "contact", EXPIRED, at),
        marks=_delete(con, "mark", EXPIRED, at),
        other=drafts + len(waiting) + len(reviews) + queued,
    )


def unfinished_expired(con: Connection, at: int) -> list[str]:
    """Return the recordings whose unfinished words go: over their own time, or over that of the sound."""
    rows = con.execute(
        "SELECT DISTINCT t.recording_id FROM transcription_turn t WHERE"
        f" EXISTS (SELECT 1 FROM transcription q WHERE q.recording_id = t.recording_id AND {EXPIRED})"
        f" OR EXISTS (SELECT 1 FROM recording r WHERE r.id = t.recording_id AND {EXPIRED})",
        (at, at),
    )
    return [str(row[0]) for row in rows.fetchall()]


def _ids(con: Connection, sql: str, at: int) -> list[str]:
    return [str(row[0]) for row in con.execute(f"{sql} LIMIT {BATCH}", (at,)).fetchall()]


def _delete(con: Connection, table: str, where: str, at: int) -> int:
    sql = f"DELETE FROM {table} WHERE rowid IN (SELECT rowid FROM {table} WHERE {where} LIMIT {BATCH})"
    return con.execute(sql, (at,)).rowcount


def _drop_review(con: Connection, call_id: str) -> None:
    base, body = con.execute("SELECT base, body FROM call WHERE id = ?", (call_id,)).fetchone()
    con.execute(
        "UPDATE call SET base = ?, body = ? WHERE id = ?",
        (
            None if base is None else text_of(without_review(decode(Call, base))),
            text_of(without_review(decode(Call, body))),
            call_id,
        ),
    )


def count_under_policy(con: Connection, at: int, schedule: Schedule) -> Purged:
    """Count what a purge would delete by `schedule`.

    Ends are counted anew only where it differs from the one in force; the others are as readers see them.
    """
    count_with(con, schedule, "end_under")
    in_force = schedule_of(con)

    def ends(table: str, data_class: DataClass, column: str = END) -> str:
        if counted_differently(data_class, schedule, in_force):
            return f"end_under('{data_class.value}', basis_at, campaign_id)"
        return end(con, table, column)

    def expired(table: str, data_class: DataClass, also: str = "1") -> int:
        sql = f"SELECT count(*) FROM {table} WHERE {ends(table, data_class)} <= ? AND {FREE} AND {also}"
        return int(value(con, sql, (at,)))

    review = ends("call", DataClass.REVIEW, REVIEW_END)
    call_stays = f"ifnull({ends('call', DataClass.CALL_RECORD)} > {at}, 1)"
    sql = f"SELECT count(*) FROM call WHERE {review} <= ? AND {FREE} AND {HAS_REVIEW} AND {call_stays}"
    reviews = int(value(con, sql, (at,)))
    return Purged(
        recordings=expired("recording", DataClass.CALL_RECORDING),
        transcripts=expired("transcript", DataClass.CALL_TRANSCRIPT),
        calls_anonymised=expired("call", DataClass.CALL_RECORD),
        contacts=expired("contact", DataClass.CONTACT),
        marks=expired("mark", DataClass.CALL_TRANSCRIPT),
        other=expired("draft", DataClass.REVIEW)
        + expired("action", DataClass.REVIEW, "body IS NOT NULL")
        + expired("transcription", DataClass.CALL_TRANSCRIPT)
        + expired("media", DataClass.CALL_RECORDING, ORPHAN)
        + reviews,
    )


ORPHAN = "recording_id NOT IN (SELECT id FROM recording)"
"""Audio whose recording is not known here is counted by itself."""
