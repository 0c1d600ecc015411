"""The child by itself: it asks no network, outlives no console, and a recording it dies of is given up."""

import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from app.errors import EnvironmentFault
from app.ports.transcriber import TranscriptionProgress
from app.transcription import frames
from app.transcription.audio_source import AudioSource
from app.transcription.child import command, environment
from app.transcription.frames import Load, Loaded
from app.transcription.line import Job, Line
from tests.support.speech import call, flac
from tests.support.tiny_model import build

WATCHED = """
import os, sys
log = os.open(sys.argv[1], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
network = {"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"}
def watch(event, arguments):
    written = event == "open" and arguments[2] & (os.O_WRONLY | os.O_RDWR) and arguments[0] != os.devnull
    # the reply pipe is opened by its number
    if event in network or (written and not isinstance(arguments[0], int)):
        os.write(log, f"{event} {arguments[0]}\\n".encode())
sys.addaudithook(watch)
PROVOKED
from app.transcription.worker import main
main()
"""
ASK_A_NETWORK = "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).connect(('127.0.0.1', 9))"
WRITE_A_FILE = "open(sys.argv[1] + '.words', 'w').close()"
DIES_OF_AUDIO = """
import os
from app.transcription import frames, worker
read = frames.read
def poisoned(pipe):
    message = read(pipe)
    if isinstance(message, frames.Audio):
        open(os.environ["DEATHS"], "a").write("x")
        os._exit(11)
    return message
frames.read = poisoned
worker.main()
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("model") / "tiny")


def work(line: Line, folder: Path) -> list[TranscriptionProgress]:
    told: list[TranscriptionProgress] = []
    with closing(AudioSource(flac(call(1)[0]))) as source:
        try:
            line.work(Job(source, "en"), folder, told.append)
        finally:
            line.end()
    return told


def seen(folder: Path, log: Path, provoked: str) -> tuple[str, list[TranscriptionProgress]]:
    script = WATCHED.replace("PROVOKED", provoked)
    told = work(Line(1, [sys.executable, "-B", "-P", "-c", script, str(log)]), folder)
    return log.read_text(), told


def test_it_asks_no_network_and_writes_no_file_from_loading_to_the_last_word(
    folder: Path, tmp_path: Path
) -> None:
    log, told = seen(folder, tmp_path / "log", "")
    assert log == ""
    assert any(progress.turns for progress in told)


@pytest.mark.parametrize(
    ("provoked", "event"),
    [(ASK_A_NETWORK, "socket.connect"), (WRITE_A_FILE, "open")],
    ids=["network", "file"],
)
def test_the_watch_sees_what_it_is_there_for(folder: Path, tmp_path: Path, provoked: str, event: str) -> None:
    log, _ = seen(folder, tmp_path / "log", provoked)
    assert log.startswith(event)


def test_a_recording_it_dies_of_twice_is_given_up_with_a_next_step(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deaths = tmp_path / "deaths"
    monkeypatch.setenv("DEATHS", str(deaths))
    with pytest.raises(EnvironmentFault) as caught:
        work(Line(1, [sys.executable, "-P", "-c", DIES_OF_AUDIO]), folder)
    assert caught.value.explanation.code == "TRN-201"
    assert caught.value.explanation.next_step
    assert deaths.read_text() == "xx"


def test_it_ends_when_the_console_is_gone_even_while_it_waits(folder: Path) -> None:
    with subprocess.Popen(
        command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment()
    ) as child:
        assert child.stdin
        assert child.stdout
        frames.write(child.stdin, Load(str(folder), 1))
        assert isinstance(frames.read(child.stdout), Loaded)
        child.stdin.close()  # what the operating system does to a console that dies
        try:
            assert child.wait(20) == 0
        finally:
            child.kill()  # else one that stays would hold the test up for ever


@pytest.mark.skipif(sys.platform == "win32", reason="Windows writes no core files")
def test_it_writes_no_core_file(folder: Path) -> None:
    with subprocess.Popen(
        ["sh", "-c", 'ulimit -S -c "$(ulimit -H -c)"; exec "$@"', "sh", *command()],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment(),
    ) as child:
        assert child.stdin
        assert child.stdout
        frames.write(child.stdin, Load(str(folder), 1))
        assert isinstance(frames.read(child.stdout), Loaded)
        limits = Path(f"/proc/{child.pid}/limits").read_text()
        child.stdin.close()
        child.wait(20)
    core = next(line for line in limits.splitlines() if line.startswith("Max core file size"))
    assert core.split()[4:6] == ["0", "0"]
