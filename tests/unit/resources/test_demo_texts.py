"""The texts and voices the demo model is made of: what it is measured on, it has never met."""

import re
import tomllib

import numpy as np
import pytest

from resources import ROOT
from resources.demo_model.train import grammar
from resources.demo_model.train.grammar import Grammar, Part, part_of
from resources.demo_model.train.numbers import ordinal, spoken
from resources.demo_model.train.score import Score, score
from resources.demo_model.train.speech import ACCENTS, VARIANTS, speaker

BUILD = ROOT / "voices" / "build"
SLOT = re.compile(r"\\{\w+\\}")


@pytest.fixture(scope="module")
def words() -> Grammar:
    return grammar.load()


@pytest.fixture(scope="module")
def demo_lines() -> list[str]:
    script = tomllib.loads((BUILD / "lines" / "en.toml").read_text("utf-8"))
    lines = [line for role in ("agent", "customer") for said in script[role].values() for line in said]
    return [spoken(line.replace("{name}", "Hannah")) for line in lines]


def trained_on(words: Grammar, count: int = 3000) -> list[str]:
    rng = np.random.default_rng(1)
    return [text for _ in range(count) for text in words.window(rng)]


def test_held_out_sentences_are_never_trained_on(words: Grammar) -> None:
    rng = np.random.default_rng(2)
    dev, test = ({words.sentence(rng, part) for _ in range(400)} for part in (Part.DEV, Part.TEST))
    assert len(dev) > 100
    assert len(test) > 100
    assert not dev & test
    assert not (dev | test) & set(trained_on(words))


def test_a_sentence_is_in_the_part_it_was_drawn_for(words: Grammar) -> None:
    rng = np.random.default_rng(3)
    assert all(part_of(words.sentence(rng, part)) is part for part in Part for _ in range(100))


def test_the_same_seed_draws_the_same_texts_and_voices(words: Grammar) -> None:
    assert trained_on(words, 200) == trained_on(words, 200)
    voices = [[speaker(np.random.default_rng(4), part) for part in Part] for _ in range(2)]
    assert voices[0] == voices[1]
    other = np.random.default_rng(5)
    assert [words.window(other) for _ in range(50)] != [words.window(other) for _ in range(50)]


def test_at_least_half_of_what_is_trained_on_is_no_sentence(words: Grammar) -> None:
    lines = [line for lines in words.lines.values() for line in lines]
    shapes = re.compile("|".join(SLOT.sub("[a-z ']+", re.escape(line)) for line in lines))
    texts = trained_on(words)
    assert sum(shapes.fullmatch(text) is not None for text in texts) < len(texts) / 2


def test_the_voices_of_one_part_are_in_no_other() -> None:
    for part in Part:
        for other in set(Part) - {part}:
            assert not set(VARIANTS[part]) & set(VARIANTS[other])
    for held_out in (Part.DEV, Part.TEST):
        assert ACCENTS[held_out][0] not in ACCENTS[Part.TRAIN]


def test_the_bundled_english_voices_and_their_lines_are_held_out(
    words: Grammar, demo_lines: list[str]
) -> None:
    voices = tomllib.loads((BUILD / "voices.toml").read_text("utf-8"))["voice"]
    bundled = {voice["espeak"].split("+")[1] for voice in voices if voice["language"] == "en"}
    assert bundled <= set(VARIANTS[Part.TEST])
    long = {line for line in demo_lines if len(line.split()) > grammar.SHORT}
    assert not long & set(trained_on(words))


def test_every_word_of_the_demo_is_in_the_vocabulary(words: Grammar, demo_lines: list[str]) -> None:
    assert {word for line in demo_lines for word in line.split()} <= set(words.vocabulary) | {"hannah"}


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("It's 20000 miles.", "it's twenty thousand miles"),
        ("289 pounds, on the 24th", "two hundred and eighty nine pounds on the twenty fourth"),
        ("Call 07700 900!", "call zero seven seven zero zero nine hundred"),
        ("1 in 999999", "one in nine hundred and ninety nine thousand nine hundred and ninety nine"),
    ],
)
def test_figures_are_written_as_they_are_said(written: str, said: str) -> None:
    assert spoken(written) == said


def test_ordinals() -> None:
    said = ["first", "second", "third", "fifth", "eighth", "ninth", "twelfth", "twentieth", "thirty first"]
    assert [ordinal(number) for number in (1, 2, 3, 5, 8, 9, 12, 20, 31)] == said


def test_word_errors_are_counted_as_the_fewest_changes() -> None:
    assert score(["a", "b", "c"], ["a", "b", "c"]) == Score(0, 3)
    assert score(["a", "b", "c"], ["a", "x", "c", "d"]) == Score(2, 3)
    assert score(["a", "b", "c"], []) == Score(3, 3)
    assert (Score(1, 4) + Score(1, 4)).rate == 0.25
