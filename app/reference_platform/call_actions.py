"""Calls as agents make them: started, ended, wrapped up.

A dial that happened is recorded even where a rule was broken by it: rules are enforced before the dial (at
`next` and at the voice route), and a call that nobody may see would be worse than one that shows.
"""

import dataclasses
import zoneinfo
from datetime import datetime

from sqlalchemy import insert

from app.domain.actions import EndCall, SaveWrapUp, StartCall
from app.domain.call import Call, Callback
from app.domain.campaign import Campaign, OutcomeOption
from app.domain.contact import Contact, DoNotCall
from app.domain.outcome import CALLBACKS, DO_NOT_CALL, AnswerClass, OutcomeBy, OutcomeClass, SystemResult
from app.domain.recording import Recording
from app.reference_platform import dialling, recordings, things
from app.reference_platform.doing import Doing, Refusal, RefusedAction
from app.reference_platform.tables import script_answer

NOTE_LIMIT = 20_000
ANSWERS_LIMIT = 200
ANSWERED_BY = {SystemResult.ANSWERED: AnswerClass.HUMAN, SystemResult.VOICEMAIL: AnswerClass.MACHINE_VM}


def start_call(doing: Doing, action: StartCall) -> None:
    """Record a dial: the call, one more attempt, the contact's last activity."""
    doing.check_id(action.call_id)
    doing.check_time(action.started_at)
    campaign = doing.campaign(action.campaign_id)
    contact = doing.contact(action.contact_id, campaign.id)
    if things.row_of(doing.connection, Call, action.call_id) is not None:
        raise RefusedAction(Refusal.CALL_EXISTS)
    user = doing.caller.user
    call = Call(
        id=action.call_id,
        campaign_id=campaign.id,
        contact_id=contact.id,
        contact_name=contact.name,
        phone=contact.phone,
        agent_id=user.id,
        agent_name=user.name,
        started_at=action.started_at,
        answered_at=None,
        ended_at=None,
        revision=0,
    )
    things.put(doing.connection, call)
    _touch(doing, contact, action.started_at, attempts=contact.attempts + 1)
    dialling.being_called(doing.connection, contact.id, doing.keeper.now)


def end_call(doing: Doing, action: EndCall) -> None:
    """Record how the line ended; announces the recording that will be uploaded."""
    call = doing.own_call(action.call_id)
    if call.ended_at is not None:
        raise RefusedAction(Refusal.ALREADY_ENDED)
    doing.check_time(action.ended_at)
    times = [call.started_at, action.ended_at]
    if action.answered_at is not None:
        times.insert(1, action.answered_at)
    if any(moment.tzinfo is None for moment in times) or times != sorted(times):
        raise RefusedAction(Refusal.TIME_ORDER)
    ended = dataclasses.replace(
        call,
        answered_at=action.answered_at,
        ended_at=action.ended_at,
        system_result=action.system_result,
        answer_class=ANSWERED_BY.get(action.system_result),
        recording_id=action.recording_id,
    )
    if action.recording_id is not None:
        doing.check_id(action.recording_id)
        if recordings.announced(doing.connection, action.recording_id):
            raise RefusedAction(Refusal.RECORDING_EXISTS)
        recordings.expect(doing.connection, action.recording_id, call.id)
    things.put(doing.connection, ended)


def save_wrap_up(doing: Doing, action: SaveWrapUp) -> None:
    """Settle a call: outcome, note, callback, answers; what follows for the contact follows here."""
    call = doing.own_call(action.call_id)
    if call.ended_at is None:
        raise RefusedAction(Refusal.NOT_ENDED)
    if call.outcome is not None:
        raise RefusedAction(Refusal.ALREADY_WRAPPED_UP)
    campaign = doing.campaign(call.campaign_id)
    outcome = campaign.outcome(action.outcome)
    if outcome is None:
        raise RefusedAction(Refusal.UNKNOWN_OUTCOME)
    _check_callback(outcome, action.callback, call)
    _check_texts(action)
    settled = dataclasses.replace(
        call,
        outcome=outcome.key,
        outcome_class=outcome.outcome_class,
        outcome_by=OutcomeBy.AGENT,
        note=action.note,
        callback=action.callback,
    )
    things.put(doing.connection, settled)
    _store_answers(doing, action)
    _tell_recording(doing, settled)
    _follow_up(doing, campaign, settled, outcome)


def _check_callback(outcome: OutcomeOption, callback: Callback | None, call: Call) -> None:
    wanted = outcome.outcome_class in CALLBACKS
    if callback is None:
        if wanted:
            raise RefusedAction(Refusal.CALLBACK_MISSING)
        return
    if not wanted:
        raise RefusedAction(Refusal.CALLBACK_UNEXPECTED)
    if callback.at.tzinfo is None or callback.at < call.started_at:
        raise RefusedAction(Refusal.CALLBACK_PAST)
    if callback.zone not in zoneinfo.available_timezones():
        raise RefusedAction(Refusal.CALLBACK_ZONE)


def _check_texts(action: SaveWrapUp) -> None:
    sizes = [len(action.note), *(len(key) + len(value) for key, value in action.answers)]
    if max(sizes) > NOTE_LIMIT or len(action.answers) > ANSWERS_LIMIT:
        raise RefusedAction(Refusal.TOO_LONG)
    if any("\0" in text for answer in action.answers for text in answer):
        raise RefusedAction(Refusal.BAD_TEXT)


def _store_answers(doing: Doing, action: SaveWrapUp) -> None:
    rows = [
        {"call_id": action.call_id, "key": key[:64], "value": value}
        for key, value in dict(action.answers).items()
    ]
    if rows:
        doing.connection.execute(insert(script_answer), rows)


def _tell_recording(doing: Doing, call: Call) -> None:
    found = None if call.recording_id is None else things.get(doing.connection, Recording, call.recording_id)
    if found is not None:
        things.put(
            doing.connection,
            dataclasses.replace(found, outcome=call.outcome, outcome_class=call.outcome_class),
        )


def _follow_up(doing: Doing, campaign: Campaign, call: Call, outcome: OutcomeOption) -> None:
    if outcome.outcome_class in DO_NOT_CALL and call.phone is not None:
        everywhere = outcome.outcome_class is OutcomeClass.DO_NOT_CALL_ORGANISATION
        entry = DoNotCall(call.phone, None if everywhere else campaign.id, doing.keeper.now, 0)
        things.put(doing.connection, entry)
    row = None if call.contact_id is None else things.row_of(doing.connection, Contact, call.contact_id)
    if row is None or not doing.keeper.shows(row):
        return  # deleted meanwhile: the outcome stands, nobody is left to call
    contact: Contact = things.read(row)
    _touch(doing, contact, call.ended_at or call.started_at, attempts=contact.attempts)
    dialling.after_wrap_up(doing.connection, call, outcome.outcome_class, doing.keeper.now)


def _touch(doing: Doing, contact: Contact, at: datetime, *, attempts: int) -> None:
    moved = max(contact.last_activity_at, at)
    things.put(doing.connection, dataclasses.replace(contact, last_activity_at=moved, attempts=attempts))
