"""The models installed on this workstation: one folder each, checked before it is used."""

import asyncio
import json
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.domain.policy import AllowedModel
from app.errors import EnvironmentFault, UserFacing
from app.ports.clock import Clock
from app.ports.transcriber import Model
from app.transcription import manifest as manifests
from app.transcription.catalogue import Published, published
from app.transcription.child import check_model
from app.transcription.frames import Refused
from app.transcription.intake import WANTED, Archive, Folder, Hub, Source, missing_from, refusal
from app.transcription.lock import exclusive
from app.transcription.manifest import FileSum, Manifest
from resources import demo_speech_model

PREFERENCES = "preferences.json"
LOCK = ".lock"
ARRIVING = ".arriving-"
INTERRUPTED = ".interrupted-"
"""Begins the folder of a download that was cut off; it is gone on with when the model is asked for again."""
NOT_ALLOWED = "it is not on your organisation's list of speech models"
HEADROOM = 64 * 1024 * 1024
"""Bytes that must stay free on the disk once a model is copied."""
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")

Progress = Callable[[str, int, int], None]
"""What is being done, bytes done, bytes in all."""


@dataclass(frozen=True)
class Wanted:
    """What to add: a folder, a zip, a name of the catalogue or `owner/name` on the hub.

    `languages` empty: those the model is known for, or any. `replace` allows a model of that name to go.
    """

    source: str
    name: str = ""
    languages: tuple[str, ...] = ()
    note: str = ""
    replace: bool = False


def nothing(_what: str, _done: int, _total: int) -> None:
    """Report to nobody."""


