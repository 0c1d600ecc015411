"""From what is known of a device to what the sign-in page shows. Pure but for words and locale."""

from PySide6.QtCore import QCoreApplication

from app.domain.policy import Policy
from app.domain.retention import DataClass
from app.services.device_facts import DeviceFacts
from ui import locale
from ui.privacy.durations import spoken_duration
from ui.sign_in.view import KeptLine, SignInView


def _tr(text: str) -> str:
    return QCoreApplication.translate("SignIn", text)


def view_of(facts: DeviceFacts) -> SignInView:
    """Return the page for a device."""
    enrolment, policy = facts.enrolment, facts.policy
    if enrolment is None:
        return SignInView(enrolled=False, kept=_kept(None), locks=_locks(None))
    return SignInView(
        enrolled=True,
        organisation=enrolment.organisation,
        server=enrolment.platform_url.removeprefix("https://"),
        device=enrolment.device_name,
        enrolled_by=_tr("By {0} on {1}.").format(enrolment.enrolled_by, locale.date(enrolment.enrolled_at)),
        kept=_kept(policy),
        policy=_policy(policy),
        locks=_locks(policy),
        notice=policy.privacy_notice if policy else "",
    )


_ROWS = (
    ("users", "Contacts in your campaigns", DataClass.CONTACT),
    ("audio-lines", "Call recordings", DataClass.CALL_RECORDING),
    ("captions", "Transcripts and search index", DataClass.CALL_TRANSCRIPT),
    ("pen-line", "Notes and outcomes", DataClass.REVIEW),
    ("file-lock", "Receipts, no call content", DataClass.DELETION_RECEIPT),
)


def _kept(policy: Policy | None) -> tuple[KeptLine, ...]:
    if policy is None:
        unknown = _tr("As the policy will say")
        return tuple(KeptLine(icon, _tr(title), unknown) for icon, title, _ in _ROWS)
    shorter = bool(policy.schedule.campaigns)
    return tuple(
        KeptLine(icon, _tr(title), _keep(policy, data_class, shorter)) for icon, title, data_class in _ROWS
    )


def _keep(policy: Policy, data_class: DataClass, shorter: bool) -> str:
    keep = policy.schedule.rule(data_class).keep
    words = spoken_duration(keep) if keep else _tr("Until lifted")
    own = data_class in (DataClass.CALL_RECORDING, DataClass.CALL_TRANSCRIPT) and shorter
    return _tr("{0}, other for some campaigns").format(words) if own else words


def _policy(policy: Policy | None) -> str:
    if policy is None:
        return _tr("No policy received yet")
    return _tr("Policy revision {0} from {1}, signature verified").format(
        locale.number(policy.revision), locale.date(policy.in_force_since)
    )


def _locks(policy: Policy | None) -> str:
    if policy is None:
        return _tr("Without contact the data locks, later it is wiped.")
    return _tr("After {0} without contact the data locks, after {1} it is wiped.").format(
        spoken_duration(policy.lease.lock_after), spoken_duration(policy.lease.wipe_after)
    )
