"""`python -m app.reference_platform`: serve the platform, one JSON line on stdout when it is ready."""

import argparse
import logging
import os
import signal
import sys
import threading
from pathlib import Path

from app.errors import CallNexError
from app.protocol.codec import encode
from app.reference_platform.seed import Seed
from app.reference_platform.server import Options, Ready, serve
from app.reference_platform.state import NOTICE_FOR_SHORTER
from app.reference_platform.tls import Certificates


def main(arguments: list[str] | None = None) -> int:
    """Serve until stopped; exit status 1 with one line on stderr when that is not possible."""
    parser = _parser()
    given = parser.parse_args(arguments)
    if given.without_notice and given.certificate is not None:
        parser.error("--without-notice is for a demo on loopback: people were promised the notice")
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(levelname)s %(name)s %(message)s")
    own = None
    if given.certificate is not None:
        own = Certificates(given.ca or given.certificate, given.certificate, given.key, demo=False)
    options = Options(
        data_dir=given.data_dir,
        host=given.host,
        port=given.port,
        seed=Seed(given.seed),
        faults=given.faults,
        database_url=given.database_url,
        certificates=own,
        notice="PT0S" if given.without_notice else NOTICE_FOR_SHORTER,
    )
    if given.until_eof:
        threading.Thread(target=_end_with_standard_input, daemon=True).start()
    try:
        serve(options, _say)
    except CallNexError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _say(ready: Ready) -> None:
    print(encode(ready).decode("utf-8"), flush=True)


def _end_with_standard_input() -> None:
    # Not through sys.stdin: its lock, held in a read, would keep the interpreter from ending.
    while os.read(0, 4096):
        pass
    signal.raise_signal(signal.SIGTERM)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m app.reference_platform", description=__doc__)
    add = parser.add_argument
    add("--data-dir", type=Path, required=True, help="folder of the platform's storage (made if missing)")
    add("--host", default="127.0.0.1", help="address to listen on; loopback only with the demo authority")
    add("--port", type=int, default=0, help="port to listen on; 0 takes a free one")
    add(
        "--seed",
        choices=[seed.value for seed in Seed],
        default=Seed.NONE.value,
        help="what a new folder holds",
    )
    add("--until-eof", action="store_true", help="end with standard input, so as not to outlive a parent")
    add(
        "--without-notice",
        action="store_true",
        help="for a demo: a policy that deletes earlier needs no notice of fourteen days",
    )
    add("--faults", type=Path, help="JSON file of scripted faults, for tests")
    # From the environment too: a URL may hold a password, and command lines are for all to see.
    add("--database-url", default=os.environ.get("CALLNEX_DATABASE_URL"), help="SQLAlchemy URL of PostgreSQL")
    add("--certificate", type=Path, help="PEM file of your own server certificate")
    add("--key", type=Path, help="PEM file of its private key")
    add("--ca", type=Path, help="PEM file of its authority, to tell consoles")
    return parser


if __name__ == "__main__":
    sys.exit(main())