class ModelLibrary:
    """Models under one folder; implements app.ports.transcriber.Models and supervisor.ModelFolders."""

    def __init__(
        self,
        root: Path,
        clock: Clock,
        start: Sequence[str] | None = None,
        *,
        allowed: Callable[[], tuple[AllowedModel, ...]] = tuple,
    ) -> None:
        """`start` is how to start the child that tries a model out.

        `allowed` gives the models that the signed policy names; where it names none, any may be used.
        """
        self._root = root
        self._clock = clock
        self._start = start
        self._allowed = allowed

    async def installed(self) -> tuple[Model, ...]:
        """Return the usable models."""
        return await asyncio.to_thread(self.models)

    async def for_language(self, language: str) -> Model | None:
        """Return the model to use for a language ("" when unknown), None where none fits."""
        return await asyncio.to_thread(self.choose, language)

    def models(self) -> tuple[Model, ...]:
        """Return the usable models, by name. Blocking, as all that follows."""
        return tuple(_model(manifest) for manifest in self.manifests() if self.fault(manifest) is None)

    def manifests(self) -> tuple[Manifest, ...]:
        """Return what is installed, damaged models included, by name."""
        folders = sorted(self._root.iterdir()) if self._root.is_dir() else []
        found = [manifests.load(path) for path in folders if _NAME.fullmatch(path.name)]
        return tuple(manifest for manifest in found if manifest)

    def choose(self, language: str) -> Model | None:
        """Return the preferred model of a language, else the largest that has it."""
        language = primary(language)
        fitting = [model for model in self.models() if fits(model, language)]
        preferred = self.preferences()
        by_name = {model.name: model for model in fitting}
        for name in (preferred.get(language), preferred.get("")):
            if name in by_name:
                return by_name[name]
        return max(fitting, key=lambda model: model.size_bytes, default=None)

    def folder_for(self, model: str, language: str) -> Path:
        """Return the folder of an installed model; raises UserFacing when it is damaged or does not fit."""
        manifest = self._get(model)
        if fault := self.fault(manifest):
            raise _damaged(model, fault)
        if not fits(_model(manifest), primary(language)):
            what = f"The model {model} does not know the language of this recording ({language})."
            raise UserFacing("MOD-105", what, "Add a model for it with `callnex models add`.")
        return self._root / model

    def preferences(self) -> dict[str, str]:
        """Return the preferred models by language, "" for all others."""
        try:
            found = json.loads((self._root / PREFERENCES).read_bytes())
        except (OSError, ValueError):
            return {}  # a lost preference costs a choice, never a start
        return {str(key): str(value) for key, value in found.items()} if isinstance(found, dict) else {}

    def use(self, name: str, languages: Sequence[str] = ()) -> None:
        """Prefer a model for languages, or for all that have no preference of their own."""
        manifest = self._get(name)
        for language in languages:
            if not fits(_model(manifest), primary(language)):
                raise UserFacing("MOD-105", f"The model {name} does not know {language}.", "Choose another.")
        with exclusive(self._root / LOCK):
            chosen = {**self.preferences(), **{primary(language): name for language in languages or [""]}}
            self._keep_preferences(chosen)

    def verify(self, name: str, progress: Progress = nothing) -> None:
        """Read every byte of a model and try it out; raises UserFacing with all that is wrong."""
        manifest = self._get(name)
        count = _Counter("Checking", manifest.size_bytes, progress)
        found = list(manifests.faults(self._root / name, manifest, count.advance))
        if not found and isinstance(answer := check_model(self._root / name, self._start), Refused):
            found.append(answer.reason)
        if found:
            raise _damaged(name, "; ".join(found))

    def remove(self, name: str) -> None:
        """Remove a model and every preference for it."""
        self._get(name)
        with exclusive(self._root / LOCK):
            self._keep_preferences({k: v for k, v in self.preferences().items() if v != name})
            self._discard(self._root / name)

    def add(self, wanted: Wanted, progress: Progress = nothing) -> Model:
        """Copy, check and try out a model, then let it appear, all at once; raises CallNexError.

        Whatever goes wrong, and even if the computer stops halfway, nothing half-made is ever listed.
        """
        source, known = _source(wanted.source)
        name = wanted.name or (known.name if known else _name_from(wanted.source))
        if not _NAME.fullmatch(name):
            raise refusal(name, "a name has letters, digits, dots and dashes only")
        if (self._root / name).exists() and not wanted.replace:
            what = f"A model called {name} is installed already."
            raise UserFacing("MOD-103", what, "Give another name, or say that it may be replaced.")
        sizes = {file: size for file, size in source.sizes().items() if file in WANTED}
        if reason := missing_from(source.sizes()):
            raise refusal(wanted.source, reason)
        self._root.mkdir(parents=True, exist_ok=True)
        with exclusive(self._root / LOCK), self._arriving(source.resumes) as folder:
            self._need_space(sum(sizes.values()) - sum(path.stat().st_size for path in folder.iterdir()))
            count = _Counter("Copying", sum(sizes.values()), progress)
            files = tuple(source.copy(file, folder, count.advance) for file in sorted(sizes))
            if not self._may_use(files):
                raise refusal(wanted.source, NOT_ALLOWED)
            languages = self._tried(folder, wanted, known)
            licence = known.licence if known else ""
            note = wanted.note or (known.note if known else "")
            manifest = Manifest(name, wanted.source, languages, licence, self._clock.now(), files, note)
            manifests.save(folder, manifest)
            self._publish(folder, name)
        return _model(manifest)

    def _tried(self, folder: Path, wanted: Wanted, known: Published | None) -> tuple[str, ...]:
        for file in ("config.json", "tokenizer.json"):
            try:
                json.loads((folder / file).read_bytes())
            except ValueError as fault:
                raise refusal(wanted.source, f"{file} is damaged") from fault
        answer = check_model(folder, self._start)
        if isinstance(answer, Refused):
            raise refusal(wanted.source, answer.reason)
        languages = tuple(primary(language) for language in wanted.languages)
        if not answer.multilingual:
            if set(languages) - {"en"}:
                raise refusal(wanted.source, "it knows English only")
            return ("en",)
        return languages or (known.languages if known else ())

    @contextmanager
    def _arriving(self, resumes: str = "") -> Iterator[Path]:
        for stale in self._root.glob(f"{ARRIVING}*"):
            shutil.rmtree(stale)  # we hold the lock, so whoever made it is gone
        if resumes:
            folder = self._root / f"{INTERRUPTED}{resumes}"
            folder.mkdir(exist_ok=True)
        else:
            folder = Path(tempfile.mkdtemp(prefix=ARRIVING, dir=self._root))
        keep = bool(resumes)
        try:
            yield folder
        except UserFacing:
            keep = False  # what has arrived is of no use
            raise
        except OSError as fault:
            raise EnvironmentFault(
                "MOD-202", f"The model cannot be copied: {fault.strerror or fault}.", "Check the disk."
            ) from fault
        finally:
            if not keep:
                shutil.rmtree(folder, ignore_errors=True)

    def _publish(self, folder: Path, name: str) -> None:
        _fsync_folder(folder)
        if (self._root / name).exists():
            self._discard(self._root / name)
        folder.rename(self._root / name)
        _fsync_folder(self._root)

    def _discard(self, folder: Path) -> None:
        """Take a model away: it is out of the list before its first file goes."""
        leaving = Path(tempfile.mkdtemp(prefix=ARRIVING, dir=self._root))
        folder.rename(leaving / folder.name)
        shutil.rmtree(leaving)

    def _need_space(self, size: int) -> None:
        free = shutil.disk_usage(self._root).free
        if free < size + HEADROOM:
            raise EnvironmentFault(
                "MOD-203",
                f"The model needs {size // 10**6} MB and the disk has {free // 10**6} MB left.",
                "Free some space, or add a smaller model.",
            )

    def _keep_preferences(self, chosen: dict[str, str]) -> None:
        fresh = self._root / f"{PREFERENCES}.new"
        fresh.write_text(json.dumps(chosen))
        fresh.replace(self._root / PREFERENCES)

    def _get(self, name: str) -> Manifest:
        manifest = manifests.load(self._root / name) if _NAME.fullmatch(name) else None
        if manifest is None:
            what = f"No model called {name} is installed."
            raise UserFacing("MOD-102", what, "`callnex models list` shows what is there.")
        return manifest

    def fault(self, manifest: Manifest) -> str | None:
        """Return why an installed model cannot be used, None when it can."""
        fault = manifests.quick_fault(self._root / manifest.name, manifest)
        return fault or (None if self._may_use(manifest.files) else NOT_ALLOWED)

    def allowed(self) -> tuple[AllowedModel, ...]:
        """Return the only models that may be used, none where any may."""
        return self._allowed()

    def _may_use(self, files: Sequence[FileSum]) -> bool:
        allowed = {model.sha256 for model in self._allowed()}
        return not allowed or any(file.name == "model.bin" and file.sha256 in allowed for file in files)


