"""What is held about one person, in words. Pure but for words and locale."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QCoreApplication

from app.domain.inventory import HeldAbout, Holding
from ui import locale


@dataclass(frozen=True)
class PersonLine:
    """One kind of data held about a person."""

    holding: Holding
    items: str
    goes: str
    by_law: str


@dataclass(frozen=True)
class PersonView:
    """The answer to "what is held about this person?"; `summary` says so where nothing is."""

    asked: str
    summary: str
    lines: tuple[PersonLine, ...]


def _tr(text: str) -> str:
    return QCoreApplication.translate("Privacy", text)


def person_view(asked: str, found: Sequence[HeldAbout], zone: str) -> PersonView:
    """Return what the page says of `found`; times in `zone`."""
    items = sum(one.items for one in found)
    words = _tr("{0} items about “{1}”") if items != 1 else _tr("{0} item about “{1}”")
    summary = words.format(locale.number(items), asked) if items else _nothing(asked)
    return PersonView(asked, summary, tuple(_line(one, zone) for one in found))


def _nothing(asked: str) -> str:
    return _tr("Nothing is held here about “{0}”.").format(asked)


def _line(one: HeldAbout, zone: str) -> PersonLine:
    return PersonLine(
        one.holding,
        locale.number(one.items),
        _goes(one.first_deletion, one.last_deletion, zone),
        _tr("{0} kept by law").format(locale.number(one.by_law)) if one.by_law else "",
    )


def _goes(first: datetime | None, last: datetime | None, zone: str) -> str:
    if first is None or last is None:
        return _tr("Until lifted")
    days = tuple(locale.day_and_time(moment, zone) for moment in (first, last))
    return days[0] if days[0] == days[1] else _tr("{0} to {1}").format(*days)
