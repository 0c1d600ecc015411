"""The store ports' suites run over every implementation named in `params`."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.ports.stores import Stores
from tests.support.profiles import TestProfile
from tests.support.things import SetClock


@dataclass
class Bench:
    """Open stores, the clock they go by, and a way to close and open them again."""

    profile: TestProfile
    stores: Stores

    @property
    def clock(self) -> SetClock:
        return self.profile.clock

    def reopen(self) -> None:
        self.stores = self.profile.open().stores


@pytest.fixture(params=["sqlcipher"])
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Bench]:
    profile = TestProfile(tmp_path / "profile")
    yield Bench(profile, profile.open().stores)
    profile.close()
