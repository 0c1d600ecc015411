"""What the removal leaves: `python -m tests.support.spoken_secrets --count 2000 --half tuning --show 9`."""

import argparse

from tests.support.spoken_secrets.measure import Count, changed, missed
from tests.support.spoken_secrets.scenes import ALL, HELD_OUT, KINDS, TUNING, free_scenes, secret_scenes

HALVES = {"all": ALL, "tuning": TUNING, "held_out": HELD_OUT}


def main() -> None:
    """Print recall per kind of secret and the share of card-free utterances that were changed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=2000, help="scenes of each kind")
    parser.add_argument("--kinds", nargs="*", default=[*KINDS, "free"])
    parser.add_argument("--half", choices=HALVES, default="all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=0, help="failures to print of each kind")
    args = parser.parse_args()
    half = HALVES[args.half]
    print(f"templates: {args.half}, seed {args.seed}")
    for kind in args.kinds:
        if kind == "free":
            count = changed(free_scenes(args.count, args.seed, half))
            line = f"{count.failed} of {count.total} card-free utterances changed ({count.share:.2%})"
        else:
            count = missed(secret_scenes(kind, args.count, args.seed, half))
            around = count.beside_changed / count.beside_total
            line = f"recall {1 - count.share:.4f}, {count.failed} of {count.total} left"
            line += f", {around:.2%} of the words around changed"
        print(f"{kind:10} {line}")
        _show(count, args.show)


def _show(count: Count, number: int) -> None:
    for example in count.examples[:number]:
        print("   ", example)
    if number:
        print("    by template:", ", ".join(f"{name} {n}" for name, n in count.by_name.most_common(12)))


if __name__ == "__main__":
    main()
