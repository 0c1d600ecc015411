"""Finds what must not be kept in a transcript, and says what to silence. Pure: words and times in, out."""

from collections.abc import Collection
from dataclasses import dataclass

from app.domain.recording import Transcript
from app.domain.redaction.finding import find
from app.domain.redaction.kinds import ALL_KINDS, LABELS, SecretKind, kind_of
from app.domain.redaction.masking import Silence, masked, silences

__all__ = ["ALL_KINDS", "LABELS", "Redacted", "SecretKind", "Silence", "kind_of", "redact", "silences"]


@dataclass(frozen=True)
class Redacted:
    """A transcript fit to be kept, and the stretches of its sound that are not.

    `silences` has those of earlier removals too: a transcript that was redacted before still says where.
    """

    transcript: Transcript
    silences: tuple[Silence, ...]


def redact(transcript: Transcript, kinds: Collection[SecretKind] = ALL_KINDS) -> Redacted:
    """Return the transcript with every secret of these kinds replaced by a label, and what to silence."""
    clean = masked(transcript, find(transcript, kinds))
    return Redacted(clean, silences(clean))
