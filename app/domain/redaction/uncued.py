"""Security codes that nobody calls by a name: three digits by themselves, soon after a card."""

import re
from collections.abc import Iterator, Sequence

from app.domain.recording import Speaker
from app.domain.redaction.cues import Side
from app.domain.redaction.talk import CORRECTIONS, Item, Run, Sort, tight_runs
from app.domain.redaction.topics import is_other

SOON_S, LATE_S = 45.0, 90.0
"""After a card: without any sign of what it is, and where the back of a card was spoken of."""
TURNS, FEW_WORDS = 6, 6
CODE_DIGITS, AMEX_CODE_DIGITS = 3, 4
_SIGN = re.compile(
    r"\b(back|reverse|strip|signature|code|other side|last (three|four|3|4)|verification|dos|verso|derrière"
    r"|arrière|autre côté|derniers|cryptogramme|achterop|achterkant|achteraan|andere kant|handtekening"
    r"|laatste (drie|vier|3|4)|controlegetal|cv[cv]2?)\b"
)
_EXPIRY = re.compile(r"(0?[1-9]|1[0-2])(20)?[2-4]\d")
_DATE = re.compile(r"(0[1-9]|1[0-2])[2-4]\d")
"""Four digits that are as likely the date until when a card is valid."""


def uncued_codes(sides: Sequence[Side], card_end_s: float, amex: bool) -> Iterator[tuple[Item, ...]]:
    """Yield what can be the code of a card that ended at a time in seconds.

    `sides`: what is left of the conversation when cards are taken out. The first number of the right length,
    then only those beside a sign of what they are.
    """
    size = AMEX_CODE_DIGITS if amex else CODE_DIGITS
    later = [side for side in sides if side.end_s > card_end_s and side.start_s < card_end_s + LATE_S]
    asked, found, turns = False, False, 0
    for side in later:
        signed = _SIGN.search(side.text) is not None
        if side.speaker is Speaker.AGENT:
            asked = signed or (asked and not side.asks)
            continue
        turns += 1
        if turns > TURNS:
            return
        soon = not found and side.start_s < card_end_s + SOON_S and _is_brief(side)
        if soon or signed or asked:
            code = _code(side, card_end_s, size)
            date = _DATE.fullmatch("".join(item.digits for item in code))
            if code and not (date and not signed and not asked):
                found = True
                yield code


def _is_brief(side: Side) -> bool:
    words = [item.text for item in side.items if item.sort is Sort.WORD]
    return len(words) <= FEW_WORDS and not any(is_other(word) or "%" in word or "€" in word for word in words)


def _code(side: Side, card_end_s: float, size: int) -> tuple[Item, ...]:
    items = [item for item in side.items if item.start_s >= card_end_s]
    for run in tight_runs(items):
        found = _of_run(items, run, size)
        if found:
            return found
    return ()


def _of_run(items: Sequence[Item], run: Run, size: int) -> tuple[Item, ...]:
    """Return the last digits of a run where before them stands nothing, an expiry date, or a slip."""
    numbers = [items[at] for at in run.numbers]
    taken_back = any(item.text in CORRECTIONS for item in items[run.start : run.stop])
    for start in range(len(numbers)):
        code = numbers[start:]
        if sum(len(item.digits) for item in code) == size:
            before = "".join(item.digits for item in numbers[:start])
            if not before or _EXPIRY.fullmatch(before):
                return tuple(code)
            return tuple(numbers) if taken_back else ()
    return ()
