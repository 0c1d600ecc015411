"""Durable writes: the old content or the new one, never half of either."""

import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.errors import EnvironmentFault
from local_store.files import append_durably, cut, disk_fault, unlink_durably, write_atomic


@contextmanager
def little_room(size: int) -> Iterator[None]:
    """Let no file of this process grow beyond `size` bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)


def test_only_the_owner_can_read_what_is_written(tmp_path: Path) -> None:
    write_atomic(tmp_path / "a", b"x")
    append_durably(tmp_path / "b", b"y")
    assert [(tmp_path / name).stat().st_mode & 0o777 for name in "ab"] == [0o600, 0o600]


def test_a_full_disk_leaves_the_old_content_and_no_draft(tmp_path: Path) -> None:
    path = tmp_path / "file"
    write_atomic(path, b"old")
    with little_room(100), pytest.raises(EnvironmentFault) as caught:
        write_atomic(path, b"n" * 1000)
    assert caught.value.explanation.code == "STO-203"
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_full_disk_cuts_an_append_back(tmp_path: Path) -> None:
    path = tmp_path / "log"
    append_durably(path, b"one\n")
    with little_room(100), pytest.raises(EnvironmentFault) as caught:
        append_durably(path, b"n" * 1000)
    assert caught.value.explanation.code == "STO-203"
    assert path.read_bytes() == b"one\n"


def test_faults_of_the_disk_come_with_a_sentence(tmp_path: Path) -> None:
    missing = tmp_path / "no" / "file"
    folder = tmp_path / "folder"
    (folder / "inside").mkdir(parents=True)
    for act in (
        lambda: write_atomic(missing, b""),
        lambda: append_durably(missing, b""),
        lambda: cut(missing, 0),
        lambda: unlink_durably(folder),
    ):
        with pytest.raises(EnvironmentFault) as caught:
            act()
        assert caught.value.explanation.code == "STO-204"
        assert str(tmp_path) not in str(caught.value)


def test_unlinking_what_is_not_there_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "other").touch()
    unlink_durably(tmp_path / "nothing")
    assert [path.name for path in tmp_path.iterdir()] == ["other"]


def test_an_error_without_text_still_has_a_sentence() -> None:
    assert "(odd)" in disk_fault(OSError("odd"), Path("x")).explanation.what
