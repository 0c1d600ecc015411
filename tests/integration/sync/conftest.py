"""The console's client on a device of its own, against a platform whose faults a test scripts."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from nacl.signing import SigningKey

from app.domain.ids import EnrolmentId
from app.domain.people import User
from app.protocol.messages import EnrolRequest, EnrolResponse
from app.security.device import DeviceIdentity
from app.security.dpop import DeviceProofs
from app.sync.client import HttpPlatform
from app.sync.tls import client_context as console_context
from app.sync.transport import Transport
from tests.support.platform_client import Device, client_context, new_code, new_device
from tests.support.platform_process import PlatformProcess, running_platform

Script = Callable[..., None]


@pytest.fixture(scope="session")
def served() -> Iterator[PlatformProcess]:
    """Yield a platform for this folder alone, since faults are for everybody on it."""
    with running_platform(faults=()) as process:
        yield process


@pytest.fixture(scope="session")
def office(served: PlatformProcess) -> Iterator[Device]:
    """Yield the device that admins sit at."""
    with httpx.Client(verify=client_context(str(served.ca_file)), timeout=30) as client:
        yield new_device(served, http=client)


@pytest.fixture(scope="session")
def one_more_code(served: PlatformProcess, office: Device) -> Callable[[], str]:
    """Return what makes enrolment codes."""
    return lambda: new_code(office.sign_in(served.login("admin")))


@pytest.fixture
def script(served: PlatformProcess) -> Iterator[Script]:
    """Yield what scripts one fault; none is left after the test."""
    yield lambda **fault: served.script_faults([fault] if fault else [])
    served.script_faults([])


@dataclass
class Waits:
    """Stands in for waiting: remembers how long, and goes on at once."""

    seconds: list[float] = field(default_factory=list)

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)
        await asyncio.sleep(0)


@dataclass
class Desk:
    """A client, and what it needs to be one."""

    client: HttpPlatform
    identity: DeviceIdentity
    waits: Waits
    served: PlatformProcess
    enrolled: EnrolResponse | None = None
    user: User | None = None

    @property
    def enrolment_id(self) -> EnrolmentId:
        assert self.enrolled is not None
        return self.enrolled.enrolment_id

    async def sign_in(self, role: str = "agent") -> User:
        login = self.served.login(role)
        self.user = (await self.client.sign_in(login.email, login.password, self.enrolment_id)).user
        return self.user


def client_to(
    url: str,
    ca: Path,
    identity: DeviceIdentity,
    waits: Waits,
    *,
    read_s: float = 20.0,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> HttpPlatform:
    """Return a client that does not really wait between tries."""
    proofs = DeviceProofs(identity, now)
    timeout = httpx.Timeout(10.0, read=read_s)
    context = console_context(url, ca)
    transport = Transport(url, context, proofs, use_proxy=False, timeout=timeout, sleep=waits)
    return HttpPlatform(transport, proofs)


@pytest.fixture
async def desk(served: PlatformProcess, one_more_code: Callable[[], str]) -> AsyncIterator[Desk]:
    """Yield an enrolled device with an agent signed in."""
    identity, waits = DeviceIdentity(bytes(SigningKey.generate())), Waits()
    client = client_to(served.url, served.ca_file, identity, waits)
    found = Desk(client, identity, waits, served)
    secret = one_more_code().partition(".")[0]
    found.enrolled = await client.enrol(EnrolRequest(secret, identity.public, "DESK-9"))
    await found.sign_in()
    yield found
    await client.close()
