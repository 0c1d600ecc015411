"""One profile, one process."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.errors import EnvironmentFault, UserFacing
from local_store.profile import ProfilePaths, held, holder, process_started

HOLD = """
import sys
from pathlib import Path
from local_store.profile import ProfilePaths, held
with held(ProfilePaths(Path(sys.argv[1]))):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_the_folders_are_the_owners_alone_even_if_they_were_not(tmp_path: Path) -> None:
    paths = ProfilePaths(tmp_path / "p")
    paths.root.mkdir(mode=0o755)
    paths.make()
    assert [folder.stat().st_mode & 0o777 for folder in (paths.root, paths.media)] == [0o700, 0o700]


def test_a_folder_that_cannot_be_made_is_a_fault_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "p").write_bytes(b"")
    with pytest.raises(EnvironmentFault) as caught:
        ProfilePaths(tmp_path / "p").make()
    assert caught.value.explanation.code == "STO-204"


def test_a_second_process_is_refused_and_can_tell_who_holds_it(tmp_path: Path) -> None:
    paths = ProfilePaths(tmp_path / "p")
    child = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(paths.root)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with child:
        assert child.stdout is not None
        assert child.stdin is not None
        assert child.stdout.readline() == "held\n"
        with pytest.raises(UserFacing) as caught, held(paths):
            pass
        assert caught.value.explanation.code == "PRO-101"
        found = holder(paths)
        assert found is not None
        assert (found.pid, found.started) == (child.pid, process_started(child.pid))
        child.stdin.close()
        child.wait()
    assert holder(paths) is None
    with held(paths):
        found = holder(paths)
        assert found is not None
        assert found.pid == os.getpid()


@pytest.mark.parametrize(
    "text",
    ["", "nonsense", f"{os.getpid()}", f"{os.getpid()} 1", "999999999 5", "\xff"],
    ids=["empty", "no number", "no start time", "begun at another time", "nobody", "no text"],
)
def test_a_lock_file_that_names_no_living_process_names_no_one(tmp_path: Path, text: str) -> None:
    paths = ProfilePaths(tmp_path / "p")
    paths.make()
    paths.lock.write_text(text, "latin-1")
    assert holder(paths) is None


def test_no_lock_file_no_holder(tmp_path: Path) -> None:
    assert holder(ProfilePaths(tmp_path)) is None


def test_a_lock_that_cannot_be_opened_is_a_fault(tmp_path: Path) -> None:
    paths = ProfilePaths(tmp_path / "p")
    paths.make()
    paths.lock.mkdir()
    with pytest.raises(EnvironmentFault) as caught, held(paths):
        pass
    assert caught.value.explanation.code == "STO-204"
