"""What shows when nobody is signed in: enrolment, sign-in, locked, wiped."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial

from PySide6.QtWidgets import QWidget

from app.domain.command import Receipt, ReceiptKind
from app.domain.ids import EnrolmentId
from app.domain.lease import Lease
from app.errors import Explanation
from app.services.device_facts import DeviceFacts
from app.services.sign_in import SignedIn
from ui.bridge import Bridge
from ui.gallery.campaign_facts import AGENT
from ui.gallery.memory.privacy import signed_trust
from ui.gallery.privacy import NOW, policy
from ui.operations import Operations
from ui.sign_in.model import SignInActions, SignInModel
from ui.sign_in.page import SignInPage
from ui.sign_in.state import view_of
from ui.sign_in.view import SignInView
from ui.state_screens.away import AwayScreen, AwayView
from ui.state_screens.locked import LockedScreen, LockedView
from ui.state_screens.wiped import WipedScreen, WipedView
from ui.task_set import TaskSet

SERVER, DEVICE, ORGANISATION = "callnex.brugmans.example", "BRG-KTR-0142", "Brugmans Contact Center"
WRONG = Explanation("AUT-101", "The e-mail or the password is wrong.", "Check both and try again.")
FOREIGN = Explanation(
    "ENR-103",
    "This is not the platform that the enrolment code belongs to.",
    "Do not sign in here. Check the address and tell your administrator.",
)


async def _no_facts() -> SignInView:
    return view_of(DeviceFacts(NOW))


async def _no_enrolment(server: str, code: str, device: str) -> None:
    return None


async def _nobody(email: str, password: str) -> SignedIn:
    raise ConnectionError(SERVER)


def _enrolled() -> SignInView:
    trust = signed_trust(policy(), DEVICE, "Tom Wouters", NOW)
    enrolment = replace(trust.enrolment, platform_url=f"https://{SERVER}")
    return view_of(DeviceFacts(NOW, enrolment, policy()))


def _sign_in(view: Callable[[], SignInView]) -> QWidget:
    operations = Operations(Bridge(), TaskSet())
    model = SignInModel(SignInActions(_no_facts, _no_enrolment, _nobody), operations)
    model.view = view()
    page = SignInPage(model, SERVER, DEVICE)
    model.setParent(page)
    return page


def _locked(*, by_order: bool) -> QWidget:
    lease = Lease.of(policy().lease, NOW - timedelta(days=7, hours=6))
    return LockedScreen(LockedView(SERVER, DEVICE, by_order, NOW, None if by_order else lease))


def _away(error: Explanation | None = None) -> QWidget:
    screen = AwayScreen(AwayView(AGENT, NOW - timedelta(minutes=10), paused=True))
    if error is not None:
        screen.refused(error)
    return screen


def _wiped() -> QWidget:
    counts = (("files", 312), ("size_bytes", 4_100_000_000), ("unsent_actions", 3), ("key_gone_us", 2100))
    receipt = Receipt(
        142, "9f3c", ReceiptKind.WIPE, EnrolmentId("e"), NOW, "Workstation reported lost", counts
    )
    return WipedScreen(WipedView(ORGANISATION, DEVICE, False, receipt))


STATES: tuple[tuple[str, Callable[[], QWidget]], ...] = (
    ("01-sign-in", partial(_sign_in, _enrolled)),
    ("01-sign-in-busy", partial(_sign_in, lambda: replace(_enrolled(), busy=True))),
    ("01-sign-in-refused", partial(_sign_in, lambda: replace(_enrolled(), error=WRONG))),
    ("01-enrol", partial(_sign_in, lambda: view_of(DeviceFacts(NOW)))),
    (
        "01-enrol-foreign-platform",
        partial(_sign_in, lambda: replace(view_of(DeviceFacts(NOW)), error=FOREIGN)),
    ),
    ("07-locked-by-lease", partial(_locked, by_order=False)),
    ("07-locked-by-order", partial(_locked, by_order=True)),
    ("07-away", _away),
    ("07-away-refused", partial(_away, WRONG)),
    ("07-wiped", _wiped),
)
