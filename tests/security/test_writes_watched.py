"""At no time does a readable byte of a person reach a file: every write of every process is looked at."""

import sys
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest
import soundfile
from sqlalchemy import text

from app.audio.peaks import PeaksBuilder
from app.domain.call import Call
from app.domain.contact import Contact
from app.domain.recording import Recording, Transcript
from app.protocol.codec import decode
from app.reference_platform.audio_store import AudioStore
from app.reference_platform.database import open_database
from tests.support.canary_forms import WINDOW, Canary, sound_canary, text_canary
from tests.support.canary_profile import PEAKS_HEADER
from tests.support.oracle import left_in
from tests.support.written import run_traced

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="strace is Linux's"),
    pytest.mark.timeout(900),
]
ROOT = Path(__file__).parents[2]
STORE = """
import asyncio, sys
from pathlib import Path
from tests.support.canary_profile import CanaryProfile
filled = CanaryProfile(Path(sys.argv[1]), 2)
async def work():
    await filled.fill()
    stores = filled.profile.opened.stores
    await stores.retention.purge()
    await stores.retention.scrub()
asyncio.run(work())
filled.profile.close()
print("\\n".join(canary.name for canary in filled.canaries + filled.fresh))
"""
LEAKS = {
    "write": "open(p, 'wb').write(w)",
    "writev": "f = open(p, 'wb', 0); os.writev(f.fileno(), [b'x', w])",
    "pwrite64": "f = open(p, 'wb', 0); os.pwrite(f.fileno(), w, 100)",
    "in a child": "subprocess.run([sys.executable, '-c', 'import sys; open(sys.argv[1], \"w\").write(\"'"
    " + w.decode() + '\")', p], check=True)",
    "in a thread": "t = threading.Thread(target=lambda: open(p, 'wb').write(w)); t.start(); t.join()",
    "plain sqlite": "c = sqlite3.connect(p); c.execute('CREATE TABLE a (b)');"
    " c.execute('INSERT INTO a VALUES (?)', (w,)); c.commit();"
    " c.execute('DELETE FROM a'); c.commit(); c.close()",
    "utf-16": "open(p, 'wb').write(w.decode().encode('utf-16-le'))",
    "as a name": "os.makedirs(p + w.decode())",
    "and removed at once": "open(p, 'wb').write(w); os.unlink(p)",
}
WORD = "abcdqwertzuiopyx"


@pytest.mark.parametrize("way", LEAKS)
def test_a_leak_is_seen_whichever_way_it_takes(tmp_path: Path, way: str) -> None:
    imports = "import os, sys, sqlite3, subprocess, threading\nw = ''.join(reversed(sys.argv[2])).encode()\n"
    program = f"{imports}p = sys.argv[1]\n{LEAKS[way]}\n"
    status, said, written = run_traced(
        ["-c", program, str(tmp_path / "leak"), WORD[::-1]], tmp_path, timeout_s=60
    )
    assert status == 0, said
    assert set(left_in(written.evidence, [text_canary(WORD)])) == {WORD}


def test_a_shared_map_and_a_copy_by_the_kernel_are_told(tmp_path: Path) -> None:
    program = (
        "import mmap, os, sys\np = sys.argv[1]\nf = open(p, 'w+b'); f.truncate(4096)\n"
        "m = mmap.mmap(f.fileno(), 4096); m[:4] = b'word'\n"
        "g = open(p + '2', 'wb'); os.sendfile(g.fileno(), f.fileno(), 0, 4)\n"
    )
    path = tmp_path / "map"
    status, said, written = run_traced(["-c", program, str(path)], tmp_path, timeout_s=60)
    assert status == 0, said
    assert written.unseen == [f"mmap {path}", f"sendfile {path}2"]


