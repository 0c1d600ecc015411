"""The screens that stand where there is nothing to show: locked by lease or order, wiped."""

from app.domain.command import Receipt, ReceiptKind
from app.errors import Explanation
from app.ports.profile import Enrolment
from app.services.device_facts import DeviceFacts
from ui.state_screens.locked import LockedScreen, LockedView
from ui.state_screens.wiped import WipedScreen, WipedView

BY_USER = "wiped by the user at this workstation"


def locked_screen(
    facts: DeviceFacts, enrolment: Enrolment, error: Explanation | None, busy: bool
) -> LockedScreen:
    """Return the screen of a device that waits for contact."""
    server = enrolment.platform_url.removeprefix("https://")
    view = LockedView(server, enrolment.device_name, facts.locked, facts.now, facts.lease, busy, error)
    return LockedScreen(view)


def wiped_screen(enrolment: Enrolment, receipts: tuple[Receipt, ...]) -> WipedScreen:
    """Return the screen of a device with nothing left but its receipts, oldest first."""
    receipt = receipts[-1] if receipts and receipts[-1].kind is ReceiptKind.WIPE else None
    by_user = receipt is not None and receipt.detail == BY_USER
    return WipedScreen(WipedView(enrolment.organisation, enrolment.device_name, by_user, receipt))
