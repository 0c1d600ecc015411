"""A wipe ends the session it happened in, also where its receipt has to wait."""

from types import SimpleNamespace
from typing import cast

import pytest

from app.cli.session import Session
from app.errors import EnvironmentFault, UserFacing

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("wiped", [True, False])
@pytest.mark.parametrize("fault", [EnvironmentFault, UserFacing, None])
async def test_it_ends_exactly_when_something_was_wiped(
    wiped: bool, fault: type[EnvironmentFault | UserFacing] | None
) -> None:
    told: list[bool] = []
    session = SimpleNamespace(
        device=SimpleNamespace(obey=SimpleNamespace(wiped=wiped)),
        hooks=SimpleNamespace(wiped=lambda: told.append(True)),
    )

    async def step() -> str:
        if fault is not None:
            raise fault("NET-117", "The receipt was not taken.", "It is handed over later.")
        return "done"

    asked = Session._unless_wiped(cast("Session", session), step())
    if fault is None:
        assert await asked == "done"
    else:
        with pytest.raises(fault):
            await asked
    assert told == [True] * wiped
