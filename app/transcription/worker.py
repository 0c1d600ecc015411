"""The child process: `python -m app.transcription.worker`. It knows no store, no key and no network.

Samples arrive through standard input and leave as text through standard output, so that neither ever
touches a disk. It ends when its input does, which is what happens when the console dies.
"""

import os
import queue
import signal
import sys
import threading
import time
from pathlib import Path
from typing import BinaryIO

from app import core_dumps
from app.ports.transcriber import Pace
from app.transcription import frames
from app.transcription.frames import (
    Audio,
    Begin,
    End,
    Finished,
    Load,
    Loaded,
    Message,
    Refused,
    SetPace,
    Want,
)
from app.transcription.hearing import Ears, Hearing

NICER = 10
"""How far the child steps back behind the console, whose audio and windows come first."""
TOGETHER = 8
"""Windows worked on at once while nothing else wants the processor."""


class Pacer:
    """Holds the work up between clips, as the console asks."""

    def __init__(self) -> None:
        self._pace = Pace.FULL
        self._changed = threading.Condition()
        self._worked_from = time.monotonic()

    def set(self, pace: Pace) -> None:
        """Change the pace; a rest going on ends if the new pace allows it."""
        with self._changed:
            self._pace = pace
            self._changed.notify_all()

    def rest(self) -> int:
        """Return at once at full pace; at half, after as long as was worked since; held, never.

        The value is how many windows may be worked on before the next rest: beside a call one, so that the
        processor is free again soon.
        """
        with self._changed:
            worked = time.monotonic() - self._worked_from
            until = time.monotonic() + worked
            while self._pace is Pace.HELD or (self._pace is Pace.HALF and time.monotonic() < until):
                self._changed.wait(None if self._pace is Pace.HELD else until - time.monotonic())
            self._worked_from = time.monotonic()
            return TOGETHER if self._pace is Pace.FULL else 1


def main() -> int:
    """Serve until the input ends; returns the exit status."""
    # Ctrl+C in a terminal reaches every process there; the console decides, and its end is ours.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    reply = _own_output()
    core_dumps.off()
    _be_modest()
    inbox: queue.SimpleQueue[Message] = queue.SimpleQueue()
    pacer = Pacer()
    threading.Thread(target=_listen, args=(sys.stdin.buffer, inbox, pacer), daemon=True).start()
    ears: Ears | None = None
    while True:
        message = inbox.get()
        if isinstance(message, Load):
            ears = _load(message, reply)
        elif isinstance(message, Begin) and ears:
            _begin(message, ears, pacer, inbox, reply)
        else:
            raise ValueError(f"{type(message).__name__} is out of order")


def _listen(pipe: BinaryIO, inbox: "queue.SimpleQueue[Message]", pacer: Pacer) -> None:
    """Read without ever waiting for the work, so that the end of the console is seen at once."""
    status = 0
    try:
        while message := frames.read(pipe):
            if isinstance(message, SetPace):
                pacer.set(Pace(message.pace))
            else:
                inbox.put(message)
    except (ValueError, OSError) as broken:
        print(f"the console cannot be understood: {broken}", file=sys.stderr)
        status = 1
    # The main thread may be deep in the engine, or wait for a message that never comes: this ends it now.
    os._exit(status)


def _load(wanted: Load, reply: BinaryIO) -> Ears | None:
    from app.transcription.recogniser import ModelUnusable, Recogniser

    try:
        recogniser = Recogniser(Path(wanted.folder), wanted.threads, trial=wanted.trial)
    except ModelUnusable as fault:
        frames.write(reply, Refused(str(fault)))
        return None
    frames.write(reply, Loaded(recogniser.multilingual))
    return recogniser


def _begin(
    begin: Begin, ears: Ears, pacer: Pacer, inbox: "queue.SimpleQueue[Message]", reply: BinaryIO
) -> None:
    if begin.language and not ears.knows(begin.language):
        frames.write(reply, Refused(f"it does not know the language “{begin.language}”"))
    else:
        _hear(Hearing(begin, ears, pacer.rest), inbox, reply)


def _hear(hearing: Hearing, inbox: "queue.SimpleQueue[Message]", reply: BinaryIO) -> None:
    while True:
        frames.write(reply, Want())
        message = inbox.get()
        if isinstance(message, Audio):
            heard = hearing.push(message.samples)
        elif isinstance(message, End):
            heard = hearing.finish()
        else:
            raise ValueError(f"{type(message).__name__} is out of order")
        for newest in heard:
            frames.write(reply, newest)
        if isinstance(message, End):
            frames.write(reply, Finished(hearing.language))
            return


def _own_output() -> BinaryIO:
    """Return the output pipe, and send whatever a library prints to standard error instead."""
    reply = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return reply


def _be_modest() -> None:
    if sys.platform == "win32":
        return  # the console starts the child below normal priority
    os.nice(NICER)


if __name__ == "__main__":
    sys.exit(main())