def test_the_store_writes_nothing_readable_from_the_first_row_to_the_scrub(tmp_path: Path) -> None:
    program = tmp_path / "store.py"
    program.write_text(f"import sys\nsys.path.insert(0, {str(ROOT)!r})\n{STORE}")
    status, said, written = run_traced(["-B", str(program), str(tmp_path / "p")], tmp_path, timeout_s=120)
    assert status == 0, said
    canaries = [text_canary(name) for name in said.split("\n") if len(name) >= WINDOW and " " not in name]
    assert len(canaries) > 250
    assert written.unseen == []
    assert any(path.endswith("console.db-wal") for path in written.files)
    assert left_in(written.evidence, canaries) == {}


@pytest.mark.long
def test_the_demo_writes_nothing_readable(tmp_path: Path) -> None:
    """The whole job of console and platform, calls with sound in them, under strace."""
    data = tmp_path / "data"
    command = ["-B", "-m", "app", "demo", "--headless", "--seed", "small"]
    command += ["--out", str(tmp_path / "out"), "--data-dir", str(data)]
    status, said, written = run_traced(command, tmp_path, timeout_s=800)
    (tmp_path / "strace.txt").unlink()
    canaries = list(_people(data / "platform")) + list(_sounds(data / "platform"))
    kinds = [sum(canary.name.startswith(kind) for canary in canaries) for kind in ("name", "number", "said")]
    print(f"{len(canaries)} canaries (names, numbers, sentences: {kinds}) in {len(written.files)} files,")
    print(f"{sum(map(len, written.files.values())):,} bytes; status {status}")
    assert min(kinds) > 20
    assert [one for one in written.unseen if "/callnex" in one or str(tmp_path) in one] == []
    assert any(path.endswith("outbox.sealed") for path in written.files), said
    assert left_in(written.evidence, canaries) == {}


def _people(folder: Path) -> Iterator[Canary]:
    seen = set[str]()
    for kind, text_of in _said(folder):
        if len(text_of) >= WINDOW and text_of not in seen:
            seen.add(text_of)
            yield Canary(f"{kind} {text_of}", _forms(text_of))


def _forms(said: str) -> tuple[tuple[str, bytes], ...]:
    """Leave out FTS5's own form: what is written down is encrypted or it is not."""
    return tuple((form, raw) for form, raw in text_canary(said[:60]).forms if form != "fts5 term")


def _said(folder: Path) -> Iterator[tuple[str, str]]:
    database = open_database(folder)
    try:
        with database.read() as connection:
            rows = connection.execute(text("SELECT kind, body FROM thing WHERE body IS NOT NULL")).all()
    finally:
        database.close()
    for kind, body in rows:
        if kind == "transcript":
            yield from (("said", turn.text) for turn in decode(Transcript, body).turns)
        elif kind in ("contact", "call", "recording"):
            one = decode({"contact": Contact, "call": Call, "recording": Recording}[kind], body)
            assert is_dataclass(one) and fields(one)
            yield "name", getattr(one, "name", "") or getattr(one, "contact_name", "")
            yield "number", one.phone or ""


def _sounds(folder: Path) -> Iterator[Canary]:
    """Every sound that was recorded or played, sample by sample as it went through."""
    database, store = open_database(folder), AudioStore(folder / "audio")
    try:
        with database.read() as connection:
            rows = connection.execute(
                text("SELECT recording_id, file, key, size_bytes FROM audio WHERE stored")
            )
            for recording_id, file, key, size in rows.all():
                pcm, rate = soundfile.read(store.open(file, key, size), dtype="int16", always_2d=True)
                builder = PeaksBuilder(rate)
                builder.add(pcm)
                yield _loud(
                    sound_canary(f"sound {recording_id}", pcm, builder.finish().to_bytes()[PEAKS_HEADER:])
                )
    finally:
        database.close()


def _loud(canary: Canary) -> Canary:
    """Silence is everywhere and nobody's."""
    return Canary(canary.name, tuple((form, raw) for form, raw in canary.forms if len(set(raw)) > 5))
