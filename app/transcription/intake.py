"""Where a model comes from: a folder, a zip archive, or the public hub. Each fills a folder of ours."""

import hashlib
import os
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Protocol

from app.errors import EnvironmentFault, UserFacing
from app.transcription.manifest import BLOCK, FileSum

REQUIRED = ("model.bin", "config.json", "tokenizer.json")
VOCABULARY = ("vocabulary.json", "vocabulary.txt")
OPTIONAL = ("preprocessor_config.json", "README.md", "LICENSE")
WANTED = (*REQUIRED, *VOCABULARY, *OPTIONAL)
"""Nothing else is taken from a source: a model needs no other file, and no program of any kind."""

Advance = Callable[[int], None]


class Source(Protocol):
    """Something that holds the files of a model."""

    @property
    def resumes(self) -> str:
        """What an interrupted copy is kept under to be gone on with, "" where it begins anew."""
        ...

    def sizes(self) -> dict[str, int]:
        """Return the files by name, with their sizes in bytes."""
        ...

    def copy(self, name: str, to: Path, advance: Advance) -> FileSum:
        """Write one file, durably; `advance` hears of every block."""
        ...


class Folder:
    """A model folder on a disk, a share or a stick."""

    resumes = ""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def sizes(self) -> dict[str, int]:
        """Return the files by name, with their sizes in bytes."""
        return {path.name: path.stat().st_size for path in self._folder.iterdir() if path.is_file()}

    def copy(self, name: str, to: Path, advance: Advance) -> FileSum:
        """Write one file, durably."""
        with (self._folder / name).open("rb") as stream:
            return write_durably(stream, to, name, advance)


class Archive:
    """A zip archive with the files at its top or in one folder; raises UserFacing where it is none."""

    resumes = ""

    def __init__(self, path: Path) -> None:
        self._path = path
        with self._opened() as archive:
            members = [info for info in archive.infolist() if not info.is_dir()]
        self._members = {Path(info.filename).name: info for info in members}
        if len(self._members) != len(members):
            raise refusal(path.name, "it holds more than one model")
        if any(info.flag_bits & 1 for info in members):
            raise refusal(path.name, "it is protected by a password")

    def sizes(self) -> dict[str, int]:
        """Return the files by name, with the sizes that the archive claims."""
        return {name: info.file_size for name, info in self._members.items()}

    def copy(self, name: str, to: Path, advance: Advance) -> FileSum:
        """Write one file, durably; only its name is taken from the archive, never a path."""
        with self._opened() as archive, archive.open(self._members[name]) as stream:
            return write_durably(stream, to, name, advance)

    @contextmanager
    def _opened(self) -> Iterator[zipfile.ZipFile]:
        try:
            with zipfile.ZipFile(self._path) as archive:
                yield archive
        except (zipfile.BadZipFile, NotImplementedError, EOFError) as fault:
            raise refusal(self._path.name, "the archive is damaged") from fault


class Hub:
    """A repository on the public model hub. The only place in the program that asks one."""

    def __init__(self, repository: str) -> None:
        self._repository = repository
        self._sums: dict[str, str] = {}

    def sizes(self) -> dict[str, int]:
        """Return the files by name, with their sizes in bytes; raises EnvironmentFault, UserFacing."""
        from huggingface_hub import HfApi

        with self._explained():
            found = HfApi().model_info(self._repository, files_metadata=True, timeout=15).siblings or []
        self._sums = {file.rfilename: file.lfs.sha256 for file in found if file.lfs}
        return {file.rfilename: file.size or 0 for file in found}

    def copy(self, name: str, to: Path, advance: Advance) -> FileSum:
        """Fetch one file, a large one from where an earlier try was cut off.

        Raises EnvironmentFault, also where it is not the file that the hub announced.
        """
        from huggingface_hub import HfFileSystem

        # The hub knows the sums of large files alone: only those can be put together from two tries.
        if name not in self._sums:
            (to / name).unlink(missing_ok=True)
        with self._explained(), HfFileSystem().open(f"{self._repository}/{name}", "rb") as stream:
            arrived = write_durably(stream, to, name, advance)
        if self._sums.get(name, arrived.sha256) != arrived.sha256:
            (to / name).unlink()
            raise EnvironmentFault("MOD-204", f"{name} arrived damaged.", "Try again.")
        return arrived

    @property
    def resumes(self) -> str:
        """What an interrupted try is kept under."""
        return hashlib.sha256(self._repository.encode()).hexdigest()[:16]

    @contextmanager
    def _explained(self) -> Iterator[None]:
        import httpx2  # what the hub's client talks through
        from huggingface_hub.errors import HfHubHTTPError, OfflineModeIsEnabled, RepositoryNotFoundError

        elsewhere = "Download the model folder on another computer, then run `callnex models add FOLDER`."
        try:
            yield
        except RepositoryNotFoundError as fault:
            what = f"There is no public model called {self._repository}."
            raise UserFacing("MOD-104", what, "`callnex models list` names the known ones.") from fault
        except (HfHubHTTPError, httpx2.HTTPError, OfflineModeIsEnabled, ConnectionError) as fault:
            raise EnvironmentFault("MOD-201", "The model hub cannot be reached.", elsewhere) from fault


def refusal(name: str, reason: str) -> UserFacing:
    """Return the error for something that is no usable model."""
    return UserFacing(
        "MOD-101",
        f"{name} was not added: {reason}.",
        "Give a folder or zip with a faster-whisper (CTranslate2) model, or a name that "
        "`callnex models list` names.",
    )


def missing_from(sizes: dict[str, int]) -> str | None:
    """Return why these files make no model, None when they do."""
    missing = [name for name in REQUIRED if not sizes.get(name)]
    if not missing and not any(sizes.get(name) for name in VOCABULARY):
        missing = [VOCABULARY[0]]
    if not missing:
        return None
    if {"model.safetensors", "pytorch_model.bin"} & set(sizes):
        return "it is a Transformers model, which must be converted first (ct2-transformers-converter)"
    if any(name.startswith("ggml") or name.endswith(".gguf") for name in sizes):
        return "it is a whisper.cpp model, which this program cannot use"
    return f"{', '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing"


def write_durably(stream: IO[bytes], to: Path, name: str, advance: Advance) -> FileSum:
    """Copy a stream into the folder `to` under `name`, fsync it, and return its sum.

    What is there already is taken for the beginning of the stream; its sum shows whether it was.
    """
    digest = hashlib.sha256()
    size = 0
    with (to / name).open("a+b") as out:
        out.seek(0)
        while block := out.read(BLOCK):
            digest.update(block)
            size += len(block)
            advance(len(block))
        if size:
            stream.seek(size)
        while block := stream.read(BLOCK):
            digest.update(block)
            out.write(block)
            size += len(block)
            advance(len(block))
        out.flush()
        os.fsync(out.fileno())
    return FileSum(name, size, digest.hexdigest())
