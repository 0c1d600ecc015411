"""``python -m ui.gallery --out DIR [--theme light|dark|both] [--only NAME ...]``."""

import argparse
import asyncio
import os
import sys
import time
from pathlib import Path

import qasync
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from ui.theme import Mode


def main(argv: list[str] | None = None) -> int:
    """Render all pages; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m ui.gallery", description="Render every page to PNG.")
    parser.add_argument("--out", type=Path, required=True, help="folder for the pictures, made when missing")
    parser.add_argument("--theme", choices=["light", "dark", "both"], default="both")
    parser.add_argument(
        "--only", nargs="*", default=[], metavar="NAME", help="names of pages, all when left out"
    )
    options = parser.parse_args(argv)
    # Pictures must not depend on the screen, the place or the language of whoever renders them.
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ.setdefault("QT_SCALE_FACTOR", "1")
    os.environ["TZ"] = "Europe/Brussels"
    if hasattr(time, "tzset"):
        time.tzset()
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    app = QApplication(sys.argv[:1])
    app.setQuitOnLastWindowClosed(False)
    loop = qasync.QEventLoop(app)
    asyncio.set_event_loop(loop)
    from ui.gallery.registry import ENTRIES
    from ui.gallery.render import render

    options.out.mkdir(parents=True, exist_ok=True)
    modes = [Mode.LIGHT, Mode.DARK] if options.theme == "both" else [Mode(options.theme)]
    wanted = [entry for entry in ENTRIES if not options.only or entry.name in options.only]

    async def render_all() -> None:
        for mode in modes:
            for entry in wanted:
                print(await render(app, entry, mode, options.out))

    with loop:
        loop.run_until_complete(render_all())
    return 0 if wanted else 2


if __name__ == "__main__":
    sys.exit(main())
