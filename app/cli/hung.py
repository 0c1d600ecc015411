"""Ends a console that hangs: the very process that the lock file names, never another one."""

import os
import select
import signal
import sys

from local_store.profile import Holder, process_started

GONE_WITHIN_S = 30.0


def end(hung: Holder) -> bool:
    """Kill the process and wait until it is gone; False where it cannot be told from a later one.

    Nothing is lost: what was done was kept as it was done, as at a power cut.
    """
    if sys.platform != "linux":
        return False
    try:
        # From here on the handle means this one process, whatever becomes of its number.
        handle = os.pidfd_open(hung.pid)
    except ProcessLookupError:
        return True
    try:
        if process_started(hung.pid) != hung.started:
            return True
        signal.pidfd_send_signal(handle, signal.SIGKILL)
        poll = select.poll()
        poll.register(handle, select.POLLIN)
        return bool(poll.poll(GONE_WITHIN_S * 1000))
    finally:
        os.close(handle)
