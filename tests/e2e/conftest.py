"""The whole console: windows, keyring, voice engine, and a platform in another process."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from app.errors import EnvironmentFault
from local_store.keyring_secrets import KeyringSecrets
from tests.support.qt_loop import qt_loop
from ui.theme import Mode, icons, theme

__all__ = ["qt_loop"]

WRAPPER = "packaging/dev/with-keyring.sh"


@pytest.fixture(scope="session", autouse=True)
def secret_service() -> None:
    """Fail, saying what to do, where there is no keyring: the console never runs without one."""
    probe = KeyringSecrets("callnex-agent-console/e2e-probe")
    try:
        probe.put("probe", b"probe")
        probe.delete("probe")
    except EnvironmentFault as fault:
        pytest.fail(f"End-to-end tests need a Secret Service: run them through {WRAPPER} ({fault})")


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> Iterator[None]:
    """The look and the language of the console, for those that run in this process."""
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    theme().apply(qapp, Mode.LIGHT)
    icons.preload()
    yield
    QLocale.setDefault(before)
