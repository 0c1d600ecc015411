"""The Transcription page in its states, over memory; each is reached by doing what a person does."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from PySide6.QtWidgets import QWidget

from app.domain.agent_state import NotReadyReason
from app.domain.ids import CampaignId, RecordingId
from app.domain.transcription_queue import QueueItem, QueueState
from app.errors import UserFacing
from app.ports.transcriber import ModelShelf, OfferedModel, ShelfModel
from app.services.transcribe_recording import TranscribeRecording
from app.services.transcription_queue import TranscriptionQueue
from ui.bridge import Bridge
from ui.gallery import campaign_facts as facts
from ui.gallery.campaigns import AgentDesk
from ui.gallery.frame import stage
from ui.gallery.memory.campaigns import MemoryCampaigns
from ui.gallery.memory.clock import MemoryClock
from ui.gallery.memory.media import MemoryMedia
from ui.gallery.memory.model_desk import MemoryModelDesk
from ui.gallery.memory.recordings import MemoryRecordings
from ui.gallery.memory.replica import MemoryReplica
from ui.gallery.memory.speech import MemoryModels, MemoryTranscriber
from ui.gallery.memory.transcription_queue import MemoryTranscriptionQueue
from ui.gallery.memory.world import World
from ui.gallery.privacy import NOW, policy
from ui.gallery.recording_facts import recordings, spoken, transcripts
from ui.operations import Operations
from ui.task_set import TaskSet
from ui.transcription.model import TranscriptionModel, TranscriptionParts
from ui.transcription.page import TranscriptionPage

Factory = Callable[[], Coroutine[Any, Any, QWidget]]
MIT = "MIT"
SHELF = ModelShelf(
    (
        ShelfModel("large-v3", ("fr", "en"), 3_090_000_000, MIT, "large-v3", ("en", "fr")),
        ShelfModel("large-v3-flemish", ("nl",), 3_090_000_000, MIT, "/media/stick", ("nl",)),
        ShelfModel("small", ("nl", "fr", "en"), 486_000_000, MIT, "small"),
    ),
    (
        OfferedModel("tiny", (), 78_000_000, MIT),
        OfferedModel("base", (), 148_000_000, MIT),
        OfferedModel("medium", (), 1_530_000_000, MIT),
        OfferedModel("distil-large-v3", ("en",), 1_515_000_000, MIT),
    ),
)
NOTHING = replace(SHELF, installed=())
_CALLS = (
    ("annelies", "Annelies Verhaeghe", "nl-BE", 411, 123),
    ("emilie", "Émilie Renard", "fr-BE", 544, 139),
    ("joris", "Joris van Dijk", "nl-BE", 680, 164),
    ("lena", "Lena Hoffmann", "de-DE", 256, 181),
    ("luc", "Luc Dewaele", "nl-BE", 202, 206),
    ("marc", "Marc Delvaux", "en-GB", 435, 213),
    ("amina", "Amina Haddad", "fr-BE", 348, 240),
    ("sanne", "Sanne Bakker", "nl-NL", 727, 277),
)
_DONE = (
    ("thibault", "Thibault Dumont", "fr-BE", 516, 311, 1214, 9, 6.1, 20),
    ("ruth", "Ruth Vandamme", "en-GB", 303, 342, 702, 2, 7.0, 29),
    ("pieter", "Pieter Hendrickx", "nl-BE", 287, 360, 655, 0, 6.9, 30),
    ("nathalie", "Nathalie Lambert", "fr-BE", 478, 389, 1088, 14, 5.9, 31),
)


@dataclass
class QueueDeskStores:
    """The stores that the queue needs, in memory."""

    queue: MemoryTranscriptionQueue
    recordings: MemoryRecordings
    media: MemoryMedia
    campaigns: MemoryCampaigns
    replica: MemoryReplica


class TranscriptionDesk:
    """A page with everything behind it."""

    def __init__(self, *, filled: bool = True, shelf: ModelShelf = SHELF) -> None:
        self.clock = MemoryClock(NOW)
        world = self.world = World(self.clock, policy=policy())
        world.add_campaigns(facts.HELDERZON, *facts.OTHERS)
        self.stores = QueueDeskStores(
            MemoryTranscriptionQueue(world),
            MemoryRecordings(world),
            MemoryMedia(world),
            MemoryCampaigns(world),
            MemoryReplica(world, None),
        )
        if filled:
            self._fill()
        whole = {key: replace(transcripts()[0], recording_id=key) for key in world.recordings}
        self.transcriber = MemoryTranscriber(whole, steps=100)
        self.models = MemoryModels()
        self.desk = MemoryModelDesk(shelf, self.models)
        self.operations = Operations(Bridge(), TaskSet())
        self.workers = TaskSet()
        work = TranscribeRecording(self.stores, self.models, self.transcriber)
        self.queue = TranscriptionQueue(
            self.stores, work, self.clock, self.operations.bridge.publish, processors=8
        )

    async def page(self) -> TranscriptionPage:
        """Return the page once it shows what there is."""
        parts = TranscriptionParts(self.queue, self.desk, self.stores.campaigns, self.stores.replica)
        model = TranscriptionModel(parts, self.operations, self.clock)
        page = TranscriptionPage(model)
        model.setParent(page)
        self.operations.setParent(page)
        self.workers.spawn(self.queue.run(), "transcription queue")
        model.load()
        await self.until(lambda: model.view is not None and model.models is not None)
        await self.until(lambda: not len(self.operations.tasks))
        return page

    async def work(self, steps: int, took_s: float) -> None:
        """Let the recogniser get on by hundredths, each of which took so long."""
        await self.until(lambda: self.queue.now.work is not None)
        for _ in range(steps):
            share = self._share()
            self.clock.move(took_s)
            self.transcriber.step()
            await self.until(lambda share=share: self._share() > share)  # type: ignore[misc]

    def _share(self) -> float:
        work = self.queue.now.work
        return work.share if work is not None else 0.0

    async def until(self, happened: Callable[[], object]) -> None:
        """Let everything run until something is so."""
        async with asyncio.timeout(10):
            # The condition is any fact of the page: there is no event to wait for.
            while not happened():  # noqa: ASYNC110
                await asyncio.sleep(0.001)

    async def framed(self, page: TranscriptionPage, under_way: int = 0) -> QWidget:
        """Return the page inside the shell, as an agent has it; `under_way` pieces of work go on."""
        desk = AgentDesk()
        beside = await desk.page()
        desk.run.pause(NotReadyReason.BREAK)
        desk.clock.move(48)
        shell = await desk.framed(beside, {"transcription": page})
        stage(shell)
        await self.until(lambda: len(self.operations.tasks) <= under_way)
        # A picture stands still: what is under way is put away, and the page keeps showing it.
        page.model.blockSignals(True)
        await self.operations.tasks.close()
        await self.workers.close()
        return shell

    def _fill(self) -> None:
        campaigns = [CampaignId(facts.HELDERZON.id), *(other.id for other in facts.OTHERS)]
        one = recordings()[0]
        for number, (key, name, language, length, ago) in enumerate(_CALLS):
            self._add(one, campaigns[number % len(campaigns)], (key, name, language, length, ago))
            item = QueueItem(RecordingId(key), number, NOW, asked=number < 2)
            if key == "joris":
                item = replace(
                    item,
                    state=QueueState.SET_ASIDE,
                    code="TRN-103",
                    reason="The audio file is incomplete: it stops at 7:02.",
                )
            self.world.queue[item.recording_id] = item
        for number, (key, name, language, length, ago, words, unsure, speed, since) in enumerate(_DONE):
            self._add(one, campaigns[number % len(campaigns)], (key, name, language, length, ago))
            self.world.queue[RecordingId(key)] = QueueItem(
                RecordingId(key),
                90 + number,
                NOW,
                state=QueueState.DONE,
                model="large-v3",
                words=words,
                unsure=unsure,
                speed=speed,
                finished_at=NOW - timedelta(minutes=since),
            )

    def _add(self, like: Any, campaign: CampaignId, call: tuple[str, str, str, int, int]) -> None:
        key, name, language, length, ago = call
        began = NOW - timedelta(minutes=ago)
        self.world.add_recordings(
            replace(
                like,
                id=RecordingId(key),
                campaign_id=campaign,
                contact_name=name,
                language=language,
                duration_s=float(length),
                started_at=began,
                ended_at=began + timedelta(seconds=length),
            )
        )
        self.world.shelf.audio[RecordingId(key)] = spoken().flac


async def running() -> QWidget:
    """One is worked on, others wait, one was cut, one has no model."""
    desk = TranscriptionDesk()
    page = await desk.page()
    await desk.work(30, 0.65)
    await desk.work(12, 1.3)
    await desk.work(20, 0.62)
    page.queue.table.select("luc")
    return await desk.framed(page)


async def paused() -> QWidget:
    """Everything is held."""
    desk = TranscriptionDesk()
    page = await desk.page()
    await desk.work(30, 0.65)
    page.model.pause()
    await desk.until(lambda: desk.queue.now.settings.paused and desk.queue.now.work is None)
    return await desk.framed(page)


async def empty() -> QWidget:
    """Nothing is in the queue."""
    desk = TranscriptionDesk(filled=False)
    return await desk.framed(await desk.page())


async def no_model() -> QWidget:
    """Nothing can be transcribed yet."""
    desk = TranscriptionDesk(shelf=NOTHING)
    return await desk.framed(await desk.page())


async def poisoned() -> QWidget:
    """One brings the recogniser down and was set aside."""
    desk = TranscriptionDesk()
    key = RecordingId("annelies")
    desk.world.queue[key] = replace(
        desk.world.queue[key],
        state=QueueState.SET_ASIDE,
        code="TRN-201",
        reason="Speech recognition stopped twice at 3:12 of this recording.",
    )
    page = await desk.page()
    await desk.work(10, 0.8)
    page.queue.table.select("annelies")
    return await desk.framed(page)


async def installing() -> QWidget:
    """A model is being fetched."""
    desk = TranscriptionDesk()
    page = await desk.page()
    page.model.add_model("medium")
    desk.desk.step(2)
    await desk.until(lambda: page.model.installing is not None and page.model.installing.share >= 0.5)
    return await desk.framed(page, under_way=1)


async def refused() -> QWidget:
    """What was given is no model."""
    desk = TranscriptionDesk()
    page = await desk.page()
    desk.desk.refusal = UserFacing(
        "MOD-101",
        "holiday-pictures was not added: model.bin, config.json, tokenizer.json are missing.",
        "Give a folder or zip with a faster-whisper (CTranslate2) model.",
    )
    page.model.add_model("/home/hannah/holiday-pictures")
    desk.desk.step(4)
    await desk.until(lambda: page.model.installing is not None and page.model.installing.error)
    return await desk.framed(page)


async def listed() -> QWidget:
    """The organisation allows some models only; one that was installed before is not among them."""
    fault = "it is not on your organisation's list of speech models"
    installed = tuple(replace(one, fault=fault if one.name == "small" else "") for one in SHELF.installed)
    shelf = replace(SHELF, installed=installed, listed=("large-v3", "large-v3-flemish", "medium"))
    desk = TranscriptionDesk(shelf=shelf)
    return await desk.framed(await desk.page())


STATES: tuple[tuple[str, Factory], ...] = (
    ("05-transcription", running),
    ("05-transcription-paused", paused),
    ("05-transcription-empty", empty),
    ("05-transcription-no-model", no_model),
    ("05-transcription-set-aside", poisoned),
    ("05-transcription-installing", installing),
    ("05-transcription-refused", refused),
    ("05-transcription-listed", listed),
)
