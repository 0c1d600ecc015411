"""`callnex transcribe`: speech to text of audio files, without the window and without a platform."""

import argparse
import asyncio
import sys
import time
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from app.cli.models import library_of
from app.cli.options import Subparsers, add_place
from app.cli.progress_bar import PERCENT, bar
from app.domain.ids import RecordingId
from app.domain.recording import Transcript
from app.domain.redaction import redact
from app.errors import CallNexError, EnvironmentFault, UserFacing
from app.ports.transcriber import AudioIncomplete, Known
from app.security.system_clock import SystemClock
from app.services.transcribe_recording import no_model

if TYPE_CHECKING:
    from app.transcription.supervisor import ChildTranscriber

DONE, TROUBLE, WRONG_USE, NO_MODEL, INTERRUPTED = 0, 1, 2, 3, 130
FORMATS = ("txt", "srt", "vtt", "json")
OWNER_ONLY = 0o600


def register(subparsers: Subparsers) -> None:
    """Add the subcommand."""
    parser = subparsers.add_parser("transcribe", help="speech to text of audio files, on this computer")
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="WAV, FLAC, Ogg or MP3")
    parser.add_argument("--format", choices=FORMATS, default="txt", help="how to write it (default: txt)")
    parser.add_argument("--language", default="", help="language spoken, such as nl (default: detected)")
    parser.add_argument("--model", default="", help="model to use (default: the one for the language)")
    parser.add_argument(
        "--name",
        action="append",
        default=[],
        metavar="NAME",
        help="name to expect in the speech (repeatable)",
    )
    parser.add_argument("--out", type=Path, help="folder for one text a file; needed for several files")
    parser.add_argument("--replace", action="store_true", help="replace texts that are there already")
    parser.add_argument("--threads", type=int, help="processor threads (default: half of what there is)")
    add_place(parser)
    parser.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    """Write the texts to standard output or the folder, progress to standard error.

    Exit status 0 all done, 1 something could not be done (what could is written), 2 used wrongly, 3 no
    model, 130 interrupted.
    """
    if wrong := _wrong(options):
        print(f"callnex transcribe: {wrong}", file=sys.stderr)
        return WRONG_USE
    try:
        return asyncio.run(_transcribe(options))
    except KeyboardInterrupt:
        print("\nInterrupted; the recogniser is stopped.", file=sys.stderr)
        return INTERRUPTED


def _wrong(options: argparse.Namespace) -> str | None:
    targets = [target for path in options.files if (target := _target(options, path))]
    if len(options.files) > 1 and not targets:
        return "several files need a folder for the texts: --out FOLDER"
    if len(set(targets)) < len(targets):
        return "two of the files would write the same text; do them one by one, into folders of their own"
    there = [target for target in targets if target.exists()]
    if there and not options.replace:
        return f"{there[0]} exists; --replace replaces it"
    if options.threads is not None and options.threads < 1:
        return "--threads must be 1 or more"
    return None


async def _transcribe(options: argparse.Namespace) -> int:
    from app.transcription.supervisor import ChildTranscriber

    library = library_of(options)
    model = options.model
    if not model:
        chosen = await library.for_language(options.language)
        if chosen is None:
            print(no_model(), file=sys.stderr)
            return NO_MODEL
        model = chosen.name
    library.folder_for(model, options.language)  # says what is wrong with it, once and not for every file
    transcriber = ChildTranscriber(library, SystemClock(), threads=options.threads)
    status = DONE
    try:
        for path in options.files:
            status = max(status, await _one(options, path, model, transcriber))
    finally:
        await transcriber.close()
    return status


async def _one(options: argparse.Namespace, path: Path, model: str, transcriber: "ChildTranscriber") -> int:
    telling = _Telling(path.name)
    status = DONE
    try:
        with _opened(path) as audio:
            channels = _channels(audio)
            try:
                transcript = await _hear(options, audio, model, transcriber, telling)
            except AudioIncomplete as cut:
                print(f"\n{path.name}: {cut}", file=sys.stderr)
                transcript, status = cut.transcript, TROUBLE
        # No policy is at hand here: everything goes that a policy can name.
        _write(options, path, redact(transcript).transcript, channels)
    except CallNexError as fault:
        print(f"\n{path.name}: {fault}", file=sys.stderr)
        return TROUBLE
    telling.done()
    return status


async def _hear(
    options: argparse.Namespace,
    audio: BinaryIO,
    model: str,
    transcriber: "ChildTranscriber",
    telling: "_Telling",
) -> Transcript:
    heard = transcriber.transcribe(
        RecordingId(telling.name), audio, options.language, model, Known(tuple(options.name))
    )
    async with aclosing(heard) as steps:
        async for step in steps:
            if isinstance(step, Transcript):
                return step
            telling.progress(step.done_s, step.total_s)
    raise UserFacing("TRN-111", "The speech model ended without a transcript.", "Try another model.")


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as fault:
        reason = fault.strerror or str(fault)
        raise EnvironmentFault("TRN-202", f"{path} cannot be opened: {reason}.", "Check the name.") from fault


def _channels(audio: BinaryIO) -> int:
    from app.transcription.audio_source import AudioSource

    source = AudioSource(audio)
    try:
        return source.channels
    finally:
        source.close()
        audio.seek(0)


def _write(options: argparse.Namespace, path: Path, transcript: Transcript, channels: int) -> None:
    from app.transcription.formats import Format, render

    text = render(transcript, Format(options.format), speakers=channels > 1)
    target = _target(options, path)
    if target is None:
        sys.stdout.write(text)
        return
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh = target.with_name(f".{target.name}.new")
        fresh.touch(OWNER_ONLY)
        fresh.write_text(text, encoding="utf-8")
        fresh.replace(target)
    except OSError as fault:
        reason = fault.strerror or str(fault)
        what = f"{target} cannot be written: {reason}."
        raise EnvironmentFault("TRN-203", what, "Choose another folder.") from fault


def _target(options: argparse.Namespace, path: Path) -> Path | None:
    """Return where the text of a file goes, None for standard output."""
    folder: Path | None = options.out
    return None if folder is None else folder / f"{path.stem}.{options.format}"


@dataclass
class _Telling:
    """Progress on standard error: one line that changes on a terminal, else a line every ten percent."""

    name: str
    told: int = -1
    total_s: float = 0.0

    def __post_init__(self) -> None:
        self._began = time.monotonic()
        self._live = sys.stderr.isatty()

    def progress(self, done_s: float, total_s: float) -> None:
        """Tell how far it is; seconds of all channels together."""
        self.total_s = total_s
        percent = int(done_s * PERCENT / total_s)
        step = percent if self._live else percent // 10 * 10
        if step > self.told:
            self.told = step
            if self._live:
                print(f"\r{self.name} {bar(step)} ", end="", file=sys.stderr, flush=True)
            else:
                print(f"{self.name}: {step:3} %", file=sys.stderr, flush=True)

    def done(self) -> None:
        """Tell how long it took."""
        took = time.monotonic() - self._began
        start = "\r" if self._live else ""
        print(f"{start}{self.name}: done in {took:.1f} s", file=sys.stderr)
