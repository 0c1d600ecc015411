"""The real sound library over ALSA devices that need no hardware, in a process that sees nothing else."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="ALSA's devices without hardware are Linux's")

CONFIG = """
pcm.!default {{ type file slave.pcm null file {heard} format raw }}
pcm.null {{ type null }}
pcm.headset {{ type null }}
"""

PLAY = """
import sys, threading
from app.audio.output import open_output
from app.audio.player import Listener, Player, PlayerState
done = threading.Event()
ended = lambda state: state is PlayerState.ENDED and done.set()
player = Player(Listener(lambda at: None, ended, print), open_output)
player.load(open(sys.argv[1], "rb"))
player.play()
done.wait(60)
player.close()
"""

OPEN = """
import dataclasses, json
from app.voice.devices import describe_devices
from app.voice.sound import open_sound
import numpy as np
found = describe_devices()
notes = []
for device in ("ALSA: headset", "ALSA: a headset that was unplugged"):
    source, sink, note = open_sound(device, device, "")
    sink.play(np.ones(960, np.int16))
    notes.append([type(source).__name__, source.take().shape[0], note])
    source.close()
    sink.close()
print(json.dumps({"devices": dataclasses.asdict(found), "notes": notes}))
"""


def run(program: str, config: Path, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        env={**os.environ, "ALSA_CONFIG_PATH": str(config)},
        stdout=subprocess.PIPE,
        timeout=60,
        check=True,
        text=True,
    )
    return done.stdout


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "asound.conf"
    path.write_text(CONFIG.format(heard=tmp_path / "heard.raw"))
    return path


def test_the_card_gets_every_sample_of_a_recording(config: Path, tmp_path: Path) -> None:
    pcm = np.random.default_rng(1).integers(-9000, 9000, (48_000, 2)).astype(np.int16)
    soundfile.write(tmp_path / "a.flac", pcm, 16_000, "PCM_16")
    assert run(PLAY, config, str(tmp_path / "a.flac")) == ""
    heard = np.fromfile(tmp_path / "heard.raw", np.int16).reshape(-1, 2)
    start = int(np.flatnonzero((heard == pcm[0]).all(axis=1))[0])
    assert np.array_equal(heard[start : start + len(pcm)], pcm)


def test_devices_are_found_by_name_and_a_missing_one_is_said(config: Path) -> None:
    found = json.loads(run(OPEN, config))
    sides = {(d["id"], d["is_input"]) for d in found["devices"]["devices"]}
    assert {("ALSA: headset", True), ("ALSA: headset", False)} <= sides
    assert [d["id"] for d in found["devices"]["devices"] if d["is_default"] and not d["is_input"]] == [
        "ALSA: default"
    ]
    assert not found["devices"]["null"]
    chosen, missing = found["notes"]
    assert chosen == ["Card", 960, ""]
    assert missing[0] == "Card"
    assert "unplugged" in missing[2]
    assert "default is used" in missing[2]
