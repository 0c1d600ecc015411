"""A workstation, the people who use it, and the office that sees it only through the platform."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

import httpx

from app.cli.desk import Desk
from app.cli.options import DeskOptions, Place
from app.cli.platform_child import DemoUser
from app.cli.scenario.robot import Robot
from app.cli.scenario.sign_in import enrol, sign_in
from app.cli.window import open_window
from app.cli.workstation import Workstation
from app.domain.call import Call
from app.domain.command import Receipt
from app.domain.ids import CallId
from app.domain.policy import Policy
from app.domain.retention import DataClass
from app.protocol import routes
from app.protocol.messages import DeviceStatus, FarEnd, OrderRequest
from local_store.connection import Connection, open_keyed
from local_store.profile import held
from local_store.subkey import subkey
from resources import voice
from tests.support.platform_client import (
    Device,
    Session,
    client_context,
    fresh_totp,
    good,
    new_code,
    new_device,
)
from tests.support.platform_process import PlatformProcess
from ui.widgets import Label

WITH_THE_CALL = (DataClass.CALL_RECORDING, DataClass.CALL_TRANSCRIPT, DataClass.CALL_RECORD, DataClass.REVIEW)


@dataclass
class Office:
    """An administrator, a team lead and the privacy officer, each asking the platform. Blocking."""

    device: Device
    sessions: dict[str, Session] = field(default_factory=dict)

    def session(self, role: str) -> Session:
        """Return this person, signed in."""
        if role not in self.sessions:
            self.sessions[role] = self.device.sign_in(self.device.platform.login(role))
        return self.sessions[role]

    def code(self) -> str:
        """Return a code that enrols one workstation."""
        return new_code(self.session("admin"))

    def calls_since(self, moment: datetime) -> list[Call]:
        """Return the calls begun after `moment`, as the team lead sees them."""
        return [call for call in self.calls() if call.started_at > moment]

    def calls(self) -> list[Call]:
        """Return every call as the team lead sees it."""
        found = {c.id: c for page in self.session("team_lead").everything() for c in page.calls}
        return list(found.values())

    def seconds_heard(self, call_id: CallId) -> float:
        """Return how much sound arrived at the other end of a call."""
        lead = self.session("team_lead")
        return good(FarEnd, lead.request("GET", routes.FAR_END.format(call_id=call_id))).seconds_voiced

    def workstation(self, name: str) -> DeviceStatus:
        """Return a device as the administrator sees it."""
        answer = self.session("admin").request("GET", routes.ADMIN_DEVICES)
        return next(d for d in good(tuple[DeviceStatus, ...], answer) if d.name == name)

    def order(self, route: str, name: str, reason: str) -> None:
        """Order a lock or a wipe of a workstation, with a second factor."""
        admin = self.session("admin")
        body = OrderRequest(reason, fresh_totp(self.device.platform, self.device.platform.login("admin")))
        path = route.format(enrolment_id=self.workstation(name).enrolment_id)
        assert admin.request("POST", path, body).is_success

    def keep_recordings(self, period: str) -> Policy:
        """Have the privacy officer put a policy in force that keeps recordings for `period`."""
        officer = self.session("privacy_officer")
        known = good(Policy, officer.request("GET", routes.ADMIN_POLICY))
        rules = tuple(
            replace(rule, keep=period) if rule.data_class in WITH_THE_CALL else rule
            for rule in known.schedule.rules
        )
        schedule = replace(known.schedule, rules=rules, campaigns=())
        policy = replace(known, revision=known.revision + 1, schedule=schedule)
        return good(Policy, officer.request("PUT", routes.ADMIN_POLICY, policy))


@contextmanager
def office_at(platform: PlatformProcess) -> Iterator[Office]:
    """Yield the office, at a device of its own."""
    with httpx.Client(verify=client_context(str(platform.ca_file)), timeout=30) as client:
        yield Office(new_device(platform, http=client))


@dataclass
class Workplace:
    """A workstation of its own: its folder, and the console on it while one is open."""

    platform: PlatformProcess
    root: Path
    pictures: Path
    anew: bool = False
    name: str = field(default_factory=lambda: f"E2E-{secrets.token_hex(3).upper()}")

    @property
    def place(self) -> Place:
        """Where its data lies."""
        return Place(self.root, self.platform.ca_file)

    @asynccontextmanager
    async def console(self) -> AsyncIterator[tuple[Robot, Desk]]:
        """Open the console, and close it as a user does."""
        with held(self.place.paths.device):
            options = DeskOptions(self.platform.url, self.name, voice("nl-lotte"), self.anew)
            desk = await open_window(self.place, options)
            robot = Robot(self.pictures)
            window = robot.window
            try:
                yield robot, desk
            finally:
                window.close()
                await desk.closed.wait()
                window.deleteLater()
                await asyncio.sleep(0)

    @asynccontextmanager
    async def signed_in(self, office: Office, role: str = "agent") -> AsyncIterator[tuple[Robot, Desk]]:
        """Open the console, enrolled if it was not yet, with a person signed in."""
        async with self.console() as (robot, desk):
            if not self.place.paths.device.trust.exists():
                await enrol(robot, await asyncio.to_thread(office.code))
            await sign_in(robot, self.user(role))
            yield robot, desk

    def user(self, role: str) -> DemoUser:
        """Return the first person with this role."""
        login = self.platform.login(role)
        return DemoUser(login.email, login.password, login.role, login.totp_secret)

    @contextmanager
    def store(self) -> Iterator[Connection]:
        """Yield the profile's database, read-only, under its real key. Blocking."""
        workstation = Workstation(self.place)
        (profile,) = workstation.paths.profiles()
        key = workstation.profile_keys(profile).unlock_with_keyring()
        connection = open_keyed(profile.console, subkey(key, b"console.db"), read_only=True)
        try:
            yield connection
        finally:
            connection.close()

    def receipts(self) -> tuple[Receipt, ...]:
        """Return the receipt chain of this device, oldest first. Blocking."""
        workstation = Workstation(self.place)
        identity = workstation.identity()
        assert identity is not None
        log = workstation.receipts(identity, workstation.keeper.enrolled().enrolment)
        state = asyncio.run(log.state())
        assert state.intact, state.fault
        return asyncio.run(log.all())


def says(robot: Robot, beginning: str) -> bool:
    """Return whether some words that can be seen begin like this."""
    labels = (label for label in robot.window.findChildren(Label) if label.isVisible())
    return any(label.text().startswith(beginning) for label in labels)
