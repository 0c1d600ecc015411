"""Speech models in memory: installing one goes a step further at each call of `step`."""

import asyncio
from dataclasses import replace

from app.errors import UserFacing
from app.ports.transcriber import Model, ModelProgress, ModelShelf, ShelfModel
from ui.gallery.memory.speech import MemoryModels


class MemoryModelDesk:
    """Implements `ModelDesk` beside the models that the transcriber has."""

    def __init__(self, shelf: ModelShelf, models: MemoryModels, steps: int = 4) -> None:
        self._shelf = shelf
        self._models = models
        self._steps = steps
        self._go = asyncio.Semaphore(0)
        self.refusal: UserFacing | None = None
        self._publish()

    def step(self, count: int = 1) -> None:
        """Let the work under way go on."""
        for _ in range(count):
            self._go.release()

    async def shelf(self) -> ModelShelf:
        """Return what is installed and what can be had."""
        return self._shelf

    async def add(self, source: str, progress: ModelProgress) -> Model:
        """Install what is offered under the name, or anything else as a folder."""
        offered = next((model for model in self._shelf.offered if model.name == source), None)
        size = offered.size_bytes if offered else 80_000_000
        await self._work("Copying", size, progress)
        if self.refusal is not None:
            raise self.refusal
        name = source.rstrip("/").rsplit("/", 1)[-1]
        languages, licence = (offered.languages, offered.licence) if offered else ((), "")
        model = ShelfModel(name, languages, size, licence, source)
        rest = tuple(other for other in self._shelf.offered if other.name != name)
        self._shelf = replace(self._shelf, installed=(*self._shelf.installed, model), offered=rest)
        self._publish()
        return Model(name, languages, size)

    async def verify(self, name: str, progress: ModelProgress) -> None:
        """Read the model."""
        await self._work("Checking", self._named(name).size_bytes, progress)
        if self.refusal is not None:
            raise self.refusal

    async def remove(self, name: str) -> None:
        """Remove a model."""
        kept = tuple(model for model in self._shelf.installed if model != self._named(name))
        self._shelf = replace(self._shelf, installed=kept)
        self._publish()

    async def use(self, name: str, languages: tuple[str, ...]) -> None:
        """Prefer a model."""
        wanted = set(languages or ("",))
        self._named(name)
        installed = (
            replace(model, used_for=_with(model, wanted) if model.name == name else _without(model, wanted))
            for model in self._shelf.installed
        )
        self._shelf = replace(self._shelf, installed=tuple(installed))

    async def _work(self, what: str, size: int, progress: ModelProgress) -> None:
        for number in range(1, self._steps + 1):
            await self._go.acquire()
            progress(what, size * number // self._steps, size)

    def _named(self, name: str) -> ShelfModel:
        found = next((model for model in self._shelf.installed if model.name == name), None)
        if found is None:
            raise UserFacing("MOD-102", f"No model called {name} is installed.", "Choose another.")
        return found

    def _publish(self) -> None:
        usable = (model for model in self._shelf.installed if not model.fault)
        self._models.models = tuple(
            Model(one.name, one.languages, one.size_bytes, one.note) for one in usable
        )


def _with(model: ShelfModel, wanted: set[str]) -> tuple[str, ...]:
    return tuple(sorted({*model.used_for, *wanted}))


def _without(model: ShelfModel, wanted: set[str]) -> tuple[str, ...]:
    return tuple(language for language in model.used_for if language not in wanted)
