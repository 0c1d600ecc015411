"""Script steps and objections by their words."""

from app.analysis.script import adherence, objections_met
from app.domain.campaign import Objection, Script, ScriptStep
from tests.unit.analysis.said import call

SCRIPT = Script(
    "en",
    (
        ScriptStep(
            "notice", "Notice", "This call is recorded for quality and deleted after ninety days, {name}."
        ),
        ScriptStep("offer", "Offer", "We recommend the full inspection including thermography and cleaning."),
    ),
    (Objection("Too expensive", "I understand. Dirty panels lose up to twelve per cent every year."),),
)


def test_a_step_said_in_its_own_words_counts_and_says_where() -> None:
    turns = call(
        "A: This call is recorded for quality, and deleted after ninety days.",
        "C: We recommend the full inspection including thermography and cleaning, you said.",
    ).turns
    notice, offer = adherence(SCRIPT, turns)
    assert (notice.said, notice.turn) == (True, 0)
    # Only the agent's words count.
    assert (offer.said, offer.turn, offer.share) == (False, None, 0.0)


def test_an_objection_is_answered_by_the_prepared_reply_alone() -> None:
    raised = "C: Honestly that is too expensive."
    good = call(raised, "A: Dirty panels lose up to twelve per cent every year, you know.").turns
    bad = call(raised, "A: Well, that is what it costs.").turns
    assert [met.answered for met in objections_met(SCRIPT, good)] == [True]
    assert [met.answered for met in objections_met(SCRIPT, bad)] == [False]
    assert objections_met(SCRIPT, call("C: Sounds cheap.").turns) == ()
