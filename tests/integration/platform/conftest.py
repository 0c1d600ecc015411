"""Devices and people on the shared platform."""

from collections.abc import Callable, Iterator

import httpx
import pytest

from tests.support.platform_client import Device, Session, client_context, new_code, new_device
from tests.support.platform_process import PlatformProcess


@pytest.fixture(scope="session")
def http(platform: PlatformProcess) -> Iterator[httpx.Client]:
    """Yield one client for the run."""
    with httpx.Client(verify=client_context(str(platform.ca_file)), timeout=30) as client:
        yield client


@pytest.fixture(scope="session")
def admin(platform: PlatformProcess, http: httpx.Client) -> Session:
    """Return an admin on the first device."""
    return new_device(platform, http=http).sign_in(platform.login("admin"))


@pytest.fixture
def device(platform: PlatformProcess, admin: Session, http: httpx.Client) -> Device:
    """Return a fresh device."""
    return new_device(platform, new_code(admin), http)


@pytest.fixture
def signed_in(platform: PlatformProcess, device: Device) -> Callable[[str], Session]:
    """Return a function that signs in the first person of a role on a fresh device."""
    return lambda role: device.sign_in(platform.login(role))
