"""When the time of a row is up, as SQL: kept with the row, or counted while a new policy's ends are written.

A policy is in force for every reader from its commit on. Until a table's ends are written anew, batch by
batch, readers count them from the row's own facts under the policy in force; after that they read them
(docs/decisions/0019). DB thread.
"""

from functools import cache

from app.domain.ids import CampaignId
from app.domain.retention import (
    WITH_THE_RECORDING,
    DataClass,
    Schedule,
    add_calendar,
    keep_for,
    safely_over,
)
from local_store.connection import Connection, transaction, value
from local_store.times import from_us, to_us
from local_store.verdicts import schedule_of

BATCH = 500
"""Rows written anew at a time: a keystroke of a note waits for no more."""
OWN_VERDICT: dict[str, DataClass] = {
    "contact": DataClass.CONTACT,
    "call": DataClass.CALL_RECORD,
    "recording": DataClass.CALL_RECORDING,
    "transcript": DataClass.CALL_TRANSCRIPT,
    "mark": DataClass.CALL_TRANSCRIPT,
    "transcription": DataClass.CALL_TRANSCRIPT,
    "draft": DataClass.REVIEW,
    "action": DataClass.REVIEW,
    "media": DataClass.CALL_RECORDING,
}
"""Tables whose rows carry their own verdict; the schema's table_class says the same (a test compares)."""
END, REVIEW_END = "expires_at", "review_expires_at"
ENDS: dict[tuple[str, str], DataClass] = {
    **{(table, END): data_class for table, data_class in OWN_VERDICT.items()},
    ("call", REVIEW_END): DataClass.REVIEW,
}
"""Every column that holds an end, by table."""


def live(con: Connection, table: str, alias: str = "") -> str:
    """Return the SQL condition that hides what is expired, held past its time, or restricted (`:now`)."""
    name = alias or table
    if is_counted(con, table, END):
        _count_in_force(con)
        facts = f"'{OWN_VERDICT[table].value}', {name}.basis_at, {name}.campaign_id"
        return f"({name}.restricted = 0 AND NOT is_over({facts}, :now))"
    return f"({name}.restricted = 0 AND ({name}.expires_at IS NULL OR {name}.expires_at > :now))"


def end(con: Connection, table: str, column: str = END, alias: str = "") -> str:
    """Return the SQL of the end of a row's time in microseconds, NULL where it is not known."""
    name = alias or table
    if is_counted(con, table, column):
        _count_in_force(con)
        return f"end_of('{ENDS[table, column].value}', {name}.basis_at, {name}.campaign_id)"
    return f"{name}.{column}"


def is_counted(con: Connection, table: str, column: str) -> bool:
    """Return whether the ends in a column are those of an earlier policy still."""
    sql = "SELECT EXISTS (SELECT 1 FROM recount WHERE table_name = ? AND column_name = ?)"
    return bool(value(con, sql, (table, column)))


def recounting(con: Connection) -> bool:
    """Return whether any ends are those of an earlier policy still: none may be deleted by then."""
    return bool(value(con, "SELECT EXISTS (SELECT 1 FROM recount)"))


def count_with(con: Connection, schedule: Schedule, end_of: str = "end_of") -> None:
    """Make `end_of(class, basis_at, campaign_id)` callable from SQL under `schedule` (microseconds).

    Also `is_over(class, basis_at, campaign_id, now)`, which counts by the calendar only near the edge.
    """

    @cache
    def keep_of(data_class: str, campaign_id: str | None) -> str | None:
        campaign = None if campaign_id is None else CampaignId(campaign_id)
        return keep_for(schedule, DataClass(data_class), campaign)

    @cache
    def edges(keep: str | None, now: int) -> tuple[int, int]:
        over, kept = safely_over(keep, schedule.zone, from_us(now))
        return to_us(over), to_us(kept)

    def count(data_class: str, basis_at: int | None, campaign_id: str | None) -> int | None:
        if basis_at is None:
            return None
        keep = keep_of(data_class, campaign_id)
        return basis_at if keep is None else to_us(add_calendar(from_us(basis_at), keep, schedule.zone))

    def is_over(data_class: str, basis_at: int | None, campaign_id: str | None, now: int) -> bool:
        if basis_at is None:
            return False
        over, kept = edges(keep_of(data_class, campaign_id), now)
        if over < basis_at < kept:
            ends = count(data_class, basis_at, campaign_id)
            return ends is not None and ends <= now
        return basis_at <= over

    con.create_function(end_of, 3, count)
    con.create_function("is_over", 4, is_over)


def _count_in_force(con: Connection) -> None:
    count_with(con, schedule_of(con))


def begin_recount(con: Connection, schedule: Schedule, before: Schedule) -> None:
    """Have the ends that may differ after a change from `before` counted; inside the policy's transaction.

    Columns for which nothing changes are left alone; one that is being written already begins again only
    where its rule changed again.
    """
    _count_anew(con, [at for at, of in ENDS.items() if counted_differently(of, schedule, before)])


def recount_everything(con: Connection) -> None:
    """Have every end counted: rows were put here that an earlier policy may have dated."""
    _count_anew(con, list(ENDS))


def _count_anew(con: Connection, columns: list[tuple[str, str]]) -> None:
    con.executemany("INSERT OR REPLACE INTO recount (table_name, column_name) VALUES (?,?)", columns)


def begin_again(con: Connection) -> None:
    """Take every table from its first row: a VACUUM may number rows anew. What is right is only read."""
    con.execute("UPDATE recount SET after = 0")


def counted_differently(data_class: DataClass, one: Schedule, other: Schedule) -> bool:
    """Return whether the two may give a different end to an item of the class."""
    own = data_class in WITH_THE_RECORDING and set(one.campaigns) != set(other.campaigns)
    return own or one.zone != other.zone or one.rule(data_class).keep != other.rule(data_class).keep


def recount_batch(con: Connection) -> bool:
    """Write the next ends anew, in a transaction of their own; return whether there were any to look at.

    Killed anywhere, it goes on from the last batch. Only ends that change are written: most policies change
    few.
    """
    row = con.execute("SELECT table_name, column_name, after FROM recount LIMIT 1").fetchone()
    if row is None:
        return False
    table, column, after = row
    _count_in_force(con)
    with transaction(con):
        rows = f"SELECT rowid AS n FROM {table} WHERE rowid > ? ORDER BY rowid LIMIT {BATCH}"
        upto = value(con, f"SELECT max(n) FROM ({rows})", (after,))
        if upto is None:
            con.execute("DELETE FROM recount WHERE table_name = ? AND column_name = ?", (table, column))
        else:
            _write_ends(con, table, column, (after, upto))
            con.execute(
                "UPDATE recount SET after = ? WHERE table_name = ? AND column_name = ?", (upto, table, column)
            )
    return True


def _write_ends(con: Connection, table: str, column: str, rows: tuple[int, int]) -> None:
    con.execute(
        f"UPDATE {table} SET {column} = new.ends FROM"
        f" (SELECT rowid AS row, end_of(?, basis_at, campaign_id) AS ends FROM {table}"
        "   WHERE rowid > ? AND rowid <= ?) AS new"
        f" WHERE {table}.rowid = new.row AND {table}.{column} IS NOT new.ends",
        (ENDS[table, column].value, *rows),
    )
