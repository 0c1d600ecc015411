"""What people say when something is decided, by language: patterns over folded words (see `text.Line`)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from app.analysis.cues import dutch, english, french
from app.domain.outcome import OutcomeClass

Patterns = Mapping[str, str]


@dataclass(frozen=True)
class Cues:
    """The compiled patterns of a language, by name."""

    by_name: Mapping[str, re.Pattern[str]]

    def __getitem__(self, name: str) -> re.Pattern[str]:
        """Return one pattern."""
        return self.by_name[name]


def _compiled(patterns: Patterns) -> Cues:
    return Cues(MappingProxyType({name: re.compile(rf"\b(?:{p})\b") for name, p in patterns.items()}))


BY_LANGUAGE: Mapping[str, Cues] = MappingProxyType(
    {"en": _compiled(english.CUES), "nl": _compiled(dutch.CUES), "fr": _compiled(french.CUES)}
)
SUPPORTS: Mapping[str, OutcomeClass] = MappingProxyType(
    {
        "accept": OutcomeClass.POSITIVE,
        "agrees": OutcomeClass.POSITIVE,
        "quote": OutcomeClass.POSITIVE,
        "wants": OutcomeClass.POSITIVE,
        "decline": OutcomeClass.NEGATIVE,
        "refused": OutcomeClass.NEGATIVE,
        "reversal": OutcomeClass.NEGATIVE,
        "callback": OutcomeClass.CALLBACK_PERSONAL,
        "never": OutcomeClass.DO_NOT_CALL_ORGANISATION,
        "other": OutcomeClass.RETRY,
        "machine": OutcomeClass.NOT_REACHED,
        "vague": OutcomeClass.INCOMPLETE,
    }
)
"""What each kind of event speaks for. `refused` is a positive cue in a negated clause."""
