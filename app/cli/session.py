"""A signed-in person: every service of their open profile, and what keeps them up to date."""

import asyncio
import os
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from app.changes import Changes
from app.cli.device import Device
from app.cli.models import model_library
from app.cli.profiles import OpenProfile
from app.domain.actions import OutboxItem
from app.domain.agent_state import IN_CALL, Presence
from app.domain.people import Role
from app.domain.policy import IDLE_LOCK, UncheckedAudio, idle_seconds
from app.errors import EnvironmentFault, Explanation, UserFacing
from app.services.agent_presence import AgentPresence
from app.services.check_quarantine import CheckQuarantine
from app.services.device_facts import DeviceFacts, ReadDeviceFacts
from app.services.keep_policy import KeepPolicy
from app.services.privacy import Privacy
from app.services.record_call import RecordCall
from app.services.release_recording import ReleaseRecording
from app.services.retain import Retain
from app.services.run_campaign import RunCampaign
from app.services.sign_in import SignedIn
from app.services.synchronise import Synchroniser, SyncState
from app.services.transcribe_recording import TranscribeRecording
from app.services.transcription_queue import TranscriptionQueue
from app.transcription.supervisor import ChildTranscriber
from app.voice.line import EngineLine
from ui.operations import Operations

LEASE_EVERY_S = 60.0
LOOPBACK = ("https://127.0.0.1", "https://localhost", "https://[::1]")
T = TypeVar("T")
TAKES_CALLS = frozenset({Role.AGENT, Role.TEAM_LEAD})


@dataclass(frozen=True)
class SessionHooks:
    """What a session tells the desk: a wipe was obeyed; the user signs out, wipes, or locks the window."""

    wiped: Callable[[], None]
    sign_out: Callable[[], Coroutine[Any, Any, Changes]]
    wipe_here: Callable[[], Coroutine[Any, Any, None]]
    lock_window: Callable[[], None]


