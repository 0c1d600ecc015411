"""Importing is Python's own again once the application is there: no source is read beside it."""

from tests.support.marked_process import run_python

THEN = "import wave, linecache; print([name for name in linecache.cache if name.endswith('wave.py')])"


def _read_after(first: str) -> str:
    ran = run_python(["-c", f"import {first}; {THEN}"], timeout_s=60)
    assert (ran.status, ran.complaints) == (0, [])
    return ran.out


def test_no_source_is_read_for_what_is_imported() -> None:
    assert _read_after("app.cli.plain_imports, ui.bridge") == "[]\n"


def test_without_it_pyside_reads_them() -> None:
    read = _read_after("PySide6.QtCore, ui.bridge")
    assert "wave.py" in read, "PySide has stopped doing this: app/cli/plain_imports.py can go"
