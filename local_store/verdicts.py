"""Verdicts kept with the rows: computed by app.domain.retention on write, part of every query."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from app.domain.call import Call
from app.domain.ids import CampaignId, RecordingId
from app.domain.policy import Policy
from app.domain.recording import Recording
from app.domain.retention import (
    DataClass,
    Facts,
    Schedule,
    default_rules,
    expires_at,
)
from app.protocol.codec import decode
from local_store.connection import Connection, value
from local_store.times import from_us, maybe_us, to_us

DEFAULT_ZONE = "Europe/Brussels"
DEFAULT = Schedule(DEFAULT_ZONE, default_rules())
"""What holds until the first signed policy arrives."""


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


def now_us(now: datetime) -> dict[str, int]:
    """Return the parameter that `local_store.ends.live` needs."""
    return {"now": to_us(now)}
