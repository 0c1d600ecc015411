"""What this workstation holds, measured at the moment of asking. DB thread."""

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from app.domain.ids import CampaignId
from app.domain.inventory import Holding, InventoryRow, UpcomingDeletions
from app.domain.retention import DataClass, Schedule
from local_store.connection import Connection
from local_store.ends import END, REVIEW_END, end
from local_store.times import from_us, to_us
from local_store.verdicts import schedule_of

NOTE = "json_extract(body, '$.note') <> ''"
_COUNTED: tuple[tuple[Holding, DataClass | None, str, str, str], ...] = (
    (Holding.RECORDINGS, DataClass.CALL_RECORDING, "recording", "octet_length(body)", "1"),
    (Holding.TRANSCRIPTS, DataClass.CALL_TRANSCRIPT, "transcript", "size_bytes", "1"),
    (Holding.CONTACTS, DataClass.CONTACT, "contact", "octet_length(body)", "1"),
    (Holding.CALLS, DataClass.CALL_RECORD, "call", "octet_length(body)", "1"),
    (Holding.NOTES, DataClass.REVIEW, "call", "octet_length(json_extract(body, '$.note'))", NOTE),
    (Holding.MARKS, DataClass.CALL_TRANSCRIPT, "mark", "octet_length(ifnull(body, base))", "1"),
    (Holding.DO_NOT_CALL, DataClass.DO_NOT_CALL, "do_not_call", "octet_length(body)", "1"),
    (Holding.LEGAL_HOLD, None, "recording", "octet_length(body)", "(held = 1 OR restricted = 1)"),
)
"""Holding, its class, table, bytes of a row, and which rows count."""
_WITHOUT_END = frozenset({Holding.DO_NOT_CALL, Holding.LEGAL_HOLD})


def inventory(con: Connection, receipts: Path) -> tuple[InventoryRow, ...]:
    """Return what is held: everything on the disk, also what is hidden and waits for its purge."""
    schedule = schedule_of(con)
    rows = [_counted(con, schedule, *spec) for spec in _COUNTED]
    by_holding = {row.holding: row for row in rows}
    audio = _one(con, "SELECT total(size_bytes) FROM media")
    index = _one(con, "SELECT total(octet_length(block)) FROM turn_index_data")
    recordings, transcripts = by_holding[Holding.RECORDINGS], by_holding[Holding.TRANSCRIPTS]
    by_holding[Holding.RECORDINGS] = replace(recordings, size_bytes=recordings.size_bytes + audio)
    unfinished = _one(con, "SELECT total(octet_length(sealed)) FROM transcription_turn")
    by_holding[Holding.TRANSCRIPTS] = replace(transcripts, size_bytes=transcripts.size_bytes + unfinished)
    by_holding[Holding.SEARCH_INDEX] = InventoryRow(
        Holding.SEARCH_INDEX,
        _one(con, "SELECT total(turns) FROM transcript"),
        index,
        transcripts.keep,
        transcripts.next_deletion,
        transcripts.next_deletes,
    )
    by_holding[Holding.RECEIPTS] = _receipts(schedule, receipts)
    return tuple(by_holding[holding] for holding in Holding)


def upcoming(con: Connection, now: datetime, days: int) -> tuple[UpcomingDeletions, ...]:
    """Return the recordings that go on each of the next `days` local days, today (with what is due) first.

    Counted by campaign where a campaign has its own rule, under None where the general rule holds.
    """
    schedule = schedule_of(con)
    zone, own = ZoneInfo(schedule.zone), {rule.campaign_id for rule in schedule.campaigns}
    today = now.astimezone(zone).date()
    last = today + timedelta(days=days)
    last_moment = datetime(last.year, last.month, last.day, tzinfo=zone)
    ends = end(con, "recording")
    rows = con.execute(
        f"SELECT campaign_id, {ends} FROM recording WHERE {ends} < ? AND held = 0 AND restricted = 0",
        (to_us(last_moment),),
    ).fetchall()
    counts: dict[int, Counter[CampaignId | None]] = {offset: Counter() for offset in range(days)}
    for campaign_id, expires_at in rows:
        offset = max(0, (from_us(expires_at).astimezone(zone).date() - today).days)
        counts[offset][CampaignId(campaign_id) if campaign_id in own else None] += 1
    return tuple(
        UpcomingDeletions(today + timedelta(days=offset), tuple(sorted(found.items(), key=_general_first)))
        for offset, found in counts.items()
    )


def _general_first(item: tuple[CampaignId | None, int]) -> str:
    return item[0] or ""


def _counted(
    con: Connection,
    schedule: Schedule,
    holding: Holding,
    data_class: DataClass | None,
    table: str,
    size: str,
    where: str,
) -> InventoryRow:
    items, size_bytes = con.execute(f"SELECT count(*), total({size}) FROM {table} WHERE {where}").fetchone()
    keep = schedule.rule(data_class).keep if data_class else None
    if holding in _WITHOUT_END:
        return InventoryRow(holding, items, int(size_bytes), keep, None, 0)
    column = end(con, table, REVIEW_END if holding is Holding.NOTES else END)
    ends = f"FROM {table} WHERE {where} AND {column} IS NOT NULL AND held = 0 AND restricted = 0"
    first = con.execute(f"SELECT min({column}) {ends}").fetchone()[0]
    if first is None:
        return InventoryRow(holding, items, int(size_bytes), keep, None, 0)
    day_end = _end_of_day(from_us(first), schedule.zone)
    same_day = con.execute(f"SELECT count(*) {ends} AND {column} < ?", (to_us(day_end),)).fetchone()[0]
    return InventoryRow(holding, items, int(size_bytes), keep, from_us(first), same_day)


def _end_of_day(moment: datetime, zone: str) -> datetime:
    local = moment.astimezone(ZoneInfo(zone))
    return local.replace(hour=0, minute=0, second=0, microsecond=0, fold=0) + timedelta(days=1)


def _receipts(schedule: Schedule, path: Path) -> InventoryRow:
    data = path.read_bytes() if path.exists() else b""
    keep = schedule.rule(DataClass.DELETION_RECEIPT).keep
    return InventoryRow(Holding.RECEIPTS, data.count(b"\n"), len(data), keep, None, 0)


def _one(con: Connection, sql: str) -> int:
    return int(con.execute(sql).fetchone()[0])
