"""Calls that the analysis was not written from. `--long` prints the figures over many more."""

import pytest

from app.analysis.findings import Abstained, quoted
from app.analysis.suggest import suggest
from app.domain.outcome import OutcomeClass
from app.domain.recording import Speaker
from tests.support.held_out import KINDS, held_out, short_calls
from tests.support.held_out.figures import baseline, by_keyword, figures
from tests.unit.analysis.said import shipped, transcript

SEED = 99


@pytest.mark.parametrize("count", [450, pytest.param(9000, marks=pytest.mark.long)])
def test_every_positive_quotes_the_customer_and_figures_beat_both_baselines(count: int) -> None:
    weights, calls = shipped(), list(held_out(count, SEED))
    texts = [transcript(call.turns, call.language) for call in calls]
    found = [suggest(text, weights) for text in texts]
    for text, suggestion in zip(texts, found, strict=True):
        decided = suggestion.outcome_class is not OutcomeClass.INCOMPLETE
        assert bool(suggestion.evidence) == decided
        for evidence in suggestion.evidence:
            turn = text.turns[evidence.span.turn]
            assert turn.speaker is Speaker.CUSTOMER and evidence.supports is suggestion.outcome_class
            assert quoted(text, evidence.span) == turn.text[evidence.span.start : evidence.span.end] != ""
    worth = figures(calls, found)
    abstaining = baseline(calls, lambda call: OutcomeClass.INCOMPLETE)
    keywords = baseline(calls, by_keyword)
    print(f"\n{worth}\nalways abstaining {abstaining:.3f}, keywords {keywords:.3f}")
    assert set(worth.by_kind) == set(KINDS)
    assert worth.accuracy > 0.85 > max(abstaining, keywords)
    assert worth.positives and worth.positives_right / worth.positives > 0.95


@pytest.mark.parametrize("count", [600, pytest.param(10_000, marks=pytest.mark.long)])
def test_calls_under_the_word_limit_all_abstain(count: int) -> None:
    weights = shipped()
    calls = list(short_calls(count, SEED, weights.minimum_words))
    assert len(calls) > count / 2
    found = [suggest(transcript(call.turns, call.language), weights) for call in calls]
    assert {suggestion.abstained for suggestion in found} == {Abstained.FEW_WORDS}
    assert {suggestion.outcome_class for suggestion in found} == {OutcomeClass.INCOMPLETE}
