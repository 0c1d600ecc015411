"""Reads what a profile really holds, with every key in hand: each page of database, log and journal, free
ones too, decrypted, and every other file as it is; then looks for canaries in all forms.

SQLCipher 4 layout: pages of 4096 bytes; the last 80 hold a 16 byte IV and a 64 byte HMAC; AES-256-CBC with
the raw key; the first 16 bytes of page 1 are the salt, in clear. A journal's records are page number, page,
checksum.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import numpy as np
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from tests.support.canary_forms import KEY, Canary, Patterns

PAGE, RESERVE, IV, SALT = 4096, 80, 16, 16
WAL_HEADER, FRAME_HEADER = 32, 24
JOURNAL_HEADER, JOURNAL_RECORD = 512, 4 + PAGE + 4
SHARED = 4
"""FTS5 stores a term without what it shares with the term before; random needles share less than this."""


def decrypted(path: Path, key: bytes) -> bytes:
    """Return the plaintext of every page in the file, in its write-ahead log and in its journal."""
    return b"".join(decrypted_parts(path, key).values())


def decrypted_parts(path: Path, key: bytes) -> dict[str, bytes]:
    """Return the plaintext of a database file, its log and its journal by file name."""
    data = path.read_bytes()
    pages = [data[start : start + PAGE] for start in range(0, len(data), PAGE)]
    wal = path.with_name(path.name + "-wal")
    journal = path.with_name(path.name + "-journal")
    return {
        path.name: b"".join(_open(page, key, SALT if n == 0 else 0) for n, page in enumerate(pages)),
        wal.name: _records(wal, key, WAL_HEADER, FRAME_HEADER, FRAME_HEADER + PAGE),
        journal.name: _records(journal, key, JOURNAL_HEADER, 4, JOURNAL_RECORD),
    }


def _records(path: Path, key: bytes, header: int, before: int, step: int) -> bytes:
    data = path.read_bytes()[header:] if path.exists() else b""
    plain = []
    for start in range(0, len(data) - step + 1, step):
        number = int.from_bytes(data[start : start + 4], "big")
        page = data[start + before : start + before + PAGE]
        plain.append(_open(page, key, SALT if number == 1 else 0))
    return b"".join(plain)


def _open(page: bytes, key: bytes, skip: int) -> bytes:
    iv = page[PAGE - RESERVE : PAGE - RESERVE + IV]
    if len(iv) < IV:
        return b""
    cipher = Cipher(algorithms.AES(key), modes.CBC(iv)).decryptor()
    return cipher.update(page[skip : PAGE - RESERVE]) + cipher.finalize()


def survivors(plain: bytes, needles: Iterable[str]) -> set[str]:
    """Return the needles of which anything is left, in text or in the index."""
    text = plain.lower()
    return {needle for needle in needles if needle[SHARED:].encode() in text}


def evidence(folders: Iterable[Path], keys: Mapping[Path, bytes]) -> dict[str, bytes]:
    """Return everything to look through: each file decrypted where there is a key, and raw as well.

    The name of every file is looked through too.
    """
    found: dict[str, bytes] = {}
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                found[f"{path.name} (as it lies)"] = path.read_bytes()
            found["names"] = found.get("names", b"") + path.name.encode() + b"\n"
    for path, key in keys.items():
        if path.exists():
            found.update(decrypted_parts(path, key))
    return found


def left_in(found: Mapping[str, bytes], canaries: Iterable[Canary]) -> dict[str, set[str]]:
    """Return canary name -> where and in which form anything of it is left."""
    patterns = Patterns(canaries)
    left: dict[str, set[str]] = {}
    for where, data in found.items():
        for name, form in _matches(data, patterns):
            left.setdefault(name, set()).add(f"{where}: {form}")
    return left


def _matches(data: bytes, patterns: Patterns) -> Iterator[tuple[str, str]]:
    """Compare the eight bytes at every offset with the first eight of every pattern, then the whole."""
    for shift in range(KEY):
        count = (len(data) - shift) // KEY
        if count <= 0:
            continue
        words = np.frombuffer(data, "<u8", count, shift)
        places = np.minimum(np.searchsorted(patterns.keys, words), len(patterns.keys) - 1)
        for hit in np.flatnonzero(patterns.keys[places] == words):
            start = shift + int(hit) * KEY
            for whole, name, form in patterns.by_key[data[start : start + KEY]]:
                if data.startswith(whole, start):
                    yield name, form