class Session:
    """Opened after signing in; closed by signing out, lock, wipe or the window."""

    def __init__(
        self,
        device: Device,
        profile: OpenProfile,
        signed_in: SignedIn,
        operations: Operations,
        hooks: SessionHooks,
        microphone: Path | None,
    ) -> None:
        self.device = device
        self.user = signed_in.user
        self.paths = profile.paths
        self.stores = profile.opened.stores
        self.operations = operations
        self.hooks = hooks
        workstation = device.workstation
        self.clock = workstation.clock
        url = device.enrolment.platform_url
        self.line = EngineLine(loopback=url.startswith(LOOPBACK), microphone=microphone)
        self.models = model_library(workstation.paths, workstation.keeper, self.clock)
        transcriber = ChildTranscriber(self.models, self.clock)
        self.check = CheckQuarantine(
            self.stores.media,
            self.stores.recordings,
            self.stores.replica,
            self.models,
            transcriber,
            operations.bridge.publish,
            operations.failed.emit,
        )
        self.release = ReleaseRecording(self.stores.media, self.stores.recordings, self.check)
        self.record = RecordCall(self.line, self.stores.media, self.release, self.clock)
        self.presence = AgentPresence(self.clock) if self.user.role in TAKES_CALLS else None
        keep_policy = KeepPolicy(workstation.keeper, self.stores.replica, device.receipts)
        self.retain = Retain(self.stores.retention, device.receipts, operations.bridge.publish, keep_policy)
        self.privacy = Privacy(
            self.stores.campaigns,
            self.stores.outbox,
            self.stores.retention,
            device.receipts,
            workstation.keeper,
        )
        self.transcriptions = TranscriptionQueue(
            self.stores,
            TranscribeRecording(self.stores, self.models, transcriber),
            self.clock,
            operations.bridge.publish,
            processors=os.cpu_count() or 1,
        )
        self._check_in = device.check_in(self.stores.replica.put_policy)
        self.sync = Synchroniser(
            device.platform,
            self.stores,
            self.contact,
            self.clock.now,
            self._on_state,
            operations.bridge.publish,
        )
        self._opened = profile.opened
        self.on_sync_state: Callable[[SyncState], None] = lambda state: None
        self.on_device: Callable[[DeviceFacts], None] = lambda facts: None
        self._facts = ReadDeviceFacts(workstation.keeper)
        self.run: RunCampaign | None = None
        if self.presence is not None:
            self.run = RunCampaign(
                device.platform, self.stores, self.line, self.record, self.presence, self.user, self.clock
            )
        self.idle_lock_s = idle_seconds(IDLE_LOCK)
        self._tasks: list[asyncio.Task[Any]] = []

    async def start(self) -> None:
        """Recover what a crash left, then keep up with the platform, the schedule and the lease."""
        loop = asyncio.get_running_loop()
        self._opened.on_rebuilt(lambda: loop.call_soon_threadsafe(self._on_rebuilt))
        policy = await self.stores.replica.policy()
        if policy is not None:
            self.idle_lock_s = idle_seconds(policy.idle_lock)
        unchecked = policy.unchecked_audio if policy is not None else UncheckedAudio.HOLD
        stores = self.stores
        await self.release.recover(stores.calls, stores.contacts, stores.campaigns, unchecked)
        self.operations.bridge.changed.connect(self._on_changes)
        if self.presence is not None:
            self.presence.heard.add(self._on_presence)
        for work in (
            self.sync.run(),
            self.retain.keep_watch(),
            self._watch_lease(),
            self.check.run(),
            self.transcriptions.run(),
        ):
            self._tasks.append(asyncio.create_task(work))

    async def tell_rebuilt(self) -> None:
        """Say once that damaged data was begun anew, and what was lost if anything."""
        rebuilt = await self._opened.rebuilt()
        if rebuilt is not None:
            self.operations.failed.emit(rebuilt.explanation)

    def _on_rebuilt(self) -> None:
        """Damage was found in the middle of work: say so, and fetch everything again at once."""
        self.operations.tasks.spawn(self.tell_rebuilt(), "tell that data was rebuilt")
        self.sync.retry()

    async def close(self) -> None:
        """End a call that is up properly, then stop everything of this session."""
        if self.run is not None:
            await self.run.close()
        self.operations.bridge.changed.disconnect(self._on_changes)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks.clear()
        await self.transcriptions.close()
        await self.line.close()

    async def contact(self) -> Changes:
        """Check in; a new policy is kept at once, a wipe ends the session."""
        result = await self._unless_wiped(self._check_in())
        if result.wiped:
            return Changes()
        self.idle_lock_s = idle_seconds(result.policy.idle_lock)
        if result.changes.policy:
            await self.retain.sweep()
        await self._show_standing()
        # An order obeyed or refused leaves a receipt, and nothing else that a page would notice.
        return result.changes | Changes(receipts=bool(result.obeyed or result.refused))

    async def contact_now(self) -> Explanation | None:
        """Check in, or do what the lease demands; returns what kept it from working."""
        try:
            self.operations.bridge.publish(await self.contact())
        except EnvironmentFault as fault:
            await self._told(self._unless_wiped(self.device.obey.enforce_lease()))
            return fault.explanation
        return None

    async def sound(self) -> str:
        """Return the name of what the agent hears with, or that there is none."""
        devices = await self.line.devices()
        default = next((d.name for d in devices.devices if d.is_default and not d.is_input), "")
        return "No sound card: silent device" if devices.null else default

    async def waiting(self) -> tuple[OutboxItem, ...]:
        """Return what waits for the platform."""
        return await self.stores.outbox.items()

    async def _watch_lease(self) -> None:
        while True:
            await self._told(self._show_standing())
            # Not at once: who has just signed in after a long time has contact a moment later.
            await asyncio.sleep(LEASE_EVERY_S)
            await self._told(self._unless_wiped(self.device.obey.enforce_lease()))

    async def _unless_wiped(self, step: Awaitable[T]) -> T:
        """A wipe ends the session, also one whose receipt cannot be handed over yet."""
        try:
            return await step
        finally:
            if self.device.obey.wiped:
                self.hooks.wiped()

    async def _show_standing(self) -> None:
        self.on_device(await self._facts())

    async def _told(self, step: Awaitable[object]) -> None:
        """A fault is shown, and the watch goes on."""
        try:
            await step
        except (EnvironmentFault, UserFacing) as fault:
            self.operations.failed.emit(fault.explanation)

    def _on_presence(self, presence: Presence) -> None:
        """A call comes first: recognition goes at half speed beside it."""
        self.transcriptions.calm(presence.state in IN_CALL)

    def _on_state(self, state: SyncState) -> None:
        self.on_sync_state(state)
        if self.run is not None:
            self.run.on_sync(state)

    def _on_changes(self, changes: Changes) -> None:
        if changes.outbox:
            self.sync.nudge()
