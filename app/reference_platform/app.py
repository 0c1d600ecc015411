"""The web application: the routes, and the guard in front of every one of them."""

from fastapi import Depends, FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from app.protocol.problem import MEDIA_TYPE, Problem
from app.reference_platform import (
    admin_routes,
    auth_routes,
    device_routes,
    event_routes,
    health_routes,
    recording_routes,
    voice_routes,
    work_routes,
)
from app.reference_platform.access import guard
from app.reference_platform.problems import ProblemError, on_bug, on_http, on_invalid, on_problem
from app.reference_platform.state import State
from app.reference_platform.strict import BodyLimit

TITLE = "CallNex platform"
VERSION = "1.0.0"
"""Version of the API, not of the program."""

ROUTERS = (
    auth_routes,
    device_routes,
    work_routes,
    voice_routes,
    recording_routes,
    event_routes,
    admin_routes,
    health_routes,
)


def build(state: State | None = None) -> FastAPI:
    """Return the application; without a state it only describes itself (`openapi`)."""
    app = FastAPI(
        title=TITLE,
        version=VERSION,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        dependencies=[Depends(guard)],
        responses={"default": {"model": Problem, "description": f"Refusal, as {MEDIA_TYPE}"}},
    )
    app.state.platform = state
    app.add_exception_handler(ProblemError, on_problem)
    app.add_exception_handler(RequestValidationError, on_invalid)
    app.add_exception_handler(HTTPException, on_http)
    for module in ROUTERS:
        app.include_router(module.router)
    app.add_exception_handler(Exception, on_bug)
    app.add_middleware(BodyLimit)
    return app
