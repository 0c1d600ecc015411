"""The Campaigns page in its states, over memory; each state is reached by doing what an agent does."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from PySide6.QtWidgets import QWidget

from app.changes import Changes
from app.domain.agent_state import AgentState
from app.domain.call import WrapUp
from app.domain.ids import CallId
from app.domain.outcome import SystemResult
from app.domain.policy import UncheckedAudio
from app.services.agent_presence import AgentPresence
from app.services.run_campaign import RunCampaign
from app.services.synchronise import SyncState
from ui.bridge import Bridge
from ui.campaigns.model import CampaignsModel
from ui.campaigns.page import CampaignsPage
from ui.gallery.campaign_facts import (
    AGENT,
    CALLBACK_AT,
    HELDERZON,
    NOW,
    OTHERS,
    POLICY,
    annelies,
    past_calls,
    reached,
)
from ui.gallery.frame import Frame
from ui.gallery.memory.agent_platform import MemoryAgentPlatform
from ui.gallery.memory.calls import MemoryCalls
from ui.gallery.memory.campaigns import MemoryCampaigns
from ui.gallery.memory.clock import MemoryClock
from ui.gallery.memory.contacts import MemoryContacts
from ui.gallery.memory.outbox import MemoryOutbox
from ui.gallery.memory.replica import MemoryReplica
from ui.gallery.memory.voice import MemoryLine, MemoryRecorder
from ui.gallery.memory.world import World
from ui.operations import Operations
from ui.shell import Shell
from ui.shell_model import ShellActions
from ui.task_set import TaskSet

Made = Callable[[], Coroutine[Any, Any, QWidget]]
_NOWHERE: Mapping[str, QWidget] = {}


@dataclass
class AgentStores:
    """The stores a run needs, in memory."""

    campaigns: MemoryCampaigns
    contacts: MemoryContacts
    calls: MemoryCalls
    outbox: MemoryOutbox
    replica: MemoryReplica


def agent_stores(world: World, last_contact: datetime | None) -> AgentStores:
    """Return the stores over one world."""
    return AgentStores(
        MemoryCampaigns(world),
        MemoryContacts(world),
        MemoryCalls(world),
        MemoryOutbox(world),
        MemoryReplica(world, last_contact),
    )


class AgentDesk:
    """A page with everything behind it, and the hands that bring it into a state."""

    def __init__(self) -> None:
        self.clock = MemoryClock(NOW)
        self.world = World(self.clock, policy=POLICY)
        self.world.add_campaigns(HELDERZON, *OTHERS)
        self.world.add_calls(*reached(), *past_calls())
        self.contact = annelies()
        self.stores = agent_stores(self.world, NOW - timedelta(hours=6))
        self.platform = MemoryAgentPlatform([self.contact], self.clock)
        self.line = MemoryLine()
        self.presence = AgentPresence(self.clock)
        self.run = RunCampaign(
            self.platform,
            self.stores,
            self.line,
            MemoryRecorder(self.line),
            self.presence,
            AGENT,
            self.clock,
        )
        self.operations = Operations(Bridge(), TaskSet())
        self.synced_at: datetime | None = NOW
        self.model: CampaignsModel | None = None

    async def page(self) -> CampaignsPage:
        """Return the page once it has loaded."""
        self.model = CampaignsModel(self.run, self.operations, self.clock)
        page = CampaignsPage(self.model)
        # The page owns what only it uses: the work of this desk ends with it.
        self.operations.setParent(page)
        await self.until(lambda: self.run.state.day is not None and not page.model.view.loading)
        return page

    async def framed(self, page: CampaignsPage, elsewhere: Mapping[str, QWidget] = _NOWHERE) -> Shell:
        """Return the page, or the first page of `elsewhere`, inside the shell, as an agent has it."""
        actions = ShellActions(
            ready=self.run.ready,
            pause=self.run.pause,
            sign_out=_changes,
            retry=lambda: None,
            waiting=self.stores.outbox.items,
            sound=self._sound,
        )
        frame = Frame(AGENT, self.presence, actions, self.operations, self.clock)
        since = NOW if self.platform.online else self.clock.now() - timedelta(minutes=23)
        state = SyncState(self.platform.online, since, self.synced_at, len(self.world.items))
        self.run.on_sync(state)
        shell = await frame.around({**elsewhere, "campaigns": page}, state)
        # A picture stands still: what is under way is put away, and the page keeps showing it.
        await self.operations.tasks.close()
        return shell

    async def _sound(self) -> str:
        return (await self.line.devices()).devices[0].name

    async def until(self, happened: Callable[[], object]) -> None:
        """Let everything run until something is so."""
        async with asyncio.timeout(5):
            # The condition is any fact of the page: there is no event to wait for.
            while not happened():  # noqa: ASYNC110
                await asyncio.sleep(0)

    async def preview(self, page: CampaignsPage) -> None:
        """Go ready and get the contact."""
        page.model.ready()
        await self.until(lambda: self.run.state.verdict is not None)

    async def talk(self, page: CampaignsPage) -> None:
        """Dial, be answered, and follow the script to its fourth step."""
        page.model.dial()
        await self.until(lambda: self.line.busy)
        self.line.answer()
        await self.until(lambda: self.presence.now.state is AgentState.ON_CALL)
        script = page.model.script
        for letter, seconds in (("A", 6), ("A", 12), ("A", 153)):
            script.answer(letter)
            self.clock.move(seconds)
            script.forward()
        self.line.speak(-12, -41, 24)
        await self.until(lambda: self.run.state.call is not None and self.run.state.call.recorded_s)
        script.answer("B")
        script.fill("panels", "24")
        script.fill("inverter", "SMA Sunny Boy")
        script.fill("last_check", "2021")
        self.clock.move(51)
        page.model.outcome("callback")
        page.model.callbacks.at(CALLBACK_AT)
        note = "Panelen op plat dak, toegang via werkplaats. Wil eerst met haar man overleggen."
        page.model.note(note)
        draft_kept = self.world.drafts
        await self.until(lambda: any(draft.note == note for draft in draft_kept.values()))
        page.model.render()

    async def hang_up(self, page: CampaignsPage) -> None:
        """End the call."""
        self.clock.move(189)
        page.model.hang_up()
        await self.until(lambda: self.run.state.call is not None and self.run.state.call.fate)
        self.clock.move(18)
        page.model.render()


async def on_call() -> QWidget:
    """In the middle of a call."""
    desk = AgentDesk()
    page = await desk.page()
    await desk.preview(page)
    await desk.talk(page)
    return await desk.framed(page)


async def wrap_up() -> QWidget:
    """After the call."""
    desk = AgentDesk()
    desk.world.policy = replace(POLICY, unchecked_audio=UncheckedAudio.RELEASE_UNCHECKED)
    page = await desk.page()
    await desk.preview(page)
    await desk.talk(page)
    await desk.hang_up(page)
    return await desk.framed(page)


async def preview() -> QWidget:
    """A contact to look at before dialling."""
    desk = AgentDesk()
    page = await desk.page()
    await desk.preview(page)
    return await desk.framed(page)


async def not_ready() -> QWidget:
    """Just signed in."""
    desk = AgentDesk()
    return await desk.framed(await desk.page())


async def blocked() -> QWidget:
    """A contact who may not be dialled: too late there, no consent, an old do-not-call list."""
    desk = AgentDesk()
    desk.platform.hand_out(replace(desk.contact, consent_at=None, zone="Asia/Tokyo", place="Osaka"))
    desk.stores.replica.last = NOW - timedelta(days=2)
    page = await desk.page()
    await desk.preview(page)
    return await desk.framed(page)


async def nobody_left() -> QWidget:
    """The campaign has nobody to call now."""
    desk = AgentDesk()
    desk.platform.hand_out()
    page = await desk.page()
    page.model.ready()
    await desk.until(lambda: desk.run.state.nobody_left)
    return await desk.framed(page)


async def first_sync() -> QWidget:
    """The first synchronisation is under way."""
    desk = AgentDesk()
    desk.world.campaigns = {}
    desk.synced_at = None
    return await _without_campaign(desk)


async def no_campaign() -> QWidget:
    """Nothing is running."""
    desk = AgentDesk()
    desk.world.campaigns = {campaign.id: campaign for campaign in OTHERS}
    return await _without_campaign(desk)


async def _without_campaign(desk: AgentDesk) -> QWidget:
    page = CampaignsPage(CampaignsModel(desk.run, desk.operations, desk.clock))
    desk.operations.setParent(page)
    await desk.until(lambda: not page.model.view.loading)
    return await desk.framed(page)


async def not_answered() -> QWidget:
    """The line was busy: wrap-up without a conversation, and saving was tried without an outcome."""
    desk = AgentDesk()
    page = await desk.page()
    await desk.preview(page)
    page.model.dial()
    await desk.until(lambda: desk.line.busy)
    desk.clock.move(24)
    desk.line.end(SystemResult.BUSY)
    await desk.until(lambda: desk.presence.now.state is AgentState.WRAP_UP)
    page.model.save()
    await desk.until(lambda: page.model.view.wrap_up.error)
    return await desk.framed(page)


async def restored() -> QWidget:
    """The console died in a call; its notes are back."""
    desk = AgentDesk()
    desk.world.add_contacts(desk.contact)
    call = replace(past_calls()[0], id=CallId("lost"), started_at=NOW - timedelta(minutes=9), outcome=None)
    desk.world.add_calls(replace(call, outcome_class=None, system_result=None, ended_at=None))
    answers = (("greeting", "A"), ("notice", "A"), ("reason", "A"), ("panels", "24"))
    desk.world.drafts[call.id] = WrapUp(call.id, note="Panelen op plat dak, toegang", answers=answers)
    return await desk.framed(await desk.page())


async def unreachable() -> QWidget:
    """The platform went away between two contacts."""
    desk = AgentDesk()
    page = await desk.page()
    desk.platform.online = False
    page.model.ready()
    await desk.until(lambda: page.model.view.problem is not None)
    return await desk.framed(page)


async def _changes() -> Changes:
    return Changes()


STATES: tuple[tuple[str, Made], ...] = (
    ("02-run-campaign", on_call),
    ("02-run-campaign-wrap-up", wrap_up),
    ("02-run-campaign-preview", preview),
    ("02-run-campaign-not-ready", not_ready),
    ("02-run-campaign-blocked", blocked),
    ("02-run-campaign-nobody-left", nobody_left),
    ("02-run-campaign-first-sync", first_sync),
    ("02-run-campaign-no-campaign", no_campaign),
    ("02-run-campaign-not-answered", not_answered),
    ("02-run-campaign-restored", restored),
    ("02-run-campaign-unreachable", unreachable),
)
