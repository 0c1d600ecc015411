"""Makes the shards that are not there yet: `python -m resources.demo_model.train.make_corpus FOLDER`."""

import argparse
import sys
from pathlib import Path

from resources.demo_model.train import corpus, grammar
from resources.voices.build.synthesise import Espeak


def main() -> int:
    """Make shards FROM, FROM + STEP, ... below COUNT, so that several processes can share the work."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--step", type=int, default=1)
    parser.add_argument("--count", type=int, default=20)
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    engine, words = Espeak(phonemes=True), grammar.load()
    for number in range(given.first, given.count, given.step):
        path = given.folder / f"{number:03d}.npz"
        if not path.exists():
            corpus.save(corpus.make_shard(number, given.seed, engine, words), path)
            sys.stdout.write(f"{path}\n")
            sys.stdout.flush()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
