"""Invented people, companies and places for the demo, by language (`names.json`).

Their numbers come from ranges that nobody has: lines that begin with 0 after the area code are not assigned
in Belgium; the United Kingdom and France set ranges aside for fiction (Ofcom: 020 7946 0xxx and others of
the form 496 0xxx; Arcep: 01 99 00, 02 61 91, 03 53 01).
"""

from dataclasses import dataclass
from importlib.resources import files

from app.protocol.codec import adapter

BRUSSELS = "Europe/Brussels"
Place = tuple[str, str, str, int]
"""A town: its name, its zone (IANA), the prefix of its invented lines, how many digits follow."""


@dataclass(frozen=True)
class Pool:
    """Where contacts of one language are drawn from; `{last}` in a company is the family name."""

    first: tuple[str, ...]
    last: tuple[str, ...]
    roles: tuple[str, ...]
    company: tuple[str, ...]
    places: tuple[Place, ...]


def pools() -> dict[str, Pool]:
    """Return the pools by language."""
    text = files("app.reference_platform.seed").joinpath("names.json").read_text("utf-8")
    found: dict[str, Pool] = adapter(dict[str, Pool]).validate_json(text)
    return found
