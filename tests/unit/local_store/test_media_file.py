"""The stream over one audio file: faults are kept for those whose C code swallows them."""

from pathlib import Path

import pytest

from app.domain.ids import RecordingId
from app.errors import Bug, EnvironmentFault
from local_store import media_rows
from local_store.connection import open_keyed
from local_store.media_file import MediaStream, begin, remove_file
from local_store.media_writer import KeyedWriter
from local_store.subkey import subkey
from tests.support.profiles import PROFILE_KEY, TestProfile

pytestmark = pytest.mark.anyio
KEY = b"k" * 32
ROW = 10_000
PAGE = 4096
AUDIO = b"".join(bytes([n]) * ROW for n in range(20))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    con = begin(tmp_path / "file", KEY, durable=False)
    for n in range(20):
        con.execute("INSERT INTO chunk (start, data) VALUES (?,?)", (n * ROW, bytes([n]) * ROW))
    con.close()
    return tmp_path / "file"


def test_it_is_a_seekable_reader(path: Path) -> None:
    with MediaStream(path, KEY) as stream:
        assert stream.readable()
        assert stream.seekable()
        assert not stream.writable()
        stream.seek(ROW - 1)
        assert stream.read(2) == b"\x00\x01"
        stream.seek(ROW, 1)
        assert stream.read(1) == b"\x02"


def test_damage_is_raised_and_kept(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2 : len(data) // 2 + 4096] = bytes(4096)
    path.write_bytes(data)
    stream = MediaStream(path, KEY)
    with pytest.raises(EnvironmentFault):
        stream.read()
    assert isinstance(stream.fault, EnvironmentFault)
    stream.close()


def test_a_wrong_key_or_another_file_is_refused(path: Path) -> None:
    with pytest.raises(EnvironmentFault) as caught:
        MediaStream(path, b"w" * 32)
    assert caught.value.explanation.code == "STO-201"
    other = path.with_name("other")
    open_keyed(other, KEY, journal="delete").close()
    con = open_keyed(other, KEY, journal="delete")
    con.execute("CREATE TABLE t (a)")
    con.close()
    with pytest.raises(Bug):
        MediaStream(other, KEY)


def test_an_empty_file_has_no_bytes(tmp_path: Path) -> None:
    begin(tmp_path / "file", KEY, durable=False).close()
    with MediaStream(tmp_path / "file", KEY) as stream:
        assert stream.read() == b""


def test_a_revoked_stream_gives_nothing_more(path: Path) -> None:
    stream = MediaStream(path, KEY)
    stream.revoke()
    stream.revoke()
    assert stream.fault is not None
    assert stream.fault.explanation.code == "STO-232"
    with pytest.raises(Exception, match="STO-232"):
        stream.readinto(bytearray(4))


def test_removing_takes_the_log_too_and_may_come_twice(path: Path) -> None:
    path.with_name("file-wal").write_bytes(b"x")
    remove_file(path)
    remove_file(path)
    assert not list(path.parent.iterdir())


async def test_writing_after_the_end_is_our_own_mistake(tmp_path: Path) -> None:
    async def work(act):  # type: ignore[no-untyped-def]
        return act()

    async def done(*_: object) -> None:
        return None

    con = begin(tmp_path / "file", KEY, durable=False)
    writer = KeyedWriter(con, "file", False, work, done, done)
    await writer.commit()
    writer.abandon()
    with pytest.raises(Bug):
        await writer.write(b"late")


async def test_the_key_is_gone_before_the_file_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    profile = TestProfile(tmp_path / "p")
    stores = profile.open().stores
    writer = await stores.media.writer(RecordingId("recording-1"))
    await writer.write(b"flac")
    await writer.commit()
    keys_then: list[int] = []

    def no_power(path: Path) -> None:
        con = open_keyed(profile.paths.keys, subkey(PROFILE_KEY, b"keys.db"))
        keys_then.append(con.execute("SELECT count(*) FROM media_key").fetchone()[0])
        con.close()
        raise KeyboardInterrupt

    monkeypatch.setattr(media_rows, "remove_file", no_power)
    with pytest.raises(KeyboardInterrupt):
        await stores.media.remove(RecordingId("recording-1"))
    assert keys_then == [0]
    monkeypatch.undo()
    stores = profile.open().stores
    assert not list(profile.paths.media.iterdir())
    assert not await stores.media.has(RecordingId("recording-1"))
    profile.close()


def test_zeros_in_place_of_the_last_page_of_a_row_are_not_heard(path: Path) -> None:
    """SQLCipher gives a page that failed its check back as zeros, and says so at the next page only."""
    clean = path.read_bytes()
    for page in range(1, len(clean) // PAGE):
        path.write_bytes(clean[: page * PAGE] + bytes([clean[page * PAGE] ^ 1]) + clean[page * PAGE + 1 :])
        try:
            with MediaStream(path, KEY) as stream:
                heard = stream.read()
        except EnvironmentFault:
            continue
        assert heard == AUDIO, f"page {page}"
