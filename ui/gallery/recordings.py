"""The Recordings page in its states, over memory; each state is reached by doing what a reviewer does."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from app.changes import Changes
from app.domain.ids import RecordingId
from app.ports.transcriber import Model
from app.services.analyse_recording import AnalyseRecording
from app.services.redact_recording import RedactRecording
from app.services.review_recording import ReviewRecording
from app.services.synchronise import SyncState
from app.services.transcribe_recording import TranscribeRecording
from app.services.transcription_queue import TranscriptionQueue
from ui.bridge import Bridge
from ui.gallery.campaign_facts import NOW
from ui.gallery.frame import Frame, stage
from ui.gallery.memory.audio_platform import MemoryAudioPlatform
from ui.gallery.memory.calls import MemoryCalls
from ui.gallery.memory.campaigns import MemoryCampaigns
from ui.gallery.memory.clock import MemoryClock
from ui.gallery.memory.media import MemoryMedia
from ui.gallery.memory.outbox import MemoryOutbox
from ui.gallery.memory.recordings import MemoryRecordings
from ui.gallery.memory.replica import MemoryReplica
from ui.gallery.memory.speech import MemoryModels, MemoryTranscriber
from ui.gallery.memory.transcription_queue import MemoryTranscriptionQueue
from ui.gallery.memory.world import World
from ui.gallery.recording_facts import (
    CAMPAIGNS,
    OLIVER,
    REVIEWER,
    RULES,
    call_of,
    marks,
    recordings,
    spoken,
    transcripts,
    with_card,
)
from ui.operations import Operations
from ui.recordings.model import RecordingsModel
from ui.recordings.page import RecordingsPage
from ui.shell_model import ShellActions
from ui.task_set import TaskSet

MODEL = Model("whisper-small.en", ("en",), 244_000_000)
SETTLE_S = 0.1
NORA = RecordingId("nora-lindqvist")


@dataclass
class ReviewStores:
    """The stores a review needs, in memory."""

    campaigns: MemoryCampaigns
    recordings: MemoryRecordings
    media: MemoryMedia
    calls: MemoryCalls
    outbox: MemoryOutbox
    queue: MemoryTranscriptionQueue
    replica: MemoryReplica


class ReviewDesk:
    """A page with everything behind it, and the hands that bring it into a state."""

    def __init__(self, *, filled: bool = True, models: tuple[Model, ...] = (MODEL,)) -> None:
        self.clock = MemoryClock(NOW)
        self.world = World(self.clock, policy=RULES)
        self.world.add_campaigns(*CAMPAIGNS)
        if filled:
            self._fill()
        world = self.world
        self.stores = ReviewStores(
            MemoryCampaigns(world),
            MemoryRecordings(world),
            MemoryMedia(world),
            MemoryCalls(world),
            MemoryOutbox(world),
            MemoryTranscriptionQueue(world),
            MemoryReplica(world, NOW),
        )
        self.platform = MemoryAudioPlatform({key: spoken().flac for key in world.recordings})
        whole = {key: replace(transcripts()[0], recording_id=key) for key in world.recordings}
        self.transcriber = MemoryTranscriber(whole)
        self.models = MemoryModels(*models)
        self.operations = Operations(Bridge(), TaskSet())
        self.workers = TaskSet()
        analyse = AnalyseRecording(self.stores.recordings, self.stores.campaigns)
        self.review = ReviewRecording(self.stores, self.platform, REVIEWER, self.clock, analyse)
        self.transcribe = TranscriptionQueue(
            self.stores,
            TranscribeRecording(self.stores, self.models, self.transcriber),
            self.clock,
            self.operations.bridge.publish,
        )

    def model(self) -> RecordingsModel:
        """Return the page's model over this desk."""
        return RecordingsModel(
            self.review, self.stores.campaigns, self.operations, self.clock, self.transcribe
        )

    async def page(self, key: RecordingId | None = OLIVER) -> RecordingsPage:
        """Return the page once it has listed and opened a recording."""
        page = RecordingsPage(self.model())
        # The page owns what only it uses: the work of this desk ends with it.
        self.operations.setParent(page)
        self.workers.spawn(self.transcribe.run(), "transcription queue")
        page.model.finding.load()
        await self.until(lambda: not page.model.finding.view.loading)
        if key is not None:
            page.model.open(key)
            await self.until(lambda: page.model.view is not None and page.model.view.key == key)
            await self.settled()
        return page

    async def settled(self) -> None:
        """Let everything that was begun end."""
        await self.until(lambda: not len(self.operations.tasks))

    async def framed(self, page: RecordingsPage, act: Callable[[], object] | None = None) -> QWidget:
        """Return the page inside the shell, as a reviewer has it; `act` is done there until it has ended."""
        actions = ShellActions(
            ready=_changes,
            pause=lambda reason: None,
            sign_out=_changes,
            retry=lambda: None,
            waiting=self.stores.outbox.items,
            sound=_headset,
        )
        frame = Frame(REVIEWER, None, actions, self.operations, self.clock)
        sync = SyncState(self.platform.online, NOW, NOW, len(self.world.items))
        shell = await frame.around({"recordings": page}, sync)
        stage(shell)
        await asyncio.sleep(SETTLE_S)
        if act is not None:
            act()
            await asyncio.sleep(SETTLE_S)
        # A picture stands still: what is under way is put away, and the page keeps showing it.
        for part in (page.model, page.model.transcribing):
            if part is not None:
                part.blockSignals(True)
        page.model.finding.stop()
        await self.operations.tasks.close()
        await self.workers.close()
        return shell

    async def until(self, happened: Callable[[], object]) -> None:
        """Let everything run until something is so."""
        async with asyncio.timeout(10):
            # The condition is any fact of the page: there is no event to wait for.
            while not happened():  # noqa: ASYNC110
                await asyncio.sleep(0.005)

    def _fill(self) -> None:
        world = self.world
        world.add_recordings(*recordings())
        world.add_transcripts(*transcripts())
        world.add_marks(*marks())
        world.add_calls(*(call_of(recording) for recording in recordings()))
        world.shelf.audio[OLIVER] = spoken().flac


