"""Who is called next: callbacks that are due, then the highest score; the dial rules stand in front."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, case, delete, or_, select, update

from app.domain.call import Call
from app.domain.campaign import Campaign, DiallingMode
from app.domain.contact import Contact, DoNotCall
from app.domain.dial_rules import Block, Circumstances, DialVerdict, may_dial
from app.domain.ids import UserId
from app.domain.outcome import CALLBACKS, OutcomeClass
from app.protocol.messages import NextContact
from app.protocol.problem import ErrorCode
from app.reference_platform import things
from app.reference_platform.expiry import Keeper
from app.reference_platform.problems import ProblemError
from app.reference_platform.tables import dial_queue

RESERVED_FOR = timedelta(minutes=15)
UNSETTLED_FREES_AFTER = timedelta(days=1)
AGAIN_AFTER = {
    OutcomeClass.RETRY: timedelta(hours=2),
    OutcomeClass.NOT_REACHED: timedelta(hours=4),
    OutcomeClass.INCOMPLETE: timedelta(hours=24),
}


def next_contact(
    connection: Connection, campaign: Campaign, user_id: UserId, keeper: Keeper
) -> NextContact | None:
    """Reserve and return the next contact this agent may dial now; None when there is none.

    An agent who asks again before dialling gets the contact already reserved: a lost answer loses nobody.
    Raises the problem `dial_blocked` where the whole campaign may not be dialled.
    """
    if campaign.mode is DiallingMode.AI:
        raise ProblemError(ErrorCode.DIAL_BLOCKED, 409, "AI campaign", "The AI agent dials this campaign.")
    until = keeper.now + RESERVED_FOR
    for row in connection.execute(_candidates(campaign, user_id, keeper.now)).all():
        found = things.row_of(connection, Contact, row.contact_id)
        if found is None or not keeper.shows(found):
            continue
        contact: Contact = things.read(found)
        verdict = judge(connection, campaign, contact, keeper.now)
        if Block.CAMPAIGN_NOT_RUNNING in verdict.blocks:
            raise blocked(verdict)
        if not verdict.allowed:
            continue
        connection.execute(
            update(dial_queue)
            .where(dial_queue.c.contact_id == contact.id)
            .values(reserved_by=user_id, reserved_until=until)
        )
        return NextContact(contact, until)
    return None


def judge(connection: Connection, campaign: Campaign, contact: Contact, now: datetime) -> DialVerdict:
    """Return the verdict of the dial rules; the platform's own do-not-call list is always fresh."""
    keys = [things.do_not_call_key(contact.phone, scope) for scope in (None, campaign.id)]
    listed = any(things.row_of(connection, DoNotCall, key) is not None for key in keys)
    return may_dial(campaign, contact, Circumstances(now, listed, now))


def blocked(verdict: DialVerdict) -> ProblemError:
    """Return the problem that names every block."""
    reasons = ", ".join(block.value for block in verdict.blocks)
    return ProblemError(ErrorCode.DIAL_BLOCKED, 409, "Not to be dialled now", f"Blocked: {reasons}.")


def being_called(connection: Connection, contact_id: str, now: datetime) -> None:
    """Keep a contact from being served while it is called; the wrap-up decides what follows.

    A call that is never wrapped up (its workstation was lost) frees the contact after a day.
    """
    connection.execute(
        update(dial_queue)
        .where(dial_queue.c.contact_id == contact_id)
        .values(reserved_by=None, reserved_until=None, not_before=now + UNSETTLED_FREES_AFTER)
    )


def after_wrap_up(connection: Connection, call: Call, outcome: OutcomeClass, now: datetime) -> None:
    """Queue the contact again where the outcome says so, or take it off for good."""
    mine = dial_queue.c.contact_id == call.contact_id
    if outcome in CALLBACKS and call.callback is not None:
        only_for = call.agent_id if call.callback.personal else None
        connection.execute(
            update(dial_queue)
            .where(mine)
            .values(not_before=call.callback.at, callback=True, only_for=only_for)
        )
    elif outcome in AGAIN_AFTER:
        later = now + AGAIN_AFTER[outcome]
        connection.execute(
            update(dial_queue).where(mine).values(not_before=later, callback=False, only_for=None)
        )
    else:
        connection.execute(delete(dial_queue).where(mine))


def _candidates(campaign: Campaign, user_id: UserId, now: datetime) -> Select[Any]:
    queue = dial_queue.c
    free: ColumnElement[bool] = or_(
        queue.reserved_until.is_(None), queue.reserved_until < now, queue.reserved_by == user_id
    )
    mine = or_(queue.only_for.is_(None), queue.only_for == user_id)
    due = or_(queue.not_before.is_(None), queue.not_before <= now)
    held = and_(queue.reserved_by == user_id, queue.reserved_until >= now)
    order = case((held, 0), (queue.callback, 1), else_=2)
    promised = case((queue.callback, queue.not_before), else_=None)
    return (
        select(dial_queue)
        .where(queue.campaign_id == campaign.id, free, mine, due)
        .order_by(order, promised.nulls_last(), queue.score.desc(), queue.contact_id)
    )
