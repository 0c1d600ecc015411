"""The executable contract: `python -m app.reference_platform.openapi --write | --check`."""

import argparse
import json
import sys
from pathlib import Path

from app.reference_platform.app import build

FILE = Path(__file__).with_name("openapi.json")


def document() -> str:
    """Return the OpenAPI document as it is committed."""
    return json.dumps(build().openapi(), indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def main(arguments: list[str] | None = None) -> int:
    """Write the document, or say whether the committed one is current (exit status 1 if not)."""
    parser = argparse.ArgumentParser(prog="python -m app.reference_platform.openapi", description=__doc__)
    choice = parser.add_mutually_exclusive_group(required=True)
    choice.add_argument("--write", action="store_true", help=f"write {FILE.name}")
    choice.add_argument("--check", action="store_true", help=f"compare with {FILE.name}")
    if parser.parse_args(arguments).write:
        FILE.write_text(document(), "utf-8")
        return 0
    if FILE.exists() and FILE.read_text("utf-8") == document():
        return 0
    print(f"{FILE.name} is not what the code says: run --write and look at the difference.", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
