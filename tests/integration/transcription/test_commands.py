"""`callnex models` and `callnex transcribe`, as typed: the real engine, files in, texts out."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile

from app.cli.main import main
from app.transcription.intake import Hub
from app.transcription.models import INTERRUPTED
from tests.support.marked_process import Ran, run_python
from tests.support.model_hub import REPOSITORY, model_hub
from tests.support.speech import RATE, call
from tests.support.tiny_model import SAYS, build

BEGINS = SAYS[:20]
Type = Callable[..., int]


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="module")
def stocked(tmp_path_factory: pytest.TempPathFactory, model: Path) -> Path:
    """A data folder with a model called tiny; nobody here changes it."""
    data = tmp_path_factory.mktemp("data")
    assert main(["models", "add", str(model), "--name", "tiny", "--data-dir", str(data)]) == 0
    return data


@pytest.fixture(scope="module")
def audio(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a call in stereo, the agent's side alone, a long call, and something that is no audio."""
    folder = tmp_path_factory.mktemp("audio")
    samples = call(1)[0]
    soundfile.write(folder / "call.flac", samples, RATE)
    soundfile.write(folder / "one side.wav", samples[:, 0], RATE)
    soundfile.write(folder / "long.flac", np.tile(samples, (20, 1)), RATE)
    # So long that a busy machine cannot finish it between its first report and an interruption.
    soundfile.write(folder / "an hour.flac", np.tile(samples, (200, 1)), RATE)
    (folder / "letter.wav").write_text("Dear Sir or Madam")
    return folder


def transcribe(data: Path, *arguments: object) -> int:
    return main(["transcribe", *map(str, arguments), "--data-dir", str(data), "--threads", "1"])


