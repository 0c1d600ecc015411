"""The whole console: windows, keyring, voice engine, and a platform in another process."""

import pytest

from app.errors import EnvironmentFault
from local_store.keyring_secrets import KeyringSecrets

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
