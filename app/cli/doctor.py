"""`callnex doctor`: what this computer offers the console, and what is missing."""

import argparse
from collections.abc import Callable

from app.cli.options import Subparsers, add_place, place_of
from app.cli.workstation import Workstation
from app.errors import CallNexError

PROBE = "probe"


def register(subparsers: Subparsers) -> None:
    """Add the subcommand."""
    parser = subparsers.add_parser("doctor", help="check keyring, enrolment, time, sound")
    add_place(parser)
    parser.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    """Print one line a check; exit status 1 when something the console needs is missing."""
    workstation = Workstation(place_of(options))
    print(f"data folder   {workstation.paths.root}")
    sound = _line("sound", _sound)
    enrolment = _line("enrolment", lambda: _enrolment(workstation))
    keyring = _line("keyring", lambda: _keyring(workstation))
    return 0 if sound and enrolment and keyring else 1


def _line(title: str, check: Callable[[], str]) -> bool:
    try:
        print(f"{title:13} {check()}")
    except CallNexError as fault:
        print(f"{title:13} {fault.explanation.what} {fault.explanation.next_step}")
        return False
    return True


def _keyring(workstation: Workstation) -> str:
    workstation.secrets.put(PROBE, b"probe")
    workstation.secrets.delete(PROBE)
    return "usable"


def _enrolment(workstation: Workstation) -> str:
    state = workstation.keeper.state()
    if state is None:
        return "not enrolled yet"
    contact = f"{state.last_contact:%Y-%m-%d %H:%M}Z" if state.last_contact else "never"
    return f"{state.enrolment.device_name} of {state.enrolment.organisation}, last contact {contact}"


def _sound() -> str:
    from app.voice.devices import describe_devices

    found = describe_devices()
    if found.null:
        return "no sound card: calls run on a silent device and say so"
    return ", ".join(device.name for device in found.devices)
