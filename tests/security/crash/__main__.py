"""`python -m tests.security.crash`: kills, cuts, flips, migrations, planted faults at a size that fits.

One process for all of them: what they cost is mostly importing the console.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.security.crash import cuts, flips, kills, migrations

KILLS, CUTS, FLIPS = 12, 8, 8
SEED = 3
Proof = Callable[[Path], list[str]]


def kills_notice(fault: str) -> Proof:
    """Return what must find something wrong."""
    return lambda folder: kills.campaign(kills.Counts(SEED), 100, folder, fault).wrong


def cuts_notice(fault: str) -> Proof:
    """Return what must find something wrong."""
    return lambda folder: cuts.campaign(cuts.Cuts(), 50, folder, SEED, fault).wrong


def flips_notice(fault: str) -> Proof:
    """Return what must find something wrong."""
    return lambda folder: flips.wrong_in(flips.campaign(flips.Flips(), 50, folder, SEED, fault))


PROOFS: dict[str, Proof] = {
    "not_sealed": kills_notice("not_sealed"),
    "lazy_database": cuts_notice("lazy_database"),
    "never_rebuilt": flips_notice("never_rebuilt"),
    "step_in_pieces": lambda folder: migrations.campaign_of_kills(folder, "step_in_pieces").wrong,
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()))
    folder: Path = parser.parse_args().folder
    killed = kills.campaign(kills.Counts(SEED), KILLS, folder)
    cut = cuts.campaign(cuts.Cuts(), CUTS, folder, SEED)
    flipped = flips.campaign(flips.Flips(), FLIPS, folder, SEED)
    migrated = migrations.campaign_of_kills(folder)
    reports = (kills.report(killed), cuts.report(cut), flips.report(flipped), migrations.report(migrated))
    print(*reports, sep="\n")
    wrong = [*killed.wrong, *cut.wrong, *flips.wrong_in(flipped), *migrated.wrong]
    for fault, proof in PROOFS.items():
        noticed = proof(folder)
        print(f"planted {fault}: {'noticed' if noticed else 'NOT NOTICED'}")
        if not noticed:
            wrong.append(f"the proof passes with {fault} planted")
    for one in wrong:
        print(f"  wrong: {one}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
