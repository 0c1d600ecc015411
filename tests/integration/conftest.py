"""One platform for all tests that do not change what others read."""

from collections.abc import Iterator

import pytest

from tests.support.platform_process import PlatformProcess, running_platform


@pytest.fixture(scope="session")
def platform() -> Iterator[PlatformProcess]:
    """Yield the shared platform (seed `small`), with faults enabled and none scripted."""
    with running_platform(faults=()) as process:
        yield process
