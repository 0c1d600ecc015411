"""The figures that screens show, worked out again by plain SQL and Python, not by the console's queries."""

import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from app.cli.scenario.robot import Robot
from app.domain.call import Call
from local_store.connection import Connection
from tests.e2e.workplace import Workplace
from ui.campaigns.progress_strip import ProgressStrip
from ui.widgets import Label, Legend, Table

LABELS = {
    "Won": {"positive"},
    "Callback": {"callback_personal", "callback_anyone"},
    "Declined": {"negative", "do_not_call_campaign", "do_not_call_organisation"},
    "Not reached": {"not_reached", "retry"},
    "Cannot tell": {"incomplete"},
}
FINISHED = ("Won", "Declined")
"""What ends the work on a contact; all others are called again."""


@dataclass(frozen=True)
class Strip:
    """What the strip above the Campaigns page says: N, M, the legend, and calls, conversations, won."""

    campaign: str
    done: int
    total: int
    parts: dict[str, int]
    today: tuple[int, int, int]


def strip_shown(robot: Robot) -> Strip:
    """Read the strip from the screen; raises StopIteration where it says something else."""
    strip = robot.window.findChildren(ProgressStrip)[0]
    words = [label.text() for label in strip.findChildren(Label)]
    done = next(m for text in words if (m := re.fullmatch(r"([\d,]+) of ([\d,]+) contacts", text)))
    day = r"You today (\d+) calls · (\d+) conversations · (\d+) won"
    today = next(m for text in words if (m := re.fullmatch(day, text)))
    legend = strip.findChildren(Legend)[0].accessibleName()
    parts = dict.fromkeys(LABELS, 0)
    for item in legend.split(", "):
        name, _, count = item.rpartition(" ")
        parts[name] = int(count)
    return Strip(
        strip.picker.text(),
        _number(done[1]),
        _number(done[2]),
        parts,
        (int(today[1]), int(today[2]), int(today[3])),
    )


def strip_stored(workplace: Workplace, campaign: str, agent: str) -> Strip:
    """Work the strip out from the rows of the store. Blocking."""
    with workplace.store() as con:
        campaign_id, body = con.execute(
            "SELECT id, body FROM campaign WHERE name = ?", (campaign,)
        ).fetchone()
        outcomes = con.execute(
            "SELECT contact_id, outcome_class FROM call WHERE campaign_id = ? ORDER BY started_at",
            (campaign_id,),
        ).fetchall()
        mine = con.execute(
            "SELECT answered, outcome_class FROM call WHERE agent_id = ? AND started_at >= ?",
            (agent, int(_midnight().timestamp() * 1_000_000)),
        ).fetchall()
    won = sum(outcome == "positive" for _, outcome in mine)
    today = (len(mine), sum(answered for answered, _ in mine), won)
    return _strip(campaign, outcomes, json.loads(body)["contacts_total"], today)


def strip_at_platform(calls: Iterable[Call], campaign_id: str, like: Strip, agent: str) -> Strip:
    """Work the strip out from the calls that the platform knows; the total is `like`'s."""
    known = sorted(calls, key=lambda call: call.started_at)
    outcomes = [(c.contact_id, c.outcome_class) for c in known if c.campaign_id == campaign_id]
    mine = [c for c in known if c.agent_id == agent and c.started_at >= _midnight()]
    today = (
        len(mine),
        sum(c.answered_at is not None for c in mine),
        sum(c.outcome_class == "positive" for c in mine),
    )
    return _strip(like.campaign, outcomes, like.total, today)


def holdings_shown(robot: Robot) -> dict[str, tuple[str, ...]]:
    """Read the Privacy table from the screen: title -> items, size, next deletion, deletes."""
    table = robot.look(Table, "holdings")
    if table is None:
        return {}
    model = table.model()
    rows = [[str(model.index(row, column).data()) for column in range(6)] for row in range(model.rowCount())]
    return {row[0]: tuple(row[2:]) for row in rows}


