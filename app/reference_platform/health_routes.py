"""Is the platform there? No more is said to strangers."""

from dataclasses import dataclass
from datetime import datetime

from fastapi import APIRouter

from app.protocol import routes
from app.reference_platform import clock
from app.reference_platform.state import Here
from app.reference_platform.strict import StrictRoute

router = APIRouter(tags=["health"], route_class=StrictRoute)


@dataclass(frozen=True)
class Health:
    """The platform answers and can read its storage."""

    status: str
    server_time: datetime


@router.get(routes.HEALTH)
def health(state: Here) -> Health:
    """Answer if the storage can be read."""
    with state.database.read():
        return Health("ok", clock.now())
