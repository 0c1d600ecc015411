"""`callnex platform`: serve the reference platform alone."""

import argparse
import sys

from app.cli.options import Subparsers


def register(subparsers: Subparsers) -> None:
    """Add the subcommand; its options are the platform's own (`callnex platform --help`)."""
    parser = subparsers.add_parser("platform", help="serve the reference platform", add_help=False)
    parser.set_defaults(command=run, takes_rest=True)


def run(options: argparse.Namespace) -> int:
    """Serve until stopped."""
    try:
        from app.reference_platform.__main__ import main
    except ImportError as missing:
        print(f"The platform's packages are not installed ({missing.name}).", file=sys.stderr)
        print("Install them: pip install 'callnex-agent-console[platform]'", file=sys.stderr)
        return 1
    return main(options.rest)
