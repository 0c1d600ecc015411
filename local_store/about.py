"""What is held about one person: over every spelling of a number, or the words of a name. DB thread."""

from datetime import datetime

from app.domain.finding import folded
from app.domain.inventory import HeldAbout, Holding
from local_store.connection import Connection
from local_store.contacts import who
from local_store.ends import end
from local_store.times import maybe_from_us, to_us

_PEOPLE = """
WITH mine AS (SELECT id FROM contact WHERE {contact}),
 spoken AS (SELECT id FROM call WHERE contact_id IN mine OR {call}),
 heard AS (SELECT id FROM recording WHERE call_id IN spoken OR {recording}),
 said AS (SELECT id FROM mark WHERE recording_id IN heard)
"""
_ITEMS: tuple[tuple[Holding, str, str, str], ...] = (
    (Holding.CONTACTS, "contact", "id IN mine", "expires_at"),
    (Holding.CALLS, "call", "id IN spoken", "expires_at"),
    (Holding.NOTES, "call", "id IN spoken AND json_extract(body, '$.note') <> ''", "review_expires_at"),
    (Holding.NOTES, "draft", "call_id IN spoken", "expires_at"),
    (
        Holding.NOTES,
        "action",
        "body IS NOT NULL AND (call_id IN spoken OR contact_id IN mine OR mark_id IN said)",
        "expires_at",
    ),
    (Holding.RECORDINGS, "recording", "id IN heard", "expires_at"),
    (Holding.TRANSCRIPTS, "transcript", "recording_id IN heard", "expires_at"),
    (Holding.MARKS, "mark", "id IN said", "expires_at"),
)
"""Holding, table, which of its rows are the person's, and the column with the end of their time."""


def held_about(con: Connection, text: str, now: datetime) -> tuple[HeldAbout, ...]:
    """Return what is held about whom `text` means, by holding; kinds without an item are left out.

    What is over its time and waits for its purge is gone for every question; what law keeps is counted.
    """
    con.create_function("folded", 1, folded)
    named = "folded(json_extract(body, '$.contact_name'))"
    contact, bound = who(con, text, "needle", "digits")
    call, _ = who(con, text, named, "substr(phone, 2)")
    recording, _ = who(con, text, named, "substr(json_extract(body, '$.phone'), 2)")
    people = _PEOPLE.format(contact=contact, call=call, recording=recording)
    found: dict[Holding, HeldAbout] = {}
    for holding, table, mine, column in _ITEMS:
        ends = end(con, table, column)
        row = con.execute(
            f"{people} SELECT count(*), total(held OR restricted), min({ends}), max({ends}) FROM {table}"
            f" WHERE ({mine}) AND (held OR restricted OR {ends} IS NULL OR {ends} > :now)",
            {**bound, "now": to_us(now)},
        ).fetchone()
        if row[0]:
            one = HeldAbout(holding, row[0], int(row[1]), maybe_from_us(row[2]), maybe_from_us(row[3]))
            found[holding] = _plus(found[holding], one) if holding in found else one
    numbers, known = who(con, text, "''", "substr(phone, 2)")
    listed = con.execute(f"SELECT count(*) FROM do_not_call WHERE {numbers}", known).fetchone()[0]
    if listed:
        found[Holding.DO_NOT_CALL] = HeldAbout(Holding.DO_NOT_CALL, listed, 0, None, None)
    return tuple(found.values())


def _plus(one: HeldAbout, other: HeldAbout) -> HeldAbout:
    firsts = [at for at in (one.first_deletion, other.first_deletion) if at is not None]
    lasts = [at for at in (one.last_deletion, other.last_deletion) if at is not None]
    return HeldAbout(
        one.holding,
        one.items + other.items,
        one.by_law + other.by_law,
        min(firsts, default=None),
        max(lasts, default=None),
    )
