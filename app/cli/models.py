"""`callnex models`: the speech models of this workstation."""

import argparse
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from app.cli.options import Subparsers, add_place, place_of
from app.cli.progress_bar import PERCENT, bar
from app.domain.policy import AllowedModel
from app.ports.clock import Clock
from app.security.keeper import TrustKeeper
from app.security.system_clock import SystemClock
from local_store.profile import WorkstationPaths

if TYPE_CHECKING:
    from app.transcription.models import ModelLibrary

INTERRUPTED = 130
Command = Callable[[argparse.Namespace], int]


def register(subparsers: Subparsers) -> None:
    """Add `models list|add|remove|verify|use`."""
    parser = subparsers.add_parser("models", help="list, add, check or remove speech models")
    whats = parser.add_subparsers(metavar="WHAT", required=True)
    _add(whats, "list", "what is installed, and what can be had by name", _list)
    add = _add(whats, "add", "install a model from a folder, a zip, or by name", _install)
    add.add_argument("source", help="folder, zip, a name from the list, or OWNER/NAME on the hub")
    add.add_argument("--name", default="", help="name to give it here")
    add.add_argument("--language", action="append", default=[], help="language it is for (repeatable)")
    add.add_argument("--replace", action="store_true", help="replace a model of the same name")
    for what, words, run in (
        ("remove", "remove a model", _remove),
        ("verify", "read every byte of a model and try it out", _verify),
    ):
        _add(whats, what, words, run).add_argument("name")
    use = _add(whats, "use", "prefer a model", _use)
    use.add_argument("name")
    use.add_argument("--language", action="append", default=[], help="only for this language (repeatable)")


def _add(whats: Subparsers, name: str, words: str, run: Command) -> argparse.ArgumentParser:
    parser = whats.add_parser(name, help=words)
    add_place(parser)
    parser.set_defaults(command=run)
    return parser


def library_of(options: argparse.Namespace) -> "ModelLibrary":
    """Return the models of the place that the options name."""
    from local_store.trust import FileTrust

    paths, clock = WorkstationPaths(place_of(options).root), SystemClock()
    return model_library(paths, TrustKeeper(FileTrust(paths.device), clock), clock)


def model_library(paths: WorkstationPaths, keeper: TrustKeeper, clock: Clock) -> "ModelLibrary":
    """Return the models of a workstation, within what its signed policy allows."""
    from app.transcription.models import ModelLibrary

    def allowed() -> tuple[AllowedModel, ...]:
        policy = keeper.policy() if keeper.state() is not None else None
        return policy.speech_models if policy is not None else ()

    return ModelLibrary(paths.models, clock, allowed=allowed)


def _list(options: argparse.Namespace) -> int:
    from app.transcription.catalogue import PUBLISHED

    library = library_of(options)
    installed, usable = library.manifests(), {model.name for model in library.models()}
    print("Installed:" if installed else "No speech model is installed.")
    preferred = library.preferences()
    for model in installed:
        languages = ", ".join(model.languages) or "any language"
        chosen = [language or "all others" for language, name in preferred.items() if name == model.name]
        mark = f"  used for {', '.join(chosen)}" if chosen else ""
        fault = "" if model.name in usable else library.fault(model) or ""
        damaged = f"  cannot be used: {fault}" if fault else ""
        note = f"  {model.note}" if model.note else ""
        print(f"  {model.name:24} {_size(model.size_bytes):>8}  {languages}{mark}{note}{damaged}")
    allowed = {model.name for model in library.allowed()}
    if allowed:
        print(f"Your organisation allows: {', '.join(sorted(allowed))}.")
    print("To be had by name (callnex models add NAME):")
    for known in (known for known in PUBLISHED if not allowed or known.name in allowed):
        languages = ", ".join(known.languages) or "any language"
        note = f", {known.note}" if known.note else ""
        print(f"  {known.name:24} {_size(known.size_mb * 1_000_000):>8}  {languages}, {known.licence}{note}")
    return 0


def _install(options: argparse.Namespace) -> int:
    from app.transcription.models import Wanted

    wanted = Wanted(options.source, options.name, tuple(options.language), replace=options.replace)
    telling = _Telling()
    try:
        model = library_of(options).add(wanted, telling.progress)
    except KeyboardInterrupt:
        print("\nInterrupted; a download goes on where it was when it is asked for again.", file=sys.stderr)
        return INTERRUPTED
    print(f"\nInstalled {model.name} ({_size(model.size_bytes)}).", file=sys.stderr)
    return 0


def _remove(options: argparse.Namespace) -> int:
    library_of(options).remove(options.name)
    print(f"Removed {options.name}.")
    return 0


def _verify(options: argparse.Namespace) -> int:
    library_of(options).verify(options.name, _Telling().progress)
    print(f"\n{options.name} is complete and can be used.", file=sys.stderr)
    return 0


def _use(options: argparse.Namespace) -> int:
    library_of(options).use(options.name, options.language)
    print(f"{options.name} is used for {', '.join(options.language) or 'every language'}.")
    return 0


class _Telling:
    """Progress on standard error: a bar that moves on a terminal, else a line every ten percent."""

    def __init__(self) -> None:
        self._live = sys.stderr.isatty()
        self._told = -1

    def progress(self, what: str, done: int, total: int) -> None:
        """Tell how far it is, in bytes."""
        percent = done * PERCENT // total if total else PERCENT
        step = percent if self._live else percent // 10 * 10
        if step <= self._told:
            return
        self._told = step
        if self._live:
            text = f"\r{what} {bar(percent)}  {_size(done)} of {_size(total)} "
            print(text, end="", file=sys.stderr, flush=True)
        else:
            print(f"{what} {step:3} %", file=sys.stderr, flush=True)


def _size(size: int) -> str:
    return f"{size / 1e9:.1f} GB" if size >= 1e9 else f"{size / 1e6:.1f} MB"
