"""Guards around every test: no unexpected log line, no Qt warning, nothing left running or open."""

import logging
import os
from collections.abc import Iterator

import pytest

from tests.support.leaks import Snapshot

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="run the full counts as well")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--long"):
        return
    skip = pytest.mark.skip(reason="full counts: run with --long (make test-long)")
    for item in items:
        if item.get_closest_marker("long"):
            item.add_marker(skip)


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def expected_logs() -> list[str]:
    """Substrings of warnings this test provokes on purpose; each must appear."""
    return []


@pytest.fixture(autouse=True)
def no_unexpected_logs(expected_logs: list[str], caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    yield
    records = [r for r in caplog.get_records("call") if r.levelno >= logging.WARNING]
    lines = [r.getMessage() for r in records]
    surprising = [line for line in lines if not any(part in line for part in expected_logs)]
    missing = [part for part in expected_logs if not any(part in line for line in lines)]
    assert not surprising, f"unexpected log lines: {surprising}"
    assert not missing, f"expected log lines never came: {missing}"


@pytest.fixture(autouse=True)
def nothing_left_behind() -> Iterator[None]:
    before = Snapshot.take()
    yield
    left = before.left_behind()
    assert not left, f"left behind: {left}"
