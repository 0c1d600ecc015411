"""A platform without a network: its state on a fresh encrypted database."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.ids import OrganisationId
from app.reference_platform import clock
from app.reference_platform.audio_store import AudioStore
from app.reference_platform.database import open_database
from app.reference_platform.keys import load_keys
from app.reference_platform.policies import default_policy, store_policy
from app.reference_platform.state import Organisation, State


@pytest.fixture
def state(tmp_path: Path) -> Iterator[State]:
    database = open_database(tmp_path / "data")
    with database.write() as connection:
        keys = load_keys(connection)
        store_policy(connection, default_policy("Test", clock.now()), "test")
    home = Organisation(OrganisationId("test"), "Test")
    yield State(tmp_path / "data", database, keys, home, AudioStore(tmp_path / "data" / "audio"))
    database.close()
