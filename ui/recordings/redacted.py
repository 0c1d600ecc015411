"""What the page says where something was removed."""

from PySide6.QtCore import QCoreApplication

from app.domain.recording import Transcript, Word
from app.domain.redaction import SecretKind, kind_of, silences
from ui import locale
from ui.recordings.words import to_ms
from ui.widgets import TranscriptWord, WaveRedaction


def _tr(text: str) -> str:
    return QCoreApplication.translate("Recordings", text)


def name_of(kind: SecretKind) -> str:
    """Return what was removed, as it stands in a sentence."""
    return {
        SecretKind.CARD: _tr("card number"),
        SecretKind.CVC: _tr("security code"),
        SecretKind.IBAN: _tr("account number"),
        SecretKind.NATIONAL_NUMBER: _tr("national number"),
        SecretKind.PIN: _tr("PIN"),
        SecretKind.PASSWORD: _tr("password"),
    }[kind]


def chip_of(word: Word) -> TranscriptWord | None:
    """Return the chip of a word that stands for something removed: "card number removed, 14 s"."""
    kind = kind_of(word.text)
    if kind is None:
        return None
    seconds = locale.number(max(1, round(word.end_s - word.start_s)))
    text = _tr("{0} removed, {1} s").format(name_of(kind), seconds)
    return TranscriptWord(text, to_ms(word.start_s), to_ms(word.end_s), removed=True)


def gaps_of(transcript: Transcript | None) -> tuple[WaveRedaction, ...]:
    """Return the stretches without sound, both speakers' together, by time."""
    if transcript is None:
        return ()
    joined: list[tuple[float, float]] = []
    for one in silences(transcript):
        if joined and one.start_s <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], one.end_s))
        else:
            joined.append((one.start_s, one.end_s))
    return tuple(WaveRedaction(to_ms(start), to_ms(end), _tr("Removed")) for start, end in joined)
