"""`python -m tests.security.signed_campaign --cases 1000000 --state FILE`: wrong messages by the million.

They come in rounds of a thousand, each round the same whenever it is run; a state file is gone on from. More
than half are signed by the very key they should be signed by, with something in them that must not be obeyed:
PyNaCl says so, which the code under test does not use.
"""

import argparse
import base64
import json
import random
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from nacl.exceptions import BadSignatureError
from nacl.signing import VerifyKey

from app.protocol.signed import Reason, Refused, sign
from tests.security.signed_cases import CLASSES, MESSAGES, Case
from tests.support.signing import public_of

CLAIMS = ("replayed", "expired", "not_yet_valid", "wrong_device", "rolled_back", "reordered")
"""Classes whose every message is correctly signed, and says one thing too many or too late."""

CLAIM_CASES, OTHER_CASES = 90, 46
SHARES = {name: CLAIM_CASES if name in CLAIMS else OTHER_CASES for name in CLASSES}
ROUND = sum(SHARES.values())
KEEP_EVERY = 20
CLAIM_REASONS = frozenset(
    {
        Reason.WRONG_AUDIENCE,
        Reason.WRONG_NONCE,
        Reason.EXPIRED,
        Reason.NOT_YET_VALID,
        Reason.ROLLED_BACK,
        Reason.REPLAYED,
    }
)


def bytes_of(part: str) -> bytes:
    """Return base64url without its padding as bytes."""
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


RIGHT_KEYS = {one.kind.typ: VerifyKey(bytes_of(public_of(one.key))) for one in MESSAGES}


@dataclass
class Tally:
    """What was shown to the checks: class -> reason -> count; how many were well signed; what went wrong."""

    rounds: int = 0
    refused: dict[str, dict[str, int]] = field(default_factory=dict)
    well_signed: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def cases(self) -> int:
        """How many messages were shown."""
        return sum(sum(reasons.values()) for reasons in self.refused.values()) + len(self.wrong)


def well_signed(token: str) -> bool:
    """Say whether the one key that may sign this kind of message signed it, as PyNaCl reads it."""
    header, payload, signature = token.split(".")
    typ = json.loads(bytes_of(header))["typ"]
    try:
        RIGHT_KEYS[typ].verify(f"{header}.{payload}".encode(), bytes_of(signature))
    except BadSignatureError:
        return False
    return True


def judge(case: Case) -> tuple[Reason | None, str]:
    """Return why the message was refused, and what is wrong with that ("" where nothing is)."""
    try:
        believed = case.check(case.token)
    except Refused as refused:
        wrong = "" if refused.reason is case.reason else f"refused as {refused.reason}, not {case.reason}"
        return refused.reason, wrong
    return None, f"believed: {believed}"


def one_round(number: int, tally: Tally) -> None:
    """Show the thousand messages of a round; the messages that they are made from are believed first."""
    for one in MESSAGES:
        if one.check(sign(one.kind, one.payload, one.key)) != one.payload:
            tally.wrong.append(f"round {number}: the untouched {one.kind.typ} is not believed")
    for name, count in SHARES.items():
        rng = random.Random(f"{name} {number}")
        reasons = tally.refused.setdefault(name, {})
        for place in range(count):
            case = CLASSES[name](rng)
            reason, wrong = judge(case)
            if case.reason in CLAIM_REASONS and not wrong:
                signed = well_signed(case.token)
                wrong = "" if signed else "refused for a claim, but not even well signed"
                tally.well_signed += signed
            if wrong or reason is None:
                tally.wrong.append(f"{name}, round {number}, {place}: {case.what}: {wrong}")
            else:
                reasons[reason.value] = reasons.get(reason.value, 0) + 1
    tally.rounds = number + 1


def campaign(tally: Tally, cases: int, keep: Callable[[Tally], None] = lambda tally: None) -> Tally:
    """Go on to `cases` messages (whole rounds); `keep` is given what there is every now and then."""
    rounds = -(-cases // ROUND)
    for number in range(tally.rounds, rounds):
        one_round(number, tally)
        if tally.rounds % KEEP_EVERY == 0 or tally.rounds == rounds:
            keep(tally)
    return tally


def report(tally: Tally) -> str:
    """Return the counts as lines: altogether, then class by class with the reasons."""
    believed = sum("believed: " in one for one in tally.wrong)
    lines = [
        f"Wrong messages shown: {tally.cases}, accepted: {believed}, refused for another reason than their"
        f" own: {len(tally.wrong) - believed}, correctly signed with a claim wrong: {tally.well_signed}"
    ]
    for name, reasons in sorted(tally.refused.items()):
        said = ", ".join(f"{reason} {count}" for reason, count in sorted(reasons.items()))
        lines.append(f"  {name} {sum(reasons.values())}: {said}")
    return "\n".join(lines)


def resumed(state: Path | None) -> Tally:
    """Return what an earlier run came to."""
    if state is None or not state.exists():
        return Tally()
    return Tally(**json.loads(state.read_text("utf-8")))


def keeper(state: Path | None) -> Callable[[Tally], None]:
    """Return what writes down how far a run has come."""

    def keep(tally: Tally) -> None:
        if state is not None:
            state.write_text(json.dumps(asdict(tally)), "utf-8")

    return keep


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=ROUND)
    parser.add_argument("--state", type=Path, help="go on from what this file says")
    options = parser.parse_args()
    tally = campaign(resumed(options.state), options.cases, keeper(options.state))
    print(report(tally))
    for one in tally.wrong[:20]:
        print(f"  {one}")
    return 1 if tally.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
