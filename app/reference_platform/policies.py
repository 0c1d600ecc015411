"""The organisation's policy: one revision after the other, never back."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import Connection, insert

from app.domain.policy import LeaseTerms, Policy, UncheckedAudio
from app.domain.retention import CampaignRule, DataClass, Schedule, add_calendar, default_rules, shortens
from app.protocol.codec import encode
from app.protocol.problem import ErrorCode
from app.reference_platform import audit, clock
from app.reference_platform.problems import ProblemError, bad_request
from app.reference_platform.state import NOTICE_FOR_SHORTER, policies, policy_in_force
from app.reference_platform.tables import policy_revision

NOTICE = (
    "CallNex keeps call recordings and transcripts for 90 days after the call, then deletes them. "
    "You may ask "
    "for access to, correction, deletion, restriction or a copy of your data, and object to its use; every "
    "request is answered within 30 days. Recordings never train the models of third parties."
)
AUTHORITY = (
    "Gegevensbeschermingsautoriteit / Autorité de protection des données, Drukpersstraat 35, 1000 Brussels, "
    "contact@apd-gba.be"
)


def default_policy(organisation: str, now: datetime, own: tuple[CampaignRule, ...] = ()) -> Policy:
    """Return revision 1: the published default schedule and a lease that survives a long week-end."""
    return Policy(
        revision=1,
        organisation=organisation,
        signed_by=f"{organisation}, DPO office",
        in_force_since=now,
        schedule=Schedule("Europe/Brussels", default_rules(), own),
        lease=LeaseTerms(warn_after="P5D", lock_after="P7D", wipe_after="P30D"),
        scrub_within="PT24H",
        idle_lock="PT10M",
        unchecked_audio=UncheckedAudio.RELEASE_UNCHECKED,
        transcription_threads=2,
        privacy_notice=NOTICE,
        authority=AUTHORITY,
    )


def store_policy(connection: Connection, policy: Policy, who: str) -> None:
    """Store a revision without asking for its order; for the first one."""
    connection.execute(
        insert(policy_revision).values(
            revision=policy.revision, body=encode(policy).decode("utf-8"), set_by=who, set_at=clock.now()
        )
    )


CLOCKS_APART = timedelta(minutes=5)


def update_policy(connection: Connection, policy: Policy, who: str, notice: str = NOTICE_FOR_SHORTER) -> None:
    """Keep a new revision: in force from its date on, announced until then.

    Raises a problem for a revision out of order, for one that cannot be obeyed, and for one that deletes
    anything earlier than the one in force with less than `notice` (ISO 8601).
    """
    known = policies(connection)[0]
    if policy.revision != known.revision + 1:
        raise ProblemError(
            ErrorCode.CONFLICT,
            409,
            "Another revision is known",
            f"Revision {known.revision} is the newest; send revision {known.revision + 1}.",
        )
    if policy.organisation != known.organisation:
        raise bad_request("A policy is of this organisation.")
    _check(policy)
    _check_notice(policy, policy_in_force(connection), notice)
    store_policy(connection, policy, who)
    audit.note(connection, who, "policy_set", str(policy.revision))


def _check_notice(policy: Policy, in_force: Policy, notice: str) -> None:
    earliest = add_calendar(clock.now(), notice, in_force.schedule.zone)
    late = policy.in_force_since < earliest - CLOCKS_APART
    if late and shortens(policy.schedule, in_force.schedule):
        raise bad_request(
            "A policy that deletes earlier is announced ahead: "
            f"let it be in force from {earliest.isoformat(timespec='minutes')} on."
        )


def _check(policy: Policy) -> None:
    """Refuse what a device could not compute with: it would lock itself, or keep for ever."""
    durations = [rule.keep for rule in policy.schedule.rules if rule.keep is not None]
    durations += [own.keep for own in policy.schedule.campaigns]
    lease = policy.lease
    rungs = (lease.warn_after, lease.lock_after, lease.wipe_after)
    try:
        ZoneInfo(policy.schedule.zone)
        for duration in (*durations, policy.scrub_within, policy.idle_lock):
            add_calendar(policy.in_force_since, duration, policy.schedule.zone)
        ends = [add_calendar(policy.in_force_since, rung, "UTC") for rung in rungs]
    except (ValueError, OverflowError, ZoneInfoNotFoundError) as error:
        raise bad_request("A duration or the zone of this policy cannot be read.") from error
    if not policy.in_force_since < ends[0] < ends[1] < ends[2]:
        raise bad_request("A lease warns first, then locks, then wipes.")
    if {rule.data_class for rule in policy.schedule.rules} != set(DataClass):
        raise bad_request("A schedule has one rule for each class of data.")
    if len(policy.schedule.rules) != len(DataClass):
        raise bad_request("A schedule has one rule for each class of data.")
