"""Names that a call is likely to hold, so that the recogniser spells them as the campaign does."""

import re
from collections.abc import Iterable

from app.domain.campaign import Campaign
from app.domain.recording import Recording

MOST = 24
"""More names than these push out what was really said: the recogniser reads them before every clip."""

_PRODUCT = re.compile(r"(?<![.!?]\s)(?<!^)\b[A-Z][\w-]*(?:\s+[A-Z][\w-]*)*")
"""Words that are capitalised within a sentence: names of products and places."""


def vocabulary_of(recording: Recording, campaign: Campaign | None) -> tuple[str, ...]:
    """Return the names of a call, the likeliest first: who speaks, company, campaign, its products."""
    names = [recording.agent_name, recording.contact_name, recording.company]
    if campaign is not None:
        names += re.split(r"\s+[·|/–-]\s+", campaign.name)
        for step in campaign.script(recording.language).steps:
            names += _PRODUCT.findall(re.sub(r"\{[^}]*\}", "", step.says))
    return tuple(_once(names))[:MOST]


def _once(names: Iterable[str]) -> Iterable[str]:
    seen: set[str] = set()
    for name in (name.strip() for name in names):
        if len(name) > 1 and name.casefold() not in seen:
            seen.add(name.casefold())
            yield name
