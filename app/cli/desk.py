"""What the window shows and why: enrolled or not, signed in or not, locked, wiped."""

import asyncio
import logging

from PySide6.QtWidgets import QApplication

from app.changes import Changes
from app.cli.console_socket import ConsoleSocket
from app.cli.device import Device, device_of
from app.cli.open_round import signed_in_round, signed_out_round
from app.cli.pages import away_lock, build_shell
from app.cli.profiles import Profiles
from app.cli.screens import BY_USER, locked_screen, wiped_screen
from app.cli.session import Session, SessionHooks
from app.cli.upkeep import NOT_ENROLLED, Report, wiped_without_keyring
from app.cli.window import Entrance
from app.cli.workstation import Workstation
from app.domain.lease import Rung
from app.errors import CallNexError, EnvironmentFault, Explanation, UserFacing
from app.ports.platform import Platform
from app.ports.secrets import KeyringAbsent, KeyringLocked
from app.security.device import DeviceIdentity
from app.services.device_facts import DeviceFacts, ReadDeviceFacts
from app.services.enrol import Enrol
from app.services.sign_in import SignedIn, SignIn
from ui import warm_up
from ui.away_lock import AwayLock
from ui.operations import explain, run_op, run_query
from ui.sign_in.model import SignInActions, SignInModel
from ui.sign_in.page import SignInPage
from ui.sign_in.state import view_of
from ui.sign_in.view import SignInView

log = logging.getLogger(__name__)
WATCH_EVERY_S = 30.0
ONE_FRAME_S = 0.016
REVOKED = "ENR-105"


