"""Trains the demo model: `python -m resources.demo_model.train.train RUN`, from nothing or where it stopped.

RUN/shards is filled by `make_corpus`, which may still be at work: step s learns from the first 1 + s // GROW
shards and waits for them, so that the outcome depends on the seed and the number of steps alone.
"""

import argparse
import json
import signal
import sys
import time
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from tokenizers import Tokenizer
from torch.nn import functional

from resources.demo_model.train import corpus, grammar, tokens
from resources.demo_model.train.muon import Muon
from resources.demo_model.train.net import WINDOW, Net, Shape

GROW = 40
"""Steps after which another shard joins."""
BATCH_S = 60.0
"""Seconds of sound, filling included, in a step."""
PEAK_RATES = (5e-3, 2e-3)
"""Of Muon for the layers' matrices, and of Adam for all else."""
WARM_UP, COOL_DOWN = 150, 0.35
LOOK_MARGIN = 4.0
"""Encoder positions around a word's span where the aligning heads may look too."""
TEXTS = 30_000
SAVE_EVERY = 250


@dataclass(frozen=True)
class Batch:
    """What a step learns from; see `Reader.batch`."""

    features: torch.Tensor
    given: torch.Tensor
    wanted: torch.Tensor
    phonemes: torch.Tensor
    look: torch.Tensor


