"""Implements app.ports.transcriber.ModelDesk: the library's blocking work, done on threads."""

import asyncio
import threading
from collections.abc import Callable
from typing import TypeVar

from app.ports.transcriber import Model, ModelProgress, ModelShelf, OfferedModel, ShelfModel
from app.transcription.catalogue import PUBLISHED
from app.transcription.manifest import Manifest
from app.transcription.models import ModelLibrary, Progress, Wanted

MEGABYTE = 1_000_000
T = TypeVar("T")


class _Cancelled(Exception):
    """Whoever asked has gone."""


class ThreadedModelDesk:
    """One library; every call works on a thread of its own."""

    def __init__(self, library: ModelLibrary) -> None:
        self._library = library

    async def shelf(self) -> ModelShelf:
        """See app.ports.transcriber.ModelDesk.shelf."""
        return await asyncio.to_thread(self._shelf)

    async def add(self, source: str, progress: ModelProgress) -> Model:
        """See app.ports.transcriber.ModelDesk.add."""
        return await _working(lambda tell: self._library.add(Wanted(source), tell), progress)

    async def verify(self, name: str, progress: ModelProgress) -> None:
        """See app.ports.transcriber.ModelDesk.verify."""
        await _working(lambda tell: self._library.verify(name, tell), progress)

    async def remove(self, name: str) -> None:
        """See app.ports.transcriber.ModelDesk.remove."""
        await asyncio.to_thread(self._library.remove, name)

    async def use(self, name: str, languages: tuple[str, ...]) -> None:
        """See app.ports.transcriber.ModelDesk.use."""
        await asyncio.to_thread(self._library.use, name, languages)

    def _shelf(self) -> ModelShelf:
        preferred = self._library.preferences()
        installed = tuple(self._installed(manifest, preferred) for manifest in self._library.manifests())
        here = {model.name for model in installed}
        offered = tuple(
            OfferedModel(model.name, model.languages, model.size_mb * MEGABYTE, model.licence)
            for model in PUBLISHED
            if model.name not in here
        )
        return ModelShelf(installed, offered, tuple(model.name for model in self._library.allowed()))

    def _installed(self, manifest: Manifest, preferred: dict[str, str]) -> ShelfModel:
        return ShelfModel(
            manifest.name,
            manifest.languages,
            manifest.size_bytes,
            manifest.licence,
            manifest.source,
            tuple(sorted(language for language, name in preferred.items() if name == manifest.name)),
            self._library.fault(manifest) or "",
            manifest.note,
        )


async def _working(work: Callable[[Progress], T], progress: ModelProgress) -> T:
    """Run `work` on a thread; cancelling makes it stop at its next block, and waits until it has."""
    loop = asyncio.get_running_loop()
    gone = threading.Event()

    def tell(what: str, done: int, total: int) -> None:
        if gone.is_set():
            raise _Cancelled
        loop.call_soon_threadsafe(progress, what, done, total)

    thread = asyncio.ensure_future(asyncio.to_thread(work, tell))
    try:
        return await asyncio.shield(thread)
    except asyncio.CancelledError:
        gone.set()
        await asyncio.gather(thread, return_exceptions=True)
        raise