class Desk:
    """Owns the window and everything behind it; one per process."""

    def __init__(self, workstation: Workstation, entrance: Entrance) -> None:
        self._workstation = workstation
        self._window = entrance.window
        self._options = entrance.options
        self._tasks = entrance.tasks
        self._operations = entrance.operations
        self._first: SignInModel | None = entrance.model
        self._facts = ReadDeviceFacts(workstation.keeper)
        self._device: Device | None = None
        self._profiles: Profiles | None = None
        self._session: Session | None = None
        self._closing: asyncio.Future[None] | None = None
        self._away: AwayLock | None = None
        self.ends_keyless = False
        self.closed = asyncio.Event()
        self._socket = ConsoleSocket(workstation.paths.device.socket, self._asked, self._back)
        self._one_at_a_time = asyncio.Lock()
        self._window.closing.connect(self._on_closing)

    async def start(self) -> None:
        """Find out how things stand and show it. Raises nothing: what is wrong is shown."""
        try:
            await self._begin()
        except CallNexError as fault:
            if isinstance(fault, KeyringAbsent | KeyringLocked):
                await wiped_without_keyring(self._workstation)
            self._show_sign_in(fault.explanation)
        try:
            await self._socket.open()
        except EnvironmentFault as fault:
            log.warning("maintain cannot ask this console: %s", fault)
        self._tasks.spawn(self._watch(), "watch")

    async def _begin(self) -> None:
        state = await asyncio.to_thread(self._workstation.keeper.state)
        identity = await asyncio.to_thread(self._workstation.identity) if state is not None else None
        if state is None or identity is None:
            self._show_sign_in()
            return
        platform = self._workstation.platform(state.enrolment.platform_url, identity)
        device = self._take(identity, platform)
        if await self._finish_old_wipe(device):
            return
        await self._show_entrance()

    def _take(self, identity: DeviceIdentity, platform: Platform) -> Device:
        """Become the enrolled device that this identity is."""
        enrolment = self._workstation.keeper.enrolled().enrolment
        self._profiles = Profiles(self._workstation, identity)
        self._device = device_of(
            self._workstation, identity, enrolment, platform, self._lock, self._profiles.close_handles
        )
        return self._device

    async def _finish_old_wipe(self, device: Device) -> bool:
        try:
            wiped = await device.obey.resume()
        except EnvironmentFault as fault:
            # The data is gone; only its receipt could not be handed over, and the watch tries that again.
            log.info("%s", fault)
            wiped = True
        if wiped:
            await self._show_wiped(device)
        return wiped

    async def _watch(self) -> None:
        """With nobody signed in the device still keeps contact: orders and the lease reach it."""
        while True:
            async with self._one_at_a_time:
                if self._session is None and self._device is not None:
                    await self._contact(self._device)
            await asyncio.sleep(WATCH_EVERY_S)

    async def _contact(self, device: Device) -> Explanation | None:
        """Check in once without a profile; returns what kept it from working."""
        try:
            if await device.obey.enforce_lease() is Rung.WIPE:
                await self._show_wiped(device)
                return None
            contact = await device.check_in()()
        except EnvironmentFault as fault:
            return fault.explanation
        if contact.wiped:
            await self._show_wiped(device)
        return None

    async def _asked(self) -> Report | None:
        """`callnex maintain` asks for a round of upkeep: do it, or lend it the device to do it itself.

        With nobody signed in it is lent, so that this process opens no key for it.
        """
        await self._one_at_a_time.acquire()
        session, hold = self._session, self._options.hold
        opened = self._profiles is not None and self._profiles.open is not None
        if hold is not None and not opened:
            await asyncio.to_thread(hold.lend)
            return None
        self._one_at_a_time.release()
        return await self._tasks.spawn(self._upkeep(session), "upkeep")

    async def _back(self) -> None:
        """The device was lent, and is ours again: see what became of it."""
        hold, device = self._options.hold, self._device
        try:
            if hold is None or not await asyncio.to_thread(hold.take):
                self._on_closing()  # another console was opened meanwhile
                return
            before = await self._facts()
            self._workstation.keeper.forget()
            if device is None:
                return
            if await asyncio.to_thread(self._workstation.identity) is None:
                await self._show_wiped(device)
            elif await self._standing() != (before.rung, before.locked):
                await self._show_entrance()
        finally:
            self._one_at_a_time.release()

    async def _standing(self) -> tuple[Rung | None, bool]:
        facts = await self._facts()
        return facts.rung, facts.locked

    async def _upkeep(self, session: Session | None) -> Report:
        device = self._device
        if session is not None:
            return await signed_in_round(session, lambda: self._session is session)
        if device is None:
            return NOT_ENROLLED
        if self._profiles is not None and self._profiles.open is not None:
            return Report(("Somebody is just signing in; the next round does it.",))
        problem = await self._contact(device)
        return await signed_out_round(device, problem, lambda: self._device is device)

    async def _lock(self, reason: str) -> None:
        """Have the session ended: by another task, since the order may come from one of the session's own."""
        log.info("lock: %s", reason)
        self._tasks.spawn(self._leave_and_show_entrance(), "lock")

    async def _leave_and_show_entrance(self) -> None:
        if self._session is not None and self._options.anew:
            self._end_keyless()
        elif not self.ends_keyless:
            await self._leave()
            await self._show_entrance()

    def _end_keyless(self) -> None:
        """Have this desk end, for another whose process knows no key."""
        self.ends_keyless = True
        self._on_closing()

    async def _leave(self) -> None:
        session, self._session, self._away = self._session, None, None
        if session is not None:
            await session.close()
        if self._profiles is not None:
            await asyncio.to_thread(self._profiles.close)

    async def _show_entrance(self) -> None:
        """The locked screen where contact must come first, else the sign-in page."""
        facts = await self._facts()
        if facts.rung is Rung.LOCK or facts.locked:
            self._show_locked(facts, None)
        else:
            self._show_sign_in()

    def _show_sign_in(self, error: Explanation | None = None) -> None:
        model, self._first = self._first, None
        if model is None:
            actions = SignInActions(self.read_facts, self.enrol, self.sign_in)
            model = SignInModel(actions, self._operations, self._window)
            page = SignInPage(model, self._options.server, self._options.device_name)
            self._window.show_screen(page)
        model.signed_in.connect(self._on_signed_in)
        model.load()
        if error is not None:
            self._operations.failed.emit(error)

    def _show_locked(self, facts: DeviceFacts, error: Explanation | None, busy: bool = False) -> None:
        if facts.enrolment is not None:
            screen = locked_screen(facts, facts.enrolment, error, busy)
            screen.try_again.connect(lambda: self._tasks.spawn(self._try_again(facts), "try again"))
            self._window.show_screen(screen)

    async def _try_again(self, facts: DeviceFacts) -> None:
        if self._device is None:
            return
        self._show_locked(facts, None, busy=True)
        async with self._one_at_a_time:
            problem = await self._contact(self._device) if self._device is not None else None
        if self._session is not None or self._device is None:
            return
        fresh = await self._facts()
        if problem is not None or fresh.rung is Rung.LOCK:
            self._show_locked(fresh, problem)
        else:
            self._show_sign_in()

    async def _show_wiped(self, device: Device) -> None:
        """Everything is gone; say so by the receipt and offer a new beginning."""
        await self._leave()
        screen = wiped_screen(device.enrolment, await device.receipts.all())
        self._device, self._profiles = None, None
        await device.platform.close()
        screen.enrol_again.connect(self._show_sign_in)
        screen.copied.connect(lambda text: QApplication.clipboard().setText(text))
        self._window.show_screen(screen)

    async def read_facts(self) -> SignInView:
        """Return what the sign-in page shows."""
        facts = await self._facts()
        return view_of(facts if self._device is not None else DeviceFacts(facts.now))

    async def enrol(self, url: str, code: str, device_name: str) -> None:
        """Enrol this workstation and check in for the first time."""
        async with self._one_at_a_time:
            await self._enrol(url, code, device_name)

    async def _enrol(self, url: str, code: str, device_name: str) -> None:
        use = Enrol(
            self._workstation.keeper,
            self._workstation.secrets,
            self._workstation.platform,
            self._workstation.receipts,
        )
        enrolled = await use(code, device_name, url)
        device = self._take(enrolled.identity, enrolled.platform)
        # The policy says how long a password may open the data offline: fetch it before anyone signs in.
        await device.check_in()()

    async def sign_in(self, email: str, password: str) -> SignedIn:
        """Sign in and open the person's profile; UserFacing ENR-111 where this device is not enrolled."""
        if self._device is None:
            raise UserFacing(
                "ENR-111",
                "This workstation is not enrolled.",
                "Ask your administrator for an enrolment code, then enrol it.",
            )
        async with self._one_at_a_time:
            return await self._sign_in(email, password)

    async def _sign_in(self, email: str, password: str) -> SignedIn:
        device, profiles = self._enrolled()
        try:
            return await SignIn(device.platform, self._workstation.keeper, profiles)(email, password)
        except UserFacing as refusal:
            if refusal.explanation.code == REVOKED:
                # A revoked device most likely has an order waiting: it must not wait for the next round.
                await self._contact(device)
            raise

    def _enrolled(self) -> tuple[Device, Profiles]:
        assert self._device is not None and self._profiles is not None, "the form shows when enrolled"
        return self._device, self._profiles

    def _on_signed_in(self, signed_in: SignedIn) -> None:
        device, profiles = self._enrolled()
        assert profiles.open is not None, "signing in opens the profile"
        hooks = SessionHooks(self._wiped, self._sign_out, self._wipe_here, self._lock_window)
        self._session = Session(
            device, profiles.open, signed_in, self._operations, hooks, self._options.microphone
        )
        run_query(self._operations, self._open_shell(self._session), done=lambda _: None)

    async def _open_shell(self, session: Session) -> None:
        shell = await build_shell(session)
        self._window.show_screen(shell)
        device, profiles = self._enrolled()
        sign_in = SignIn(device.platform, self._workstation.keeper, profiles)
        self._away = away_lock(self._window, session, shell, sign_in, self._sign_out_here)
        # All in one go would keep a key waiting for longer than anyone should notice.
        for step in (warm_up.text_boxes, warm_up.pickers, shell.make_first, shell.open_first):
            await asyncio.sleep(ONE_FRAME_S)
            if self._window.screen_shown is shell:
                step()
        if self._window.screen_shown is shell:
            await session.tell_rebuilt()

    def _sign_out_here(self) -> None:
        run_op(self._operations, self._sign_out())

    def _lock_window(self) -> None:
        if self._away is not None:
            self._away.ask()

    def _wiped(self) -> None:
        """A contact of the session brought a wipe, and it was obeyed."""
        if self._device is not None:
            self._tasks.spawn(self._show_wiped(self._device), "wiped")

    async def _wipe_here(self) -> None:
        device, _ = self._enrolled()
        try:
            await device.obey.wipe(BY_USER, None)
        except EnvironmentFault as fault:
            # Gone is gone; the receipt is handed over at the next start.
            log.info("%s", fault)
        await self._show_wiped(device)

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
            self._show_sign_in()
        return Changes()

    def _on_closing(self) -> None:
        if self._closing is not None:
            return
        self._closing = asyncio.ensure_future(self._close())

    async def _close(self) -> None:
        try:
            await self._socket.close()
            await self._leave()
            await self._tasks.close()
            if self._device is not None:
                await self._device.platform.close()
        except CallNexError as fault:
            log.error("closing: %s", explain(fault))
        finally:
            self._window.allow_close()
            self._window.close()
            self.closed.set()