class Reader:
    """Shards as batches. Deterministic: a batch depends on the seed and its step."""

    def __init__(self, run: Path, count: int, seed: int) -> None:
        self._run, self._count, self._seed = run, count, seed
        self._items: list[corpus.Labelled] = []
        self._loaded = 0
        self._order = np.zeros(0, dtype=np.int64)
        self.tokenizer = _tokenizer(run, seed)
        self._ids: dict[str, list[int]] = {}
        self._specials = {name: self.tokenizer.token_to_id(f"<|{name}|>") for name in tokens.SPECIAL}
        self._load_up_to(1)
        self.phonemes = _phonemes(run, self._items)

    def batch(self, step: int) -> Batch:
        """Return the batch of a step."""
        self._load_up_to(min(self._count, 1 + step // GROW))
        rng = np.random.default_rng([self._seed, 1, step])
        at = int(rng.integers(len(self._order)))
        length = len(self._items[self._order[at]].features)
        size = max(2, int(BATCH_S * 100 / max(length, 100)))
        near = self._order[max(0, at - size) : at + size]
        chosen = [self._items[i] for i in rng.choice(near, min(size, len(near)), replace=False)]
        positions = max(len(item.features) for item in chosen) // 2 + int(rng.integers(0, 30))
        return self._pack(chosen, WINDOW if rng.random() < 0.06 else min(positions, WINDOW), rng)

    def _pack(self, chosen: list[corpus.Labelled], positions: int, rng: np.random.Generator) -> Batch:
        texts = [[self._word(word) for word in item.words] for item in chosen]
        longest = max(sum(map(len, text)) for text in texts) + 2
        features = np.zeros((len(chosen), 2 * positions, 80), dtype=np.float32)
        phonemes = np.full((len(chosen), positions), -100)
        given = np.full((len(chosen), longest), self._specials["endoftext"])
        wanted = np.full((len(chosen), longest), -100)
        look = np.zeros((len(chosen), longest, positions + 1), dtype=np.float32)
        for row, (item, text) in enumerate(zip(chosen, texts, strict=True)):
            features[row, : len(item.features)] = _masked(item.features, rng)
            found = [self.phonemes.get(name, 0) for name in item.phonemes[:positions]]
            phonemes[row, : len(found)] = found
            ids = [i for word in text for i in word]
            start = "notimestamps" if ids else "nospeech"
            given[row, : len(ids) + 2] = [
                self._specials["startoftranscript"],
                self._specials["notimestamps"],
                *ids,
            ]
            wanted[row, : len(ids) + 2] = [self._specials[start], *ids, self._specials["endoftext"]]
            at = 1
            for word, (begins, ends) in zip(text, item.spans, strict=True):
                first, last = max(0, int(begins - LOOK_MARGIN)), int(ends + LOOK_MARGIN) + 1
                look[row, at : at + len(word), first:last] = 1
                at += len(word)
        return Batch(*map(torch.from_numpy, (features, given, wanted, phonemes, look)))

    def _word(self, word: str) -> list[int]:
        if word not in self._ids:
            self._ids[word] = self.tokenizer.encode(f" {word}").ids
        return self._ids[word]

    def _load_up_to(self, count: int) -> None:
        if self._loaded == count:
            return
        while self._loaded < count:
            path = self._run / "shards" / f"{self._loaded:03d}.npz"
            while not path.exists():
                time.sleep(1)
            self._items += corpus.load(path)
            self._loaded += 1
        self._order = np.argsort([len(item.features) for item in self._items], kind="stable")


def _masked(features: npt.NDArray[np.float16], rng: np.random.Generator) -> npt.NDArray[np.float32]:
    """Return features with a few bands and moments greyed out (SpecAugment, Park et al. 2019)."""
    masked = features.astype(np.float32)
    grey = float(masked.mean())
    for _ in range(int(rng.integers(0, 3))):
        low, size = int(rng.integers(0, 76)), int(rng.integers(1, 10))
        masked[:, low : low + size] = grey
    for _ in range(int(rng.integers(0, 3))):
        at, size = int(rng.integers(0, len(masked))), int(rng.integers(1, 9))
        masked[at : at + size] = grey
    return masked


def _tokenizer(run: Path, seed: int) -> Tokenizer:
    path = run / "tokenizer.json"
    if not path.exists():
        words, rng = grammar.load(), np.random.default_rng([seed, 2])
        texts = [text for _ in range(TEXTS) for text in words.window(rng)]
        tokens.train(texts).save(str(path))
    return Tokenizer.from_file(str(path))


def _phonemes(run: Path, items: list[corpus.Labelled]) -> dict[str, int]:
    path = run / "phonemes.json"
    if not path.exists():
        counts = Counter(name for item in items for name in item.phonemes)
        names = [name for name, count in sorted(counts.items()) if count > 20]
        path.write_text(json.dumps({name: number for number, name in enumerate(names, 1)}))
    return dict(json.loads(path.read_text()))


def loss_of(net: Net, batch: Batch, step: int) -> tuple[torch.Tensor, dict[str, float]]:
    """Return the loss and what it is made of."""
    with torch.autocast("cpu", dtype=torch.bfloat16):
        memory, bias = net.encode(batch.features)
        logits, looked = net.decode(batch.given, memory, bias)
        heard = net.phonemes(memory[:, :-1])
    said = functional.cross_entropy(
        logits.float().flatten(0, 1), batch.wanted.flatten(), label_smoothing=0.05
    )
    sound = functional.cross_entropy(heard.float().flatten(0, 1), batch.phonemes.flatten())
    rows = batch.look.any(-1)
    inside = (looked.float() * batch.look).sum(-1)[rows]
    look = -(inside + 1e-4).log().mean() if rows.any() else said.new_zeros(())
    right = (logits.argmax(-1) == batch.wanted)[batch.wanted >= 0].float().mean()
    early = step < 1500
    loss = said + (0.6 if early else 0.3) * sound + (0.5 if early else 0.3) * look
    return loss, {"text": said.item(), "sound": sound.item(), "look": look.item(), "right": right.item()}


def _optimisers(net: Net) -> tuple[torch.optim.Optimizer, ...]:
    matrices = [
        value for part in (net.encoder, net.decoder) for value in part.parameters() if value.ndim == 2
    ]
    inside = {id(value) for value in matrices}
    others = [value for value in net.parameters() if id(value) not in inside]
    muon = Muon(matrices, PEAK_RATES[0])
    return muon, torch.optim.AdamW(others, PEAK_RATES[1], betas=(0.9, 0.98), weight_decay=0.01)


def rate_at(step: int, steps: int) -> float:
    """Return the share of the peak rates: up, level, then down to nothing over the last COOL_DOWN."""
    cooling = max(1.0, steps * COOL_DOWN)
    return min(1.0, (step + 1) / WARM_UP, (steps - step) / cooling)


def main() -> int:
    """Train, and leave RUN/checkpoint.pt."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("run", type=Path)
    parser.add_argument("--steps", type=int, default=6000)
    parser.add_argument("--shards", type=int, default=20)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--width", type=int, default=Shape.width)
    given = parser.parse_args()
    torch.manual_seed(given.seed)
    reader = Reader(given.run, given.shards, given.seed)
    shape = Shape(given.width, tokens=reader.tokenizer.get_vocab_size(), phonemes=len(reader.phonemes) + 1)
    net = Net(shape)
    optimisers = _optimisers(net)
    path, first = given.run / "checkpoint.pt", 0
    if path.exists():
        kept = torch.load(path, weights_only=True)
        net.load_state_dict(kept["net"])
        for optimiser, state in zip(optimisers, kept["optimisers"], strict=True):
            optimiser.load_state_dict(state)
        first = kept["step"]
    stop: list[int] = []
    signal.signal(signal.SIGTERM, lambda number, _: stop.append(number))
    began, told = time.monotonic(), Counter[str]()
    for step in range(first, given.steps):
        for optimiser, peak in zip(optimisers, PEAK_RATES, strict=True):
            for group in optimiser.param_groups:
                group["lr"] = peak * rate_at(step, given.steps)
        loss, parts = loss_of(net, reader.batch(step), step)
        net.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        for optimiser in optimisers:
            optimiser.step()
        told.update(parts)
        if (step + 1) % 50 == 0:
            figures = " ".join(f"{name} {value / 50:.3f}" for name, value in told.items())
            sys.stdout.write(f"{step + 1} {time.monotonic() - began:.0f}s {figures}\n")
            sys.stdout.flush()
            told.clear()
        if (step + 1) % SAVE_EVERY == 0 or step + 1 == given.steps or stop:
            states = [optimiser.state_dict() for optimiser in optimisers]
            kept = {"net": net.state_dict(), "optimisers": states, "step": step + 1}
            torch.save({**kept, "shape": asdict(shape)}, path.with_suffix(".new"))
            path.with_suffix(".new").replace(path)
        if stop:
            break
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
