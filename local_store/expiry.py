"""expiry.list: which audio files go when, without a key and without a person in it.

Lets `callnex maintain` unlink on time while the keyring is locked. One line a file: opaque name, a space,
microseconds since 1970 (UTC). Files kept by law are not in it.
"""

import re
from datetime import datetime
from pathlib import Path

from app.errors import EnvironmentFault
from local_store.files import disk_fault, write_atomic
from local_store.media_file import remove_file
from local_store.times import to_us

NAME = re.compile(r"[0-9a-f]{32}")


def write_expiry(path: Path, files: dict[str, int]) -> None:
    """Replace the list (file name -> microseconds); nothing is written when nothing changed."""
    data = "".join(f"{name} {files[name]}\n" for name in sorted(files)).encode("ascii")
    if not path.exists() or path.read_bytes() != data:
        write_atomic(path, data)


def read_expiry(path: Path) -> dict[str, int]:
    """Return the list; raises EnvironmentFault STO-211 when it is damaged (nothing is guessed)."""
    try:
        text = path.read_text("ascii") if path.exists() else ""
        pairs = [line.split(" ") for line in text.splitlines()]
        if any(len(pair) != 2 or not NAME.fullmatch(pair[0]) for pair in pairs):
            raise ValueError("not a list of files")
        return {name: int(at) for name, at in pairs}
    except OSError as error:
        raise disk_fault(error, path) from error
    except ValueError as error:
        raise EnvironmentFault(
            "STO-211",
            "The list of deletion times is damaged.",
            "Sign in once: the console writes it anew and deletes what is due.",
        ) from error


def unlink_expired(path: Path, media: Path, now: datetime) -> int:
    """Unlink the audio files whose time is up; return how many. Needs no key and no open store.

    Their keys and rows go at the next start, when the store finds the files gone.
    """
    due = [name for name, at in read_expiry(path).items() if at <= to_us(now)]
    there = [name for name in due if (media / name).exists()]
    for name in due:
        remove_file(media / name)
    return len(there)
