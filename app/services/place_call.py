"""Dial the contact at hand, follow the line until it is down, and put both ends of it in the outbox."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from app.domain.actions import EndCall, StartCall
from app.domain.agent_state import AgentState
from app.domain.call import WrapUp
from app.domain.campaign import Campaign
from app.domain.contact import Contact
from app.domain.ids import CallId, new_id
from app.domain.outcome import SystemResult
from app.domain.people import User
from app.domain.policy import Policy, UncheckedAudio
from app.domain.recording import Recording
from app.domain.retention import DataClass, Facts, expires_at
from app.errors import CallNexError, UserFacing
from app.ports.clock import Clock
from app.ports.voice import Answerer, Levels, LineState, LineStatus, VoiceLine
from app.protocol.messages import VoiceOffer
from app.services.agent_presence import AgentPresence
from app.services.check_dial import CheckDial
from app.services.record_call import CallEvent, NotRecorded, Recorded
from app.services.release_recording import RecordedCall, Released, recording_of
from app.services.run_state import AgentPlatform, CallNow, RunBoard, RunStores


class Recorder(Protocol):
    """Runs the line and keeps its sound; `RecordCall` does."""

    def __call__(
        self, call: RecordedCall, answerer: Answerer, unchecked: UncheckedAudio
    ) -> AsyncGenerator[CallEvent, None]:
        """Yield what happens until the line is down and the recording decided on."""
        ...

    async def keeps(self, language: str, unchecked: UncheckedAudio) -> bool:
        """Return whether the audio of a call in this language is going to be kept."""
        ...


@dataclass(frozen=True)
class Begun:
    """A call that is in the outbox and on the board, and not on the line yet."""

    call: CallNow
    campaign: Campaign
    contact: Contact


class PlaceCall:
    """`begin`, then `follow`, which lasts as long as the call; the others act on the line meanwhile."""

    def __init__(
        self,
        board: RunBoard,
        platform: AgentPlatform,
        stores: RunStores,
        line: VoiceLine,
        record: Recorder,
        check: CheckDial,
        presence: AgentPresence,
        user: User,
        clock: Clock,
    ) -> None:
        self._board = board
        self._platform = platform
        self._stores = stores
        self._line = line
        self._record = record
        self._check = check
        self._presence = presence
        self._user = user
        self._clock = clock
        self._one_at_a_time = asyncio.Lock()

    async def begin(self) -> Begun:
        """Put the start in the outbox before anything rings: a dial is never unaccounted for.

        Raises UserFacing DIA-100 without a contact, DIA-101 when the rules forbid it; nothing is done then.
        """
        await self._check.require()
        campaign, contact = self._board.state.campaign, self._board.state.contact
        if campaign is None or contact is None:
            raise UserFacing("DIA-100", "There is no contact to dial.", "Go ready to get the next one.")
        now = self._clock.now()
        call = CallNow(CallId(new_id()), now)
        start = StartCall(call.id, campaign.id, contact.id, now)
        _, changes = await self._stores.outbox.enqueue(start, self._user, now)
        draft = WrapUp(call.id)
        await self._stores.calls.keep_draft(draft)
        dials = self._board.state.dials + 1
        self._board.put(call=call, draft=draft, saved_at=now, restored=False, dials=dials)
        self._presence.move(AgentState.DIALLING)
        self._board.changes.tell(changes)
        return Begun(call, campaign, contact)

    async def follow(self, begun: Begun) -> None:
        """Run the line and return once it is down and its recording decided on.

        Raises EnvironmentFault when the line could not be had or the recording not be released; the call has
        ended properly then. `board.changes` hears what it changes meanwhile.
        """
        async with self._one_at_a_time:
            await self._follow(begun.call, begun.campaign, begun.contact)

    async def mute(self, on: bool) -> None:
        """Send silence instead of the microphone."""
        call = self._live()
        await self._line.mute(on)
        self._board.put_call(call.id, muted=on)

    async def hold(self, on: bool) -> None:
        """Stop both directions."""
        call = self._live()
        await self._line.hold(on)
        self._board.put_call(call.id, held=on)
        self._presence.move(AgentState.ON_HOLD if on else AgentState.ON_CALL)

    async def hang_up(self) -> None:
        """End the call; `follow` goes on to its end by itself. Nothing happens without a call."""
        call = self._board.state.call
        if call is not None and not call.ended:
            await self._line.hang_up()

    async def finished(self) -> None:
        """Wait until no call is being followed any more."""
        async with self._one_at_a_time:
            return

    def _live(self) -> CallNow:
        call = self._board.state.call
        if call is None or call.ended or call.answered_at is None:
            raise UserFacing("CAL-101", "There is no call to do that with.", "Wait until it is answered.")
        return call

    async def _follow(self, call: CallNow, campaign: Campaign, contact: Contact) -> None:
        policy = await self._stores.replica.policy()
        unchecked = UncheckedAudio.HOLD if policy is None else policy.unchecked_audio
        kept = await self._record.keeps(contact.language, unchecked)
        events = self._record(
            self._recorded(call, contact), self._answerer(call.id, campaign, contact), unchecked
        )
        try:
            async with aclosing(events):
                async for event in events:
                    await self._take(call.id, event, policy, kept)
        except CallNexError:
            await self._end(call.id, SystemResult.UNAVAILABLE, kept)
            raise
        await self._end(call.id, SystemResult.UNAVAILABLE, kept)

    async def _take(self, call_id: CallId, event: CallEvent, policy: Policy | None, kept: bool) -> None:
        match event:
            case Levels():
                self._board.levels.tell(event)
            case Recorded(seconds):
                self._board.put_call(call_id, recorded_s=seconds)
            case NotRecorded(why):
                self._board.put_call(call_id, not_recorded=why)
            case Released(fate=fate, changes=changes, recording=recording):
                deleted_at = None if recording is None else _deleted_at(policy, recording)
                self._board.put_call(call_id, fate=fate, deleted_at=deleted_at)
                self._board.changes.tell(changes)
            case LineStatus(state=LineState.CONNECTED):
                self._board.put_call(call_id, answered_at=self._clock.now())
                self._presence.move(AgentState.ON_CALL)
            case LineStatus(state=LineState.ENDED, result=result):
                await self._end(call_id, result or SystemResult.UNAVAILABLE, kept)

    async def _end(self, call_id: CallId, result: SystemResult, kept: bool) -> None:
        """Settle the line once, whatever ended it; `kept`: there will be a recording to send."""
        call = self._board.state.call
        if call is None or call.id != call_id or call.ended:
            return
        now = self._clock.now()
        if call.answered_at is not None:
            result = SystemResult.ANSWERED
        recording = recording_of(call_id) if kept and call.recorded_s > 0 else None
        end = EndCall(call_id, result, call.answered_at, now, recording)
        _, changes = await self._stores.outbox.enqueue(end, self._user, now)
        self._board.put_call(call_id, ended_at=now, result=result, muted=False, held=False)
        self._presence.move(AgentState.WRAP_UP)
        self._board.changes.tell(changes)

    def _recorded(self, call: CallNow, contact: Contact) -> RecordedCall:
        return RecordedCall(
            call_id=call.id,
            campaign_id=contact.campaign_id,
            contact_name=contact.name,
            company=contact.company,
            phone=contact.phone,
            agent_name=self._user.name,
            language=contact.language,
            started_at=call.started_at,
        )

    def _answerer(self, call_id: CallId, campaign: Campaign, contact: Contact) -> Answerer:
        async def answer(sdp: str) -> str:
            return await self._platform.answer(call_id, VoiceOffer(sdp, campaign.id, contact.id))

        return answer


def _deleted_at(policy: Policy | None, recording: Recording) -> datetime | None:
    """When the policy in force deletes a recording that was kept."""
    if policy is None:
        return None
    facts = Facts(recording.ended_at, recording.campaign_id)
    return expires_at(policy.schedule, DataClass.CALL_RECORDING, facts)
