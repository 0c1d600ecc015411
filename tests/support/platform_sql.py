"""Look into a running platform's database from outside, to compare what it says with what it holds."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import text

from app.reference_platform.database import Database, open_database
from tests.support.platform_process import PlatformProcess


@contextmanager
def database(platform: PlatformProcess) -> Iterator[Database]:
    """Yield the platform's own database, opened beside the process."""
    opened = open_database(platform.data_dir)
    try:
        yield opened
    finally:
        opened.close()


def rows(platform: PlatformProcess, sql: str, **values: object) -> list[tuple[Any, ...]]:
    """Return the rows of a query."""
    with database(platform) as opened, opened.read() as connection:
        return [tuple(row) for row in connection.execute(text(sql), values)]
