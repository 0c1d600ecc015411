"""Verdicts kept with the rows: computed by app.domain.retention on write, part of every query."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, lru_cache

from app.domain.call import Call
from app.domain.ids import CampaignId, RecordingId
from app.domain.policy import Policy
from app.domain.recording import Recording
from app.domain.retention import (
    WITH_THE_RECORDING,
    DataClass,
    Facts,
    Schedule,
    add_calendar,
    default_rules,
    expires_at,
    keep_for,
)
from app.protocol.codec import decode
from local_store.connection import Connection, value
from local_store.times import from_us, maybe_us, to_us

DEFAULT_ZONE = "Europe/Brussels"
DEFAULT = Schedule(DEFAULT_ZONE, default_rules())
"""What holds until the first signed policy arrives."""


def live(alias: str) -> str:
    """Return the SQL condition that hides what is expired, held past its time, or restricted (`:now`)."""
    return f"({alias}.restricted = 0 AND ({alias}.expires_at IS NULL OR {alias}.expires_at > :now))"


@dataclass(frozen=True)
class Kept:
    """The retention columns of one row, in the order basis_at, held, restricted, expires_at."""

    basis_at: int | None
    held: bool
    restricted: bool
    expires_at: int | None

    @property
    def columns(self) -> tuple[int | None, int, int, int | None]:
        """The values to bind."""
        return self.basis_at, int(self.held), int(self.restricted), self.expires_at


def kept(schedule: Schedule, data_class: DataClass, facts: Facts) -> Kept:
    """Return the columns for an item with these facts."""
    end = expires_at(schedule, data_class, facts)
    return Kept(maybe_us(facts.basis_at), facts.legal_hold, facts.restricted, maybe_us(end))


def policy_of(con: Connection) -> Policy | None:
    """Return the policy in force."""
    text = value(con, "SELECT value FROM state WHERE name = 'policy'")
    return None if text is None else _policy(text)


@lru_cache(maxsize=4)
def _policy(text: str) -> Policy:
    return decode(Policy, text)


def schedule_of(con: Connection) -> Schedule:
    """Return the schedule in force: the policy's, or the published default before there is one."""
    policy = policy_of(con)
    return DEFAULT if policy is None else policy.schedule


def recording_facts(recording: Recording) -> Facts:
    """Return what the verdict on a recording, and on what hangs on it, is built from."""
    return Facts(recording.ended_at, recording.campaign_id, recording.legal_hold, recording.restricted)


def facts_of_recording(con: Connection, recording_id: RecordingId | None) -> Facts | None:
    """Return the facts of a recording held here, None when it is not."""
    row = con.execute(
        "SELECT basis_at, campaign_id, held, restricted FROM recording WHERE id = ?", (recording_id,)
    ).fetchone()
    if row is None:
        return None
    return Facts(from_us(row[0]), CampaignId(row[1]), bool(row[2]), bool(row[3]))


def call_facts(con: Connection, call: Call) -> Facts:
    """Return the facts of a call; hold and restriction are those of its recording.

    A call that was never ended (a crash) counts from its start: it must not be kept for ever.
    """
    hung_on = facts_of_recording(con, call.recording_id)
    return Facts(
        call.ended_at or call.started_at,
        call.campaign_id,
        hung_on is not None and hung_on.legal_hold,
        hung_on is not None and hung_on.restricted,
    )


def check_schedule(schedule: Schedule) -> None:
    """Raise ValueError unless every class has a rule whose duration and zone can be counted with."""
    start = datetime(2024, 2, 29, 12, tzinfo=UTC)
    campaigns = (None, *(own.campaign_id for own in schedule.campaigns))
    for data_class in DataClass:
        for campaign_id in campaigns:
            try:
                expires_at(schedule, data_class, Facts(start, campaign_id))
            except (KeyError, OverflowError, ValueError) as error:
                raise ValueError(f"the schedule cannot be counted with for {data_class}: {error}") from error


OWN_VERDICT: tuple[tuple[str, DataClass], ...] = (
    ("contact", DataClass.CONTACT),
    ("call", DataClass.CALL_RECORD),
    ("recording", DataClass.CALL_RECORDING),
    ("transcript", DataClass.CALL_TRANSCRIPT),
    ("mark", DataClass.CALL_TRANSCRIPT),
    ("transcription", DataClass.CALL_TRANSCRIPT),
    ("draft", DataClass.REVIEW),
    ("action", DataClass.REVIEW),
    ("media", DataClass.CALL_RECORDING),
)
"""Tables whose rows carry their own verdict; the schema's table_class says the same (a test compares)."""


def count_with(con: Connection, schedule: Schedule) -> None:
    """Make `end_of(class, basis_at, campaign_id)` callable from SQL under `schedule` (microseconds)."""

    @cache
    def keep_of(data_class: str, campaign_id: str | None) -> str | None:
        campaign = None if campaign_id is None else CampaignId(campaign_id)
        return keep_for(schedule, DataClass(data_class), campaign)

    def end_of(data_class: str, basis_at: int | None, campaign_id: str | None) -> int | None:
        if basis_at is None:
            return None
        keep = keep_of(data_class, campaign_id)
        return basis_at if keep is None else to_us(add_calendar(from_us(basis_at), keep, schedule.zone))

    con.create_function("end_of", 3, end_of)


def recompute(con: Connection, schedule: Schedule, before: Schedule) -> None:
    """Write the verdicts anew after the policy changed from `before`; call inside a transaction.

    Classes for which nothing changes are left alone.
    """
    count_with(con, schedule)
    columns = [(table, "expires_at", data_class) for table, data_class in OWN_VERDICT]
    for table, column, data_class in (*columns, ("call", "review_expires_at", DataClass.REVIEW)):
        if counted_differently(data_class, schedule, before):
            _count_anew(con, table, column, data_class)


def counted_differently(data_class: DataClass, one: Schedule, other: Schedule) -> bool:
    """Return whether the two may give a different end to an item of the class."""
    own = data_class in WITH_THE_RECORDING and set(one.campaigns) != set(other.campaigns)
    return own or one.zone != other.zone or one.rule(data_class).keep != other.rule(data_class).keep


def _count_anew(con: Connection, table: str, column: str, data_class: DataClass) -> None:
    """Write the ends that change, and no other row: most policies change few."""
    con.execute(
        f"UPDATE {table} SET {column} = new.end FROM"
        f" (SELECT rowid AS row, end_of(?, basis_at, campaign_id) AS end FROM {table}) AS new"
        f" WHERE {table}.rowid = new.row AND {table}.{column} IS NOT new.end",
        (data_class.value,),
    )


def now_us(now: datetime) -> dict[str, int]:
    """Return the parameter that `live` needs."""
    return {"now": to_us(now)}
