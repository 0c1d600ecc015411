"""`python -m app` and the console script `callnex`."""

import multiprocessing
import sys

from app import core_dumps


def main() -> int:
    """Run the command line; returns the exit status."""
    multiprocessing.freeze_support()
    core_dumps.off()
    from app.cli.main import main as command_line

    return command_line()


if __name__ == "__main__":
    sys.exit(main())
