"""Reads what an encrypted database really holds: every page of file and log, decrypted, free ones too.

SQLCipher 4 layout: pages of 4096 bytes; the last 80 hold a 16 byte IV and a 64 byte HMAC; AES-256-CBC with
the raw key; the first 16 bytes of page 1 are the salt, in clear.
"""

from collections.abc import Iterable
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

PAGE, RESERVE, IV, SALT = 4096, 80, 16, 16
WAL_HEADER, FRAME_HEADER = 32, 24
SHARED = 4
"""FTS5 stores a term without what it shares with the term before; random needles share less than this."""


def decrypted(path: Path, key: bytes) -> bytes:
    """Return the plaintext of every page in the file and in its write-ahead log, used or free."""
    data = path.read_bytes()
    pages = [data[start : start + PAGE] for start in range(0, len(data), PAGE)]
    plain = [_open(page, key, SALT if number == 0 else 0) for number, page in enumerate(pages)]
    wal = path.with_name(path.name + "-wal")
    log = wal.read_bytes()[WAL_HEADER:] if wal.exists() else b""
    step = FRAME_HEADER + PAGE
    for start in range(0, len(log) - step + 1, step):
        number = int.from_bytes(log[start : start + 4], "big")
        plain.append(_open(log[start + FRAME_HEADER : start + step], key, SALT if number == 1 else 0))
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