def test_a_model_is_added_listed_preferred_checked_and_removed(
    model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = ["--data-dir", str(tmp_path)]
    assert main(["models", "list", *place]) == 0
    assert "No speech model is installed." in capsys.readouterr().out
    assert main(["models", "add", str(model), "--name", "house", *place]) == 0
    assert "Installed house" in capsys.readouterr().err
    assert main(["models", "use", "house", "--language", "en", *place]) == 0
    assert main(["models", "verify", "house", *place]) == 0
    assert "complete" in capsys.readouterr().err
    assert main(["models", "list", *place]) == 0
    assert "used for en" in capsys.readouterr().out
    vocabulary = next((tmp_path / "models" / "house").glob("vocabulary.*"))
    vocabulary.unlink()
    assert main(["models", "list", *place]) == 0
    assert "cannot be used: vocabulary.json is missing" in capsys.readouterr().out
    assert main(["models", "verify", "house", *place]) == 1
    assert f"{vocabulary.name} is missing" in capsys.readouterr().err
    assert main(["models", "remove", "house", *place]) == 0
    assert not (tmp_path / "models" / "house").exists()
    assert main(["models", "verify", "house", *place]) == 1
    assert "MOD-102" in capsys.readouterr().err


def test_a_call_becomes_text_on_standard_output(
    stocked: Path, audio: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert transcribe(stocked, audio / "call.flac", "--language", "en") == 0
    said = capsys.readouterr()
    first, second = said.out.splitlines()
    assert f"Agent: {BEGINS}" in first
    assert f"Customer: {BEGINS}" in second
    told = said.err.splitlines()
    assert "call.flac: 100 %" in told
    assert told[-1].startswith("call.flac: done in")


def test_several_files_go_into_a_folder_and_one_that_fails_stops_no_other(
    stocked: Path, audio: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "texts"
    files = [audio / "letter.wav", audio / "missing.flac", audio / "call.flac", audio / "one side.wav"]
    assert transcribe(stocked, *files, "--format", "json", "--out", out) == 1
    assert sorted(path.name for path in out.iterdir()) == ["call.json", "one side.json"]
    complaints = capsys.readouterr().err
    assert "letter.wav: TRN-101" in complaints
    assert "missing.flac: TRN-202" in complaints
    call_made, side_made = (json.loads((out / f"{name}.json").read_text()) for name in ("call", "one side"))
    assert [turn["speaker"] for turn in call_made["turns"]] == ["agent", "customer"]
    assert [turn["speaker"] for turn in side_made["turns"]] == [None]
    assert (out / "call.json").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(("wanted", "begins"), [("srt", "1\n00:00:0"), ("vtt", "WEBVTT\n\n00:00:0")])
def test_captions(
    stocked: Path, audio: Path, wanted: str, begins: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert transcribe(stocked, audio / "call.flac", "--format", wanted) == 0
    assert capsys.readouterr().out.startswith(begins)


def test_a_file_that_breaks_off_gives_what_there_is_and_says_so(
    stocked: Path, audio: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = (audio / "long.flac").read_bytes()
    (tmp_path / "cut.flac").write_bytes(whole[: len(whole) // 4])
    assert transcribe(stocked, tmp_path / "cut.flac") == 1
    said = capsys.readouterr()
    assert BEGINS in said.out
    assert "TRN-103" in said.err


def test_without_a_model_it_says_how_to_get_one(
    tmp_path: Path, audio: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert transcribe(tmp_path, audio / "call.flac") == 3
    assert "callnex models add" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(["--model", "other"], "MOD-102"), (["--model", "tiny", "--language", "nl"], "MOD-105")],
)
def test_a_model_that_will_not_do_is_refused_before_any_work(
    stocked: Path, audio: Path, arguments: list[str], code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert transcribe(stocked, audio / "call.flac", *arguments) == 1
    assert code in capsys.readouterr().err


def test_it_is_not_used_in_ways_that_would_lose_a_text(
    stocked: Path, audio: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_file, side = audio / "call.flac", audio / "one side.wav"
    (tmp_path / "call.txt").write_text("mine")
    assert transcribe(stocked, call_file, side) == 2
    assert "--out" in capsys.readouterr().err
    assert transcribe(stocked, call_file, "--out", tmp_path) == 2
    assert "--replace" in capsys.readouterr().err
    assert transcribe(stocked, call_file, audio / "call.wav", "--out", tmp_path / "new") == 2
    assert "same text" in capsys.readouterr().err
    assert (tmp_path / "call.txt").read_text() == "mine"
    assert transcribe(stocked, call_file, "--out", tmp_path, "--replace") == 0
    assert BEGINS in (tmp_path / "call.txt").read_text()


def test_interrupted_it_ends_at_once_with_its_child(stocked: Path, audio: Path) -> None:
    command = [
        # Whoever runs the tests in the background has them ignore interruptions, and children inherit that.
        "env",
        "--default-signal=INT",
        sys.executable,
        "-m",
        "app",
        "transcribe",
        str(audio / "an hour.flac"),
        "--data-dir",
        str(stocked),
    ]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    assert process.stderr is not None
    assert "%" in process.stderr.readline()
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to all of them
    out, complaints = process.communicate(timeout=20)
    assert process.returncode == 130
    assert out == ""
    assert "Traceback" not in complaints
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)


def add_from(hub: str, source: str, data: Path, monkeypatch: pytest.MonkeyPatch) -> Ran:
    """In a process of its own: the client takes the hub's address and its caches from the environment."""
    monkeypatch.setenv("HF_ENDPOINT", hub)
    monkeypatch.setenv("HF_HOME", str(data / "hub"))
    return run_python(["-m", "app", "models", "add", source, "--data-dir", str(data)], 60)


def installed(data: Path) -> list[str]:
    return [path.name for path in (data / "models").glob("*") if not path.name.startswith(".")]


def test_a_model_comes_from_the_hub(model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with model_hub(model) as hub:
        ran = add_from(hub.url, REPOSITORY, tmp_path, monkeypatch)
    assert ran.status == 0, ran.err
    assert installed(tmp_path) == ["whisper-model"]
    assert main(["models", "verify", "whisper-model", "--data-dir", str(tmp_path)]) == 0


def cut_off(data: Path, beginning: bytes) -> Path:
    """What a download leaves that ended in the middle of the large file."""
    folder = data / "models" / f"{INTERRUPTED}{Hub(REPOSITORY).resumes}"
    folder.mkdir(parents=True)
    (folder / "model.bin").write_bytes(beginning)
    (folder / "config.json").write_bytes(b"{")
    return folder


def test_a_download_that_was_cut_off_goes_on_where_it_was(
    model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = (model / "model.bin").read_bytes()
    half = len(whole) // 2
    folder = cut_off(tmp_path, whole[:half])
    with model_hub(model) as hub:
        ran = add_from(hub.url, REPOSITORY, tmp_path, monkeypatch)
    assert ran.status == 0, ran.err
    assert min(first for name, first in hub.asked if name == "model.bin") == half
    assert main(["models", "verify", "whisper-model", "--data-dir", str(tmp_path)]) == 0
    assert not folder.exists()


def test_what_was_left_of_another_file_is_found_out_and_fetched_anew(
    model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut_off(tmp_path, b"something else" * 1000)
    with model_hub(model) as hub:
        first = add_from(hub.url, REPOSITORY, tmp_path, monkeypatch)
        assert (first.status, installed(tmp_path)) == (1, [])
        assert "MOD-204" in first.err
        second = add_from(hub.url, REPOSITORY, tmp_path, monkeypatch)
    assert second.status == 0, second.err
    assert installed(tmp_path) == ["whisper-model"]


def test_a_file_that_is_not_what_the_hub_announced_is_not_installed(
    model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with model_hub(model) as hub:
        hub.changed = {"model.bin"}
        ran = add_from(hub.url, REPOSITORY, tmp_path, monkeypatch)
    assert ran.status == 1
    assert "MOD-204" in ran.err
    assert installed(tmp_path) == []


def test_a_name_that_the_hub_does_not_have_is_said(
    model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with model_hub(model) as hub:
        ran = add_from(hub.url, "somebody/nothing", tmp_path, monkeypatch)
    assert ran.status == 1
    assert "MOD-104" in ran.err


@pytest.mark.parametrize("source", ["tiny", REPOSITORY])
def test_a_hub_that_cannot_be_reached_is_said_with_another_way(
    source: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = add_from("http://127.0.0.1:9", source, tmp_path, monkeypatch)
    assert ran.status == 1
    assert "MOD-201" in ran.err
    assert "models add FOLDER" in ran.err
    assert "Traceback" not in ran.err
    assert installed(tmp_path) == []
