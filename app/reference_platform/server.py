"""Serve the platform: storage opened or seeded, TLS 1.3, one process, a clean end at SIGTERM."""

import asyncio
import contextlib
import logging
import signal
import socket
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import anyio.to_thread
import uvicorn
from fastapi import FastAPI
from sqlalchemy import select
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import HANDLED_SIGNALS

from app.domain.ids import OrganisationId
from app.errors import EnvironmentFault
from app.reference_platform import retention
from app.reference_platform.app import build
from app.reference_platform.audio_store import AudioStore
from app.reference_platform.database import open_database
from app.reference_platform.enrolment import new_code
from app.reference_platform.faults import Faults
from app.reference_platform.files import private_folder
from app.reference_platform.keys import load_keys
from app.reference_platform.seed import Login, Seed, plant
from app.reference_platform.state import NOTICE_FOR_SHORTER, Organisation, State
from app.reference_platform.tables import organisation
from app.reference_platform.tls import Certificates, check_address, demo_certificates, server_context

SWEEP_EVERY_S = 3600.0
STOP_WITHIN_S = 5
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Options:
    """How to serve. `certificates` None: the demo authority, on loopback only.

    `notice`: how long ahead a policy that deletes earlier is announced (ISO 8601); less is for a demo alone.
    """

    data_dir: Path
    host: str = "127.0.0.1"
    port: int = 0
    seed: Seed = Seed.NONE
    faults: Path | None = None
    database_url: str | None = None
    certificates: Certificates | None = None
    notice: str = NOTICE_FOR_SHORTER


@dataclass(frozen=True)
class Ready:
    """Said once when the platform answers. `users` is filled at the first start of a data folder only."""

    url: str
    ca_file: str
    enrolment_code: str
    users: tuple[Login, ...]


def serve(options: Options, ready: Callable[[Ready], None]) -> None:
    """Serve until SIGTERM or SIGINT; calls `ready` once the first request would be answered.

    Raises UserFacing PLT-101 off loopback with the demo authority, EnvironmentFault PLT-102 where the port
    is taken, PLT-201 and PLT-202 for a data folder that cannot be used.
    """
    private_folder(options.data_dir)
    certificates = options.certificates or demo_certificates(options.data_dir / "tls")
    check_address(options.host, certificates)
    listener = _bind(options.host, options.port)
    state, users, code = prepare(options)
    url = _url(options.host, listener.getsockname()[1])
    app: ASGIApp = _with_lifespan(state)
    if options.faults is not None:
        app = Faults(app, options.faults)
    config = uvicorn.Config(
        app,
        http=H11Protocol,
        log_config=None,
        access_log=False,
        headers=[("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff")],
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=STOP_WITHIN_S,
        ssl_context_factory=lambda _config, _default: server_context(certificates),
    )
    server = _Server(config, lambda: ready(Ready(url, str(certificates.ca), code, users)), state)
    try:
        server.run([listener])
    finally:
        state.database.close()


def prepare(options: Options) -> tuple[State, tuple[Login, ...], str]:
    """Open the storage, plant the seed where it is new, and make a code for one more device."""
    database = open_database(options.data_dir, options.database_url)
    audio = AudioStore(options.data_dir / "audio")
    with database.write() as connection:
        keys = load_keys(connection)
        users = plant(connection, options.seed, audio)
        row = connection.execute(select(organisation)).one_or_none()
        if row is None:
            raise EnvironmentFault(
                "PLT-202", "This data folder holds no organisation.", "Start it once with --seed."
            )
        code = new_code(connection, keys, row.name).code
    home = Organisation(OrganisationId(row.id), row.name)
    state = State(options.data_dir, database, keys, home, audio, notice=options.notice)
    return state, users, code


class _Server(uvicorn.Server):
    """Tells when it listens, and ends the event streams first when it stops: they would never end."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None], state: State) -> None:
        super().__init__(config)
        self._ready, self._state = ready, state

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop at a signal and return; the base class would then raise it again and skip closing."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {number: signal.signal(number, self.handle_exit) for number in HANDLED_SIGNALS}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._state.hub.close_all()
        for connection in tuple(self.server_state.connections):
            # A client that keeps an idle connection answers no TLS goodbye: waiting for it is in vain.
            if isinstance(connection, H11Protocol) and _idle(connection):
                connection.transport.abort()
        await super().shutdown(sockets)


def _idle(connection: H11Protocol) -> bool:
    return connection.cycle is None or connection.cycle.response_complete


def _with_lifespan(state: State) -> FastAPI:
    app = build(state)

    @contextlib.asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await anyio.to_thread.run_sync(retention.sweep, state)
        sweeper = asyncio.create_task(_sweep_hourly(state))
        try:
            yield
        finally:
            sweeper.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await sweeper
            await state.lines.close()

    app.router.lifespan_context = lifespan
    return app


async def _sweep_hourly(state: State) -> None:
    while True:
        await asyncio.sleep(SWEEP_EVERY_S)
        try:
            await anyio.to_thread.run_sync(retention.sweep, state)
        except EnvironmentFault as fault:
            logger.warning("retention sweep: %s", fault)


def _bind(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise EnvironmentFault(
            "PLT-102", f"The platform cannot listen on {host} port {port}.", "Choose another port."
        ) from error
    return listener


def _url(host: str, port: int) -> str:
    return f"https://[{host}]:{port}" if ":" in host else f"https://{host}:{port}"