async def review() -> QWidget:
    """A recording being reviewed, with a search."""
    desk = ReviewDesk()
    page = await desk.page()
    page.finder.search.setText("price")
    await desk.until(lambda: page.model.finding.view.searching)
    page.model.finding.narrow(CAMPAIGNS[0].id, None)
    await desk.until(lambda: page.model.finding.view.campaign)
    return await desk.framed(page, partial(page.model.playback.seek, 45_300))


async def on_platform() -> QWidget:
    """The audio is not here yet; the transcript can be read."""
    desk = ReviewDesk()
    return await desk.framed(await desk.page(RecordingId("charlotte-wood")))


async def fetching() -> QWidget:
    """The audio is arriving."""
    desk = ReviewDesk()
    page = await desk.page(RecordingId("charlotte-wood"))
    desk.platform.pause_after = 11
    page.model.fetch()
    await desk.until(lambda: desk.platform.paused)
    return await desk.framed(page)


async def platform_down() -> QWidget:
    """Fetching failed."""
    desk = ReviewDesk()
    page = await desk.page(RecordingId("charlotte-wood"))
    desk.platform.online = False
    page.model.fetch()
    await desk.settled()
    return await desk.framed(page)


async def unreadable() -> QWidget:
    """The audio that is here is broken."""
    desk = ReviewDesk()
    desk.world.shelf.audio[OLIVER] = b"fLaC" + bytes(4000)
    return await desk.framed(await desk.page())


async def transcribing() -> QWidget:
    """Speech to text is under way."""
    desk = ReviewDesk()
    desk.world.shelf.audio[NORA] = spoken().flac
    page = await desk.page(NORA)
    assert page.model.transcribing is not None
    page.model.transcribing.start()
    desk.transcriber.step(2)
    await asyncio.sleep(0.05)
    return await desk.framed(page)


async def no_model() -> QWidget:
    """There is neither a transcript nor a model to make one."""
    desk = ReviewDesk(models=())
    desk.world.shelf.audio[NORA] = spoken().flac
    return await desk.framed(await desk.page(NORA))


async def cannot_tell() -> QWidget:
    """The customer said too little: no outcome is suggested."""
    desk = ReviewDesk()
    return await desk.framed(await desk.page(RecordingId("charlotte-wood")))


async def card_removed() -> QWidget:
    """A card number was read out; text and sound are without it."""
    desk = ReviewDesk()
    said = with_card()
    await RedactRecording(desk.stores.media, desk.stores.recordings, desk.stores.replica).before_keeping(
        (said,)
    )
    desk.world.add_transcripts(said)
    return await desk.framed(await desk.page())


async def legal_hold() -> QWidget:
    """Kept beyond its time, and one about to go."""
    desk = ReviewDesk()
    held = desk.world.recordings[OLIVER]
    desk.world.add_recordings(replace(held, legal_hold=True))
    return await desk.framed(await desk.page())


async def last_days() -> QWidget:
    """A recording in its last days."""
    desk = ReviewDesk()
    desk.clock.move(10 * 86_400)
    page = await desk.page()
    return await desk.framed(page)


async def frozen() -> QWidget:
    """Frozen at the person's request while it was looked at."""
    desk = ReviewDesk()
    page = await desk.page()
    desk.world.add_recordings(replace(desk.world.recordings[OLIVER], restricted=True))
    desk.operations.bridge.publish(Changes(recordings=frozenset({OLIVER})))
    await desk.until(lambda: page.model.view is None)
    await desk.settled()
    return await desk.framed(page)


async def nothing_found() -> QWidget:
    """No transcript has the words."""
    desk = ReviewDesk()
    page = await desk.page()
    page.model.finding.narrow(CAMPAIGNS[0].id, None)
    page.finder.search.setText("voorschot")
    await desk.until(lambda: page.model.finding.view.empty)
    return await desk.framed(page)


async def empty() -> QWidget:
    """No recordings at all."""
    desk = ReviewDesk(filled=False)
    return await desk.framed(await desk.page(None))


async def deleted_comment() -> QWidget:
    """A comment was deleted and can come back."""
    desk = ReviewDesk()
    page = await desk.page()
    return await desk.framed(page, partial(page.model.remove_mark, "discount"))


async def _changes() -> Changes:
    return Changes()


async def _headset() -> str:
    return "Headset"


STATES: tuple[tuple[str, Callable[[], Coroutine[Any, Any, QWidget]]], ...] = (
    ("03-recording-review", review),
    ("03-recording-on-platform", on_platform),
    ("03-recording-fetching", fetching),
    ("03-recording-platform-down", platform_down),
    ("03-recording-unreadable", unreadable),
    ("03-recording-transcribing", transcribing),
    ("03-recording-no-model", no_model),
    ("03-recording-cannot-tell", cannot_tell),
    ("03-recording-card-removed", card_removed),
    ("03-recording-legal-hold", legal_hold),
    ("03-recording-last-days", last_days),
    ("03-recording-frozen", frozen),
    ("03-recording-nothing-found", nothing_found),
    ("03-recording-empty", empty),
    ("03-recording-deleted-comment", deleted_comment),
)
