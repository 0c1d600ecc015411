"""What the window shows and why: enrolled or not, signed in or not, locked, wiped."""

import asyncio
import logging

from app.changes import Changes
from app.cli.device import Device, device_of
from app.cli.front_door import FrontDoor
from app.cli.inside import Inside
from app.cli.neighbour import Neighbour
from app.cli.profiles import Profiles
from app.cli.screens import BY_USER
from app.cli.session import Session, SessionHooks
from app.cli.upkeep import wiped_without_keyring
from app.cli.window import Entrance
from app.cli.workstation import Workstation
from app.domain.command import ReceiptKind
from app.domain.lease import Rung
from app.errors import CallNexError, EnvironmentFault, Explanation, UserFacing
from app.ports.platform import Platform
from app.ports.profile import Enrolment
from app.ports.secrets import KeyringAbsent, KeyringLocked
from app.security.device import DeviceIdentity
from app.services.device_facts import DeviceFacts, ReadDeviceFacts
from app.services.enrol import Enrol
from app.services.sign_in import SignedIn, SignIn
from ui.operations import explain, run_op, run_query
from ui.sign_in.model import SignInActions
from ui.sign_in.state import view_of
from ui.sign_in.view import SignInView

log = logging.getLogger(__name__)
WATCH_EVERY_S = 30.0
REVOKED = "ENR-105"