def holdings_stored(workplace: Workplace, zone: str) -> dict[str, tuple[str, ...]]:
    """Work the Privacy table out from the rows of the store; the time of its receipts aside. Blocking."""
    place = ZoneInfo(zone)
    with workplace.store() as con:
        audio = sum(size for (size,) in con.execute("SELECT size_bytes FROM media"))
        turns = con.execute("SELECT count(*) FROM turn").fetchone()[0]
        index = sum(len(block) for (block,) in con.execute("SELECT block FROM turn_index_data"))
        found = {
            "Call recordings": _held(con, "recording", place, extra=audio),
            "Transcripts": _held(con, "transcript", place),
            "Contacts": _held(con, "contact", place),
            "Calls and outcomes": _held(con, "call", place),
            "Comments and marks": _held(con, "mark", place),
            "Notes and callbacks": _notes(con, place),
        }
        numbers = [body for (body,) in con.execute("SELECT body FROM do_not_call")]
    found["Do-not-call numbers"] = (_items(len(numbers)), _size(sum(map(_bytes, numbers))), "–", "none")
    found["Search index"] = (_items(turns), _size(index), *found["Transcripts"][2:])
    receipts = workplace.place.paths.device.receipts.read_bytes().count(b"\n")
    found["Receipts"] = (_items(receipts), "–", "–", "none")
    return found


def _strip(
    campaign: str, outcomes: Iterable[tuple[object, object]], total: int, today: tuple[int, int, int]
) -> Strip:
    latest = {contact: str(outcome) for contact, outcome in outcomes if contact and outcome}
    counted = Counter(latest.values())
    parts = {label: sum(counted[name] for name in names) for label, names in LABELS.items()}
    return Strip(campaign, sum(parts[label] for label in FINISHED), total, parts, today)


def _held(con: Connection, table: str, zone: ZoneInfo, extra: int = 0) -> tuple[str, ...]:
    size = "size_bytes" if table == "transcript" else "ifnull(body, base)" if table == "mark" else "body"
    rows = con.execute(f"SELECT {size}, expires_at, held + restricted FROM {table}").fetchall()
    return _row([(_bytes(body), expires, held) for body, expires, held in rows], zone, extra)


def _notes(con: Connection, zone: ZoneInfo) -> tuple[str, ...]:
    rows = con.execute("SELECT body, review_expires_at, held + restricted FROM call").fetchall()
    notes = [(json.loads(body)["note"], expires, held) for body, expires, held in rows]
    return _row([(_bytes(note), expires, held) for note, expires, held in notes if note], zone)


def _row(rows: list[tuple[int, int | None, int]], zone: ZoneInfo, extra: int = 0) -> tuple[str, ...]:
    sizes = _size(sum(size for size, _, _ in rows) + extra)
    ends = sorted(_moment(expires, zone) for _, expires, held in rows if expires is not None and not held)
    if not ends:
        return _items(len(rows)), sizes, "–", "none"
    same_day = sum(end.date() <= ends[0].date() for end in ends)
    return _items(len(rows)), sizes, _when(ends[0]), _items(same_day)


def _moment(microseconds: int, zone: ZoneInfo) -> datetime:
    return datetime.fromtimestamp(microseconds / 1_000_000, UTC).astimezone(zone)


def _when(moment: datetime) -> str:
    return "Now" if moment <= datetime.now(UTC) else f"{moment:%a} {moment.day} {moment:%b %H:%M}"


def _bytes(value: str | int | None) -> int:
    return value if isinstance(value, int) else len((value or "").encode())


def _items(count: int) -> str:
    return f"{count:,}"


def _size(count: int) -> str:
    """SI units, one digit below ten of them."""
    if count < 1000:
        return f"{count} bytes"
    scaled, unit = float(count), 0
    while scaled >= 1000:
        scaled, unit = scaled / 1000, unit + 1
    return f"{scaled:.{1 if scaled < 9.95 else 0}f} {' kMGT'[unit]}B"


def _midnight() -> datetime:
    return datetime.now().astimezone().replace(hour=0, minute=0, second=0, microsecond=0)


def _number(text: str) -> int:
    return int(text.replace(",", ""))
