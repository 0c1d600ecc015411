"""What is typed decides what runs, what it says where, and the status it leaves."""

import argparse
import re
import subprocess
import sys
from pathlib import Path

import pytest

from app.cli.main import COMMANDS, main, parser
from app.cli.options import Place, place_of
from app.cli.workstation import Workstation
from app.domain.ids import OrganisationId, UserId
from app.errors import EnvironmentFault
from local_store.profile import ProfilePaths, held


def _options(*given: str) -> argparse.Namespace:
    return parser(given[0]).parse_args(list(given))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_known_alone_and_among_all(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    for known in (parser(name), parser()):
        with pytest.raises(SystemExit) as ended:
            known.parse_args([name, "--no-such-option"] if name != "platform" else ["no-such-command"])
        assert ended.value.code == 2
    capsys.readouterr()


def test_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    told = capsys.readouterr().out
    assert [name for name in COMMANDS if not re.search(rf"^ +{name}\b", told, re.MULTILINE)] == []


def test_the_console_is_what_runs_without_a_command(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[argparse.Namespace] = []
    monkeypatch.setattr("app.cli.run.run", lambda options: ran.append(options) or 7)
    assert main([]) == 7
    assert ran[0].theme == "system" and ran[0].data_dir is None


def test_run_takes_what_it_documents(tmp_path: Path) -> None:
    options = _options(
        "run", "--data-dir", str(tmp_path), "--ca-file", "ca.pem", "--server", "s", "--theme", "dark"
    )
    place = place_of(options)
    assert (place.root, place.pinned_ca) == (tmp_path, Path("ca.pem"))
    assert (options.server, options.theme) == ("s", "dark")
    assert place.paths.device.root == tmp_path / "device"


def test_without_a_folder_it_is_the_operating_systems(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert place_of(_options("run")).root.is_relative_to(tmp_path)


@pytest.mark.parametrize("given", [["run", "extra"], ["demo", "--seed", "huge"], ["receipts"], ["no-such"]])
def test_what_is_not_understood_ends_with_two(given: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(given)
    assert ended.value.code == 2
    assert "usage: callnex" in capsys.readouterr().err


def test_the_platforms_own_options_reach_it(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[list[str]] = []
    monkeypatch.setattr("app.reference_platform.__main__.main", lambda rest: given.append(rest) or 3)
    assert main(["platform", "--port", "0", "--seed", "small"]) == 3
    assert given == [["--port", "0", "--seed", "small"]]


def test_a_fault_is_one_sentence_on_stderr_and_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(options: argparse.Namespace) -> int:
        raise EnvironmentFault("STO-203", "There is no room left on this disk.", "Free some space.")

    monkeypatch.setattr("app.cli.run.run", fail)
    assert main([]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert "STO-203" in said.err and len(said.err.splitlines()) == 1


def test_a_second_console_on_the_same_folder_is_refused_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with held(ProfilePaths(tmp_path / "device")):
        assert main(["run", "--data-dir", str(tmp_path)]) == 1
    assert "PRO-101" in capsys.readouterr().err


def test_maintain_leaves_an_open_console_alone_and_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with held(ProfilePaths(tmp_path / "device")):
        assert main(["maintain", "--data-dir", str(tmp_path)]) == 0
    assert "console is open" in capsys.readouterr().out


def test_maintain_on_a_new_computer_has_nothing_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["maintain", "--data-dir", str(tmp_path)]) == 0
    assert "not enrolled" in capsys.readouterr().out


HEAVY = ("pydantic", "httpx", "numpy", "av", "aiortc", "phonenumbers", "joserfc", "sqlcipher3", "keyring")


def test_the_first_page_loads_none_of_the_heavy_libraries() -> None:
    code = (
        "import sys; from app.cli.main import parser; parser('run');"
        "import app.cli.application, app.cli.window;"
        f"print(*[name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.split() == []


def test_rekey_gives_every_profile_a_new_key(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    workstation = Workstation(Place(tmp_path))
    paths = workstation.profile(OrganisationId("org"), UserId("ada"))
    keys = workstation.profile_keys(paths)
    old = keys.create()
    assert main(["rekey", "--data-dir", str(tmp_path)]) == 0
    assert "Profiles with a new key: 1." in capsys.readouterr().out
    assert keys.unlock_with_keyring() != old
    keys.destroy()
    with held(workstation.paths.device):
        assert main(["rekey", "--data-dir", str(tmp_path)]) == 1
    assert "PRO-101" in capsys.readouterr().err