class _Counter:
    """Adds up bytes for a progress report."""

    def __init__(self, what: str, total: int, progress: Progress) -> None:
        self._what, self._total, self._progress = what, total, progress
        self._done = 0

    def advance(self, size: int) -> None:
        self._done += size
        self._progress(self._what, self._done, self._total)


def primary(language: str) -> str:
    """Return the language itself of a tag such as `nl-BE`, in lower case."""
    return re.split("[-_]", language.strip().lower())[0]


def fits(model: Model, language: str) -> bool:
    """Return whether a model has a language; one that is not known fits any model."""
    return not language or not model.languages or language in model.languages


def _model(manifest: Manifest) -> Model:
    return Model(manifest.name, manifest.languages, manifest.size_bytes, manifest.note)


def _source(given: str) -> tuple[Source, Published | None]:
    path = Path(given).expanduser()
    if path.is_dir():
        return Folder(path), None
    if path.is_file():
        return Archive(path), None
    if known := published(given):
        return Hub(known.repository) if known.repository else Folder(demo_speech_model()), known
    if re.fullmatch(r"[\w.-]+/[\w.-]+", given) and not given.startswith("."):
        return Hub(given), None
    raise refusal(given, "there is no such folder, archive or model")


def _name_from(source: str) -> str:
    name = Path(source.rstrip("/\\")).name.removesuffix(".zip").removeprefix("faster-whisper-")
    return re.sub(r"[^A-Za-z0-9._-]", "-", name)[:64]


def _damaged(name: str, fault: str) -> UserFacing:
    if fault == NOT_ALLOWED:
        what = f"The model {name} may not be used: {fault}."
        return UserFacing("MOD-108", what, "Ask IT for one that is on it.")
    return UserFacing(
        "MOD-106",
        f"The model {name} is damaged: {fault}.",
        f"Remove it with `callnex models remove {name}` and add it again.",
    )


def _fsync_folder(folder: Path) -> None:
    if os.name != "nt":  # Windows opens no folders; its rename is journalled
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
