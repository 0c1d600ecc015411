"""What is removed from text and audio before either is kept, and what stands in its place."""

from enum import StrEnum


class SecretKind(StrEnum):
    """A kind of secret. The policy says which kinds are looked for."""

    CARD = "card"
    CVC = "cvc"
    IBAN = "iban"
    NATIONAL_NUMBER = "national_number"
    PIN = "pin"
    PASSWORD = "password"


ALL_KINDS = tuple(SecretKind)

LABELS = {
    SecretKind.CARD: "[card number]",
    SecretKind.CVC: "[security code]",
    SecretKind.IBAN: "[account number]",
    SecretKind.NATIONAL_NUMBER: "[national number]",
    SecretKind.PIN: "[PIN]",
    SecretKind.PASSWORD: "[password]",
}
"""What a masked text says. A recogniser writes none of these by itself."""

_KINDS = {label: kind for kind, label in LABELS.items()}


def kind_of(word: str) -> SecretKind | None:
    """Return the kind that a masked word stands for, None for a word that was said."""
    return _KINDS.get(word.strip())
