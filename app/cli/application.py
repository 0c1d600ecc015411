"""The Qt application and its asyncio loop: begun once, ended cleanly."""

import asyncio
import logging
import os
import sys
from collections.abc import Callable, Coroutine
from typing import Any

import qasync
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from app.cli import plain_imports  # noqa: F401  (before the many modules of the console)
from ui.theme import Mode, icons, theme

Main = Callable[[], Coroutine[Any, Any, int]]


def run_application(main: Main, mode: Mode | None = None) -> int:
    """Run `main()` on the Qt loop; returns its exit status. Everything it started has ended by then."""
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")) and sys.platform == "linux":
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    application.setApplicationName("CallNex Agent Console")
    application.setQuitOnLastWindowClosed(False)
    # Without a language of its own the system's is "C", which groups no digits.
    if QLocale.system().language() == QLocale.Language.C:
        QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    theme().apply(application, mode or Mode.SYSTEM)
    icons.preload()
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")
    # At each of its events the GUI thread may have to ask another for its turn: a fifth of a millisecond
    # each, not five.
    sys.setswitchinterval(0.0002)
    loop = qasync.QEventLoop(application)
    asyncio.set_event_loop(loop)
    with loop:
        status: int = loop.run_until_complete(main())
    return status
