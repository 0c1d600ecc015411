"""A working day of calls: choose a campaign, go ready, preview, dial, wrap up, next."""

import asyncio
from datetime import datetime, time

from app.changes import Changes
from app.domain.agent_state import AgentState, NotReadyReason
from app.domain.campaign import Campaign, CampaignState, DiallingMode
from app.domain.ids import CampaignId
from app.domain.people import User
from app.domain.script_run import ScriptRun
from app.errors import UserFacing
from app.ports.clock import Clock
from app.ports.voice import VoiceLine
from app.services.agent_presence import AgentPresence
from app.services.check_dial import CheckDial
from app.services.next_contact import NextContact
from app.services.place_call import PlaceCall, Recorder
from app.services.restore_wrap_up import RestoreWrapUp
from app.services.run_state import AgentPlatform, RunBoard, RunState, RunStores
from app.services.settle_call import SettleCall
from app.services.synchronise import SyncState
from app.services.write_wrap_up import WriteWrapUp

BY_AGENTS = frozenset({DiallingMode.MANUAL, DiallingMode.PREVIEW, DiallingMode.PROGRESSIVE})
"""Modes in which this console dials; in the others the platform does."""


class RunCampaign:
    """One per signed-in agent. `board` is what the page shows, `desk` what is written, `calls` the line."""

    def __init__(
        self,
        platform: AgentPlatform,
        stores: RunStores,
        line: VoiceLine,
        record: Recorder,
        presence: AgentPresence,
        user: User,
        clock: Clock,
    ) -> None:
        self.board = RunBoard()
        self.presence = presence
        self.user = user
        self._stores = stores
        self._clock = clock
        self._beginning = False
        self._choosing_first = asyncio.Lock()
        self.check = CheckDial(self.board, stores.contacts, stores.replica, clock)
        self.desk = WriteWrapUp(self.board, stores.calls, clock)
        self.calls = PlaceCall(self.board, platform, stores, line, record, self.check, presence, user, clock)
        self._next = NextContact(self.board, platform, stores, self.check, presence)
        self._settle = SettleCall(self.board, self.desk, stores.outbox, user, clock)
        self._restore = RestoreWrapUp(self.board, stores, self._next, presence, user, clock)

    @property
    def state(self) -> RunState:
        """What the page is about now."""
        return self.board.state

    async def open(self) -> Changes:
        """Bring back an unsaved wrap-up, then load the campaigns; the first that can be run is chosen."""
        _, changes = await self._restore()
        await self.refresh()
        return changes

    async def refresh(self) -> None:
        """Read campaigns, figures and the verdict again, after something changed."""
        choices = await self._stores.campaigns.all()
        current = self.state.campaign
        campaign = next((c for c in choices if current is not None and c.id == current.id), current)
        self.board.put(choices=choices, campaign=campaign)
        if campaign is not None:
            progress = await self._stores.campaigns.progress(campaign.id)
            day = await self._stores.campaigns.day_of(self.user.id, _midnight(self._clock.now()))
            self.board.put(progress=progress, day=day)
        await self.check()
        if campaign is None:
            await self._choose_first()

    async def choose(self, campaign_id: CampaignId) -> Changes:
        """Run another campaign. Raises UserFacing: CAM-102 in a call, CAM-103 not dialled here."""
        campaign = await self._stores.campaigns.get(campaign_id)
        if self.state.call is not None:
            raise UserFacing("CAM-102", "A call is not settled yet.", "Save it, then change the campaign.")
        if campaign is None or not joinable(campaign):
            raise UserFacing(
                "CAM-103", "This campaign is not dialled by agents now.", "Choose one that is running."
            )
        self.board.put(campaign=campaign, contact=None, verdict=None, script=None, nobody_left=False)
        if self.presence.now.state is AgentState.PREVIEW:
            self.presence.move(AgentState.READY)
        await self.refresh()
        if self.presence.now.state is AgentState.READY:
            return await self._next()
        return Changes()

    async def _choose_first(self) -> None:
        """Run what can be run, as soon as there is something: at the first start it comes with the sync."""
        async with self._choosing_first:
            first = next((choice for choice in self.state.choices if joinable(choice)), None)
            if first is not None and self.state.campaign is None:
                await self.choose(first.id)

    async def ready(self) -> Changes:
        """Go ready: back to the contact at hand, or to the next one."""
        if self.presence.pause_after is not None:
            self.presence.stay()
            return Changes()
        if self.presence.now.state is AgentState.NOT_READY:
            self.presence.move(AgentState.READY)
        if self.state.contact is not None and self.presence.now.state is AgentState.READY:
            self.presence.move(AgentState.PREVIEW)
            await self.check()
            return Changes()
        return await self.next()

    def pause(self, reason: NotReadyReason) -> None:
        """Stop taking contacts, after the call when there is one."""
        self.presence.pause(reason)

    async def next(self) -> Changes:
        """Take another contact instead of this one; only while previewing or waiting."""
        if self.presence.now.state is AgentState.PREVIEW:
            self.presence.move(AgentState.READY)
        if self.presence.now.state is not AgentState.READY:
            raise UserFacing("STA-102", "You are not ready.", "Press F9 to go ready.")
        return await self._next()

    async def dial(self) -> None:
        """Dial; lasts as long as the call. Pressed twice it dials once.

        A redial settles the call before it first, so that none stays open. Raises as `PlaceCall` and, on a
        redial, `SettleCall` do.
        """
        call = self.state.call
        if self._beginning or (call is not None and not call.ended):
            return
        self._beginning = True
        try:
            if call is not None:
                await self._settle_for_redial()
            await self.calls.finished()
            begun = await self.calls.begin()
        finally:
            self._beginning = False
        await self.calls.follow(begun)

    async def _settle_for_redial(self) -> None:
        await self.check.require()
        self.board.changes.tell(await self._settle())
        script = self.state.script
        self.board.put(script=None if script is None else ScriptRun.begin(script.script))
        self.presence.move(AgentState.READY)
        self.presence.move(AgentState.PREVIEW)

    async def save(self) -> Changes:
        """Settle the call; then the next contact, or the pause that was asked for."""
        changes = await self._settle()
        reason = self.presence.pause_after
        self.board.put(contact=None, verdict=None, script=None, history=())
        if reason is not None:
            self.presence.move(AgentState.NOT_READY, reason)
        else:
            self.presence.move(AgentState.READY)
        await self.refresh()
        return changes

    def on_sync(self, sync: SyncState) -> None:
        """Note whether the platform can be reached and has sent everything; without it nothing is dialled."""
        since = None if sync.online else sync.since
        synced = self.state.synced or sync.last_synced_at is not None
        if (since, synced) != (self.state.offline_since, self.state.synced):
            self.board.put(offline_since=since, synced=synced)

    async def close(self) -> None:
        """Hang up if a line is up and wait until the call has ended properly."""
        await self.calls.hang_up()
        await self.calls.finished()


def joinable(campaign: Campaign) -> bool:
    """Return whether an agent can run it from here."""
    return campaign.state is CampaignState.RUNNING and campaign.mode in BY_AGENTS


def _midnight(now: datetime) -> datetime:
    """Local midnight: an agent's day is the one on the wall."""
    return datetime.combine(now.astimezone().date(), time()).astimezone()
