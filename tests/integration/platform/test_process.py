"""The process: what it prints, how it ends, what outlives it, what it refuses."""

import subprocess
import sys
from pathlib import Path

import pytest

from app.domain.actions import PutMark
from app.domain.ids import MarkId, new_id
from app.protocol import routes
from app.protocol.messages import ActionsRequest, ActionsResponse
from tests.support.marked_process import run_python
from tests.support.platform_client import good, new_device
from tests.support.platform_process import running_platform


def test_it_ends_cleanly_and_comes_back_with_everything() -> None:
    with running_platform() as platform:
        device = new_device(platform)
        session = device.sign_in(platform.login("reviewer"))
        recording = next(r for p in session.everything() for r in p.recordings)
        entry = session.seal(PutMark(MarkId(new_id()), recording.id, 0.5, None, "kept"))
        good(ActionsResponse, session.request("POST", routes.ACTIONS, ActionsRequest((entry,))))
        first_code = platform.enrolment_code
        assert platform.stop() == 0
        assert platform.log() == ""
        platform.start()
        assert platform.enrolment_code.partition(".")[2] == first_code.partition(".")[2]
        assert [m.text for p in session.everything() for m in p.marks] == ["kept"]
        device.http.close()


def test_what_was_accepted_outlives_a_power_cut() -> None:
    with running_platform() as platform:
        device = new_device(platform)
        session = device.sign_in(platform.login("reviewer"))
        recording = next(r for p in session.everything() for r in p.recordings)
        entries = tuple(
            session.seal(PutMark(MarkId(new_id()), recording.id, 0.5, None, f"mark {n}")) for n in range(20)
        )
        good(ActionsResponse, session.request("POST", routes.ACTIONS, ActionsRequest(entries)))
        platform.kill()
        platform.start()
        assert len([m for p in session.everything() for m in p.marks]) == 20
        device.http.close()


def test_a_demo_that_is_killed_leaves_no_platform(tmp_path: Path) -> None:
    dies = (
        "import os, sys; from pathlib import Path; from app.cli.platform_child import platform_child\n"
        "with platform_child(Path(sys.argv[1]), 'small'): print('up', flush=True); os.kill(os.getpid(), 9)"
    )
    ran = run_python(["-c", dies, str(tmp_path / "platform")], 60)
    assert (ran.status, ran.out) == (-9, "up\n"), ran.err
    assert ran.left == ()


def test_nothing_readable_lies_in_the_data_folder() -> None:
    with running_platform() as platform:
        device = new_device(platform)
        device.sign_in(platform.login("agent"))
        device.http.close()
        platform.stop()
        needles = [b"Verhaeghe", b"+3256012345", b"jana.peeters", b"Brugmans", b"SQLite format 3", b'"d": "']
        needles += [login.password.encode() for login in platform.users]
        for path in platform.data_dir.rglob("*"):
            if path.is_file():
                assert path.stat().st_mode & 0o077 == 0 or path.parent.stat().st_mode & 0o077 == 0, path
                content = path.read_bytes()
                assert not [needle for needle in needles if needle in content], path


@pytest.mark.parametrize(("arguments", "code"), [(["--host", "0.0.0.0"], "PLT-101"), ([], "PLT-202")])
def test_what_it_refuses(tmp_path: Path, arguments: list[str], code: str) -> None:
    command = [sys.executable, "-m", "app.reference_platform", "--data-dir", str(tmp_path / "data")]
    done = subprocess.run([*command, *arguments], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1 and done.stdout == ""
    assert code in done.stderr and "Traceback" not in done.stderr


def test_a_database_without_its_key_is_refused() -> None:
    with running_platform() as platform:
        platform.stop()
        (platform.data_dir / "platform.key").unlink()
        with pytest.raises(RuntimeError, match="PLT-201"):
            platform.start()
