"""No picture of this process's memory is written to the disk: it would hold keys and speech in the clear."""

import sys

PR_SET_DUMPABLE = 4
"""From linux/prctl.h."""

if sys.platform == "win32":  # pragma: no cover - another system

    def off() -> None:
        """Nothing to do: Windows writes no dump of a program that did not ask for one.

        What an administrator switches on (LocalDumps of Windows Error Reporting) a program cannot refuse.
        """

else:
    import resource

    def off() -> None:
        """Refuse core files, for this process and those it starts.

        On Linux the process is made undumpable as well: a limit does not keep the kernel from piping a core
        to a crash handler (core(5)), and other processes of the same user may then not read its memory
        (prctl(2), ptrace(2)). That part ends with every `exec`: each program has to call this itself.
        """
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if sys.platform == "linux":
            import ctypes
            import os

            if ctypes.CDLL(None, use_errno=True).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0:
                error = ctypes.get_errno()
                raise OSError(error, os.strerror(error))
