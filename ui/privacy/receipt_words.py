"""Receipts as rows of a history. Pure but for words and locale."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC

from PySide6.QtCore import QCoreApplication

from app.domain.command import Receipt, ReceiptKind
from app.protocol.signed import Reason
from ui import locale


@dataclass(frozen=True)
class HistoryLine:
    """One row of the receipt history."""

    icon: str
    title: str
    second: str
    when: str
    tone: str = "text2"


def _tr(text: str) -> str:
    return QCoreApplication.translate("Privacy", text)


_HISTORY: dict[ReceiptKind, tuple[str, str, str]] = {
    ReceiptKind.PURGE: ("trash-2", "Deleted on schedule", "text2"),
    ReceiptKind.WIPE: ("trash-2", "This workstation was wiped", "danger"),
    ReceiptKind.LOCK: ("lock", "Locked by order", "warn"),
    ReceiptKind.POLICY_APPLIED: ("shield-check", "Policy applied, signature verified", "text2"),
    ReceiptKind.ENROLLED: ("monitor-check", "This workstation was enrolled", "text2"),
    ReceiptKind.CHAIN_PRUNED: ("file-lock", "Old receipts deleted, their time was over", "text2"),
    ReceiptKind.ORDER_REFUSED: ("triangle-alert", "An order was refused", "warn"),
}

_COUNTED: dict[str, tuple[str, str]] = {
    "recordings": ("{0} recording", "{0} recordings"),
    "transcripts": ("{0} transcript", "{0} transcripts"),
    "calls_anonymised": ("{0} call anonymised", "{0} calls anonymised"),
    "contacts": ("{0} contact", "{0} contacts"),
    "marks": ("{0} mark", "{0} marks"),
    "other": ("{0} other item", "{0} other items"),
    "files": ("{0} file", "{0} files"),
    "unsent_actions": ("{0} unsent item", "{0} unsent items"),
}

_REFUSED: dict[str, str] = {
    Reason.EXPIRED: "It came too late",
    Reason.BAD_SIGNATURE: "Its signature is wrong",
    Reason.UNKNOWN_KEY: "It was signed with a key that is not the platform's",
    Reason.WRONG_AUDIENCE: "It was meant for another workstation",
    Reason.WRONG_NONCE: "It does not answer this workstation's question",
    Reason.NOT_YET_VALID: "It is dated in the future",
    Reason.ROLLED_BACK: "It is older than what is in force",
    Reason.REPLAYED: "It had been carried out before",
}


def counted(counts: Sequence[tuple[str, int]]) -> str:
    """Return "41 recordings, 1 contact" of the counts that have words."""
    return ", ".join(
        _tr(_COUNTED[name][count != 1]).format(locale.number(count))
        for name, count in counts
        if name in _COUNTED and count
    )


def history_line(receipt: Receipt, zone: str) -> HistoryLine:
    """Return a receipt as one row; the time in `zone`."""
    icon, title, tone = _HISTORY[receipt.kind]
    counts = counted(receipt.counts)
    when = locale.day_and_time(receipt.at.astimezone(UTC), zone)
    return HistoryLine(icon, _tr(title), counts or _detail(receipt), when, tone)


def _detail(receipt: Receipt) -> str:
    if receipt.kind is ReceiptKind.CHAIN_PRUNED:
        return _tr("Up to receipt {0}").format(locale.number(dict(receipt.counts).get("through", 0)))
    if receipt.kind is not ReceiptKind.ORDER_REFUSED:
        return receipt.detail[:1].upper() + receipt.detail[1:]
    return _tr(_REFUSED.get(receipt.detail, "It could not be read"))
