"""Makes the shards that are not there yet: `python -m resources.demo_model.train.make_corpus RUN`."""

import argparse
import multiprocessing
import sys
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

from resources.demo_model.train import corpus, grammar
from resources.demo_model.train.speech import engine

SHARDS = 20


def make(path: Path, number: int, seed: int, seconds: float) -> Path:
    """Make one shard, in a fresh process: libespeak-ng's voices flutter on from one text to the next."""
    shard = corpus.make_shard(number, seed, engine(), grammar.load(), seconds)
    corpus.save(shard, path)
    return path


def fill(folder: Path, count: int, seed: int, workers: int, seconds: float = corpus.SHARD_S) -> None:
    """Make what is missing of shards 0 to `count` - 1, in the order in which training wants them."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = {number: folder / f"{number:03d}.npz" for number in range(count)}
    missing = {number: path for number, path in paths.items() if not path.exists()}
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=spawn, max_tasks_per_child=1) as pool:
        made = [pool.submit(make, path, number, seed, seconds) for number, path in missing.items()]
        for done in as_completed(made):
            sys.stdout.write(f"{done.result()}\n")
            sys.stdout.flush()


def main() -> int:
    """Fill RUN/shards."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("run", type=Path)
    parser.add_argument("--shards", type=int, default=SHARDS)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--workers", type=int, default=2)
    given = parser.parse_args()
    fill(given.run / "shards", given.shards, given.seed, given.workers)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