class Desk:
    """Owns the window and everything behind it; one per process."""

    def __init__(self, workstation: Workstation, entrance: Entrance) -> None:
        self._workstation = workstation
        self._window = entrance.window
        self._options = entrance.options
        self.tasks = entrance.tasks
        self._operations = entrance.operations
        self._facts = ReadDeviceFacts(workstation.keeper)
        self.device: Device | None = None
        self.profiles: Profiles | None = None
        self.session: Session | None = None
        self._closing: asyncio.Future[None] | None = None
        self._knows_keys = False
        self.ends_keyless = False
        self.closed = asyncio.Event()
        self.one_at_a_time = asyncio.Lock()
        self._door = FrontDoor(
            entrance,
            SignInActions(self.read_facts, self.enrol, self.sign_in),
            self._on_signed_in,
            lambda facts: self.tasks.spawn(self._try_again(facts), "try again"),
        )
        self._inside = Inside(entrance.window, self._sign_out_here)
        self._neighbour = Neighbour(self, workstation, entrance.options)
        self._window.closing.connect(self.close)

    async def start(self) -> None:
        """Find out how things stand and show it. Raises nothing: what is wrong is shown."""
        try:
            await self._begin()
        except CallNexError as fault:
            if isinstance(fault, KeyringAbsent | KeyringLocked):
                await wiped_without_keyring(self._workstation)
            self._door.sign_in(fault.explanation)
        await self._neighbour.open()
        self.tasks.spawn(self._watch(), "watch")

    async def _begin(self) -> None:
        state = await asyncio.to_thread(self._workstation.keeper.state)
        identity = await asyncio.to_thread(self._workstation.identity) if state is not None else None
        if state is None:
            self._door.sign_in()
            return
        if identity is None:
            await self._show_what_is_left(state.enrolment)
            return
        platform = self._workstation.platform(state.enrolment.platform_url, identity)
        device = self._take(identity, platform)
        if await self._finish_old_wipe(device):
            return
        await self.show_entrance()

    async def _show_what_is_left(self, enrolment: Enrolment) -> None:
        """The device's key is gone: after a wipe, which its receipts tell of, or somebody took it away."""
        receipts = await asyncio.to_thread(self._workstation.receipts_left, enrolment)
        if receipts and receipts[-1].kind is ReceiptKind.WIPE:
            self._door.wiped(enrolment, receipts)
        else:
            self._door.sign_in()

    def _take(self, identity: DeviceIdentity, platform: Platform) -> Device:
        """Become the enrolled device that this identity is."""
        enrolment = self._workstation.keeper.enrolled().enrolment
        self.profiles = Profiles(self._workstation, identity)
        self.device = device_of(
            self._workstation, identity, enrolment, platform, self._lock, self.profiles.close_handles
        )
        return self.device

    async def _finish_old_wipe(self, device: Device) -> bool:
        try:
            wiped = await device.obey.resume()
        except (EnvironmentFault, UserFacing) as fault:
            # The data is gone; its receipt is handed over by the next start or by `maintain`.
            log.info("%s", fault)
            wiped = True
        if wiped:
            await self.show_wiped(device)
        return wiped

    async def _watch(self) -> None:
        """With nobody signed in the device still keeps contact: orders and the lease reach it."""
        while True:
            async with self.one_at_a_time:
                if self.session is None and self.device is not None and not self.ends_keyless:
                    await self.contact(self.device)
            await asyncio.sleep(WATCH_EVERY_S)

    async def contact(self, device: Device) -> Explanation | None:
        """Check in once without a profile; returns what kept it from working."""
        problem = None
        try:
            if await device.obey.enforce_lease() is not Rung.WIPE:
                await device.check_in()()
        except (EnvironmentFault, UserFacing) as fault:
            problem = fault.explanation
        if device.obey.wiped:
            await self.show_wiped(device)
            return None
        return problem

    async def _lock(self, reason: str) -> None:
        """Have the session ended: by another task, since the order may come from one of the session's own."""
        log.info("lock: %s", reason)
        self.tasks.spawn(self._leave_and_show_entrance(), "lock")

    async def _leave_and_show_entrance(self) -> None:
        if self._options.anew and self._knows_keys:
            self._end_keyless()
        elif not self.ends_keyless:
            await self._leave()
            await self.show_entrance()

    def _end_keyless(self) -> None:
        """Have this desk end, for another whose process knows no key."""
        self.ends_keyless = True
        self.close()

    async def _leave(self) -> None:
        session, self.session = self.session, None
        self._inside.leave()
        if session is not None:
            await session.close()
        if self.profiles is not None:
            await asyncio.to_thread(self.profiles.close)

    async def show_entrance(self) -> None:
        """The locked screen where contact must come first, else the sign-in page."""
        facts = await self._facts()
        if facts.rung is Rung.LOCK or facts.locked:
            self._door.locked(facts, None)
        else:
            self._door.sign_in()

    async def _try_again(self, facts: DeviceFacts) -> None:
        if self.device is None:
            return
        self._door.locked(facts, None, busy=True)
        async with self.one_at_a_time:
            problem = await self.contact(self.device) if self.device is not None else None
        if self.session is not None or self.device is None or self.ends_keyless:
            return
        fresh = await self._facts()
        if problem is not None or fresh.rung is Rung.LOCK:
            self._door.locked(fresh, problem)
        else:
            self._door.sign_in()

    async def show_wiped(self, device: Device) -> None:
        """Say once that everything of this device is gone; by another process if this one had a key."""
        if self.device is not device or self.ends_keyless:
            return
        if self._options.anew and self._knows_keys:
            self._end_keyless()
            return
        self.device = None
        await self._leave()
        self.profiles = None
        await device.platform.close()
        self._door.wiped(device.enrolment, await device.receipts.all())

    async def read_facts(self) -> SignInView:
        """Return what the sign-in page shows."""
        facts = await self._facts()
        return view_of(facts if self.device is not None else DeviceFacts(facts.now))

    async def enrol(self, url: str, code: str, device_name: str) -> None:
        """Enrol this workstation and check in for the first time."""
        here = self._workstation
        async with self.one_at_a_time:
            use = Enrol(here.keeper, here.secrets, here.platform, here.receipts)
            enrolled = await use(code, device_name, url)
            device = self._take(enrolled.identity, enrolled.platform)
            # The policy says how long a password may open the data offline: fetch it before anyone signs in.
            await device.check_in()()

    async def sign_in(self, email: str, password: str) -> SignedIn:
        """Sign in and open the person's profile; UserFacing ENR-111 where this device is not enrolled."""
        if self.device is None:
            raise UserFacing(
                "ENR-111",
                "This workstation is not enrolled.",
                "Ask your administrator for an enrolment code, then enrol it.",
            )
        async with self.one_at_a_time:
            return await self._sign_in(email, password)

    async def _sign_in(self, email: str, password: str) -> SignedIn:
        device, profiles = self._enrolled()
        # From here on its memory may hold a key, whatever comes of it.
        self._knows_keys = True
        try:
            return await SignIn(device.platform, self._workstation.keeper, profiles)(email, password)
        except UserFacing as refusal:
            if refusal.explanation.code == REVOKED:
                # A revoked device most likely has an order waiting: it must not wait for the next round.
                await self.contact(device)
            raise

    def _enrolled(self) -> tuple[Device, Profiles]:
        assert self.device is not None and self.profiles is not None, "the form shows when enrolled"
        return self.device, self.profiles

    def _on_signed_in(self, signed_in: SignedIn) -> None:
        device, profiles = self._enrolled()
        assert profiles.open is not None, "signing in opens the profile"
        hooks = SessionHooks(self._wiped, self._sign_out, self._wipe_here, self._inside.lock)
        self.session = Session(
            device, profiles.open, signed_in, self._operations, hooks, self._options.microphone
        )
        sign_in = SignIn(device.platform, self._workstation.keeper, profiles)
        run_query(self._operations, self._inside.open(self.session, sign_in), done=lambda _: None)

    def _sign_out_here(self) -> None:
        run_op(self._operations, self._sign_out())

    def _wiped(self) -> None:
        """A contact of the session brought a wipe, and it was obeyed."""
        if self.device is not None:
            self.tasks.spawn(self.show_wiped(self.device), "wiped")

    async def _wipe_here(self) -> None:
        device, _ = self._enrolled()
        try:
            await device.obey.wipe(BY_USER, None)
        except (EnvironmentFault, UserFacing) as fault:
            # Gone is gone; the receipt is handed over at the next start.
            log.info("%s", fault)
        await self.show_wiped(device)

    async def _sign_out(self) -> Changes:
        device, _ = self._enrolled()
        await self._leave()
        try:
            await device.platform.sign_out()
        except CallNexError as fault:
            # Forgotten here all the same; there the tokens run out by themselves.
            log.info("signing out: %s", fault)
        if self._options.anew:
            self._end_keyless()
        else:
            self._door.sign_in()
        return Changes()

    def close(self) -> None:
        """End the session and this desk; `closed` is set once that is done. Idempotent."""
        if self._closing is None:
            self._closing = asyncio.ensure_future(self._close())

    async def _close(self) -> None:
        try:
            await self._neighbour.close()
            await self._leave()
            await self.tasks.close()
            if self.device is not None:
                await self.device.platform.close()
        except CallNexError as fault:
            log.error("closing: %s", explain(fault))
        finally:
            self._window.allow_close()
            self._window.close()
            self.closed.set()
