"""From recordings to words."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.analysis.analyse import analyse
from app.domain.call import Callback
from app.domain.ids import CampaignId
from app.domain.outcome import OutcomeBy, OutcomeClass
from app.domain.recording import AudioState, Hit, RecordingItem, Speaker, TranscriptSource
from app.domain.redaction import redact
from app.services.analyse_recording import shipped_weights
from app.services.review_recording import Opened
from tests.support.things import NOW, call, campaign, mark, recording, transcript
from ui.recordings.state import near, row_of, view_of
from ui.recordings.words import badge_of, comments_of, outcome_of
from ui.theme import Tone

CAMPAIGN = campaign()
CAMPAIGNS = {CAMPAIGN.id: CAMPAIGN}


def item(**given: object) -> RecordingItem:
    return RecordingItem(recording(1, **given), AudioState.HERE, NOW + timedelta(days=20), True)


@pytest.mark.parametrize(
    ("left", "words", "tone"),
    [
        (timedelta(days=15), "Deleted in 15 days", Tone.NEUTRAL),
        (timedelta(days=14, seconds=1), "Deleted in 15 days", Tone.NEUTRAL),
        (timedelta(days=14), "Deleted in 14 days", Tone.WARN),
        (timedelta(days=3, seconds=1), "Deleted in 4 days", Tone.WARN),
        (timedelta(days=3), "Deleted in 3 days", Tone.DANGER),
        (timedelta(hours=24), "Deleted in 1 day", Tone.DANGER),
        (timedelta(0), "Deleted today", Tone.DANGER),
    ],
)
def test_the_badge_counts_days_and_warns_as_they_run_out(left: timedelta, words: str, tone: Tone) -> None:
    badge = badge_of(replace(item(), expires_at=NOW + left), CAMPAIGNS, NOW)
    assert (badge.text, badge.tone, badge.icon) == (f"{words} · general rule", tone, "hourglass")


def test_the_badge_names_the_campaigns_own_rule_and_a_legal_hold() -> None:
    own = {CAMPAIGN.id: replace(CAMPAIGN, recording_keep="P60D")}
    assert badge_of(item(), own, NOW).text == "Deleted in 20 days · campaign rule 60 days"
    held = badge_of(item(legal_hold=True), own, NOW)
    assert (held.tone, held.icon) == (Tone.WARN, "lock")
    assert badge_of(replace(item(), expires_at=None), own, NOW).text == "Kept until the policy arrives"


def test_a_row_shows_the_hit_and_the_outcomes_own_name() -> None:
    hit = Hit("take the deposit by card", ((9, 16),), 2)
    row = row_of(replace(item(outcome="sold", outcome_class=OutcomeClass.POSITIVE), hit=hit), CAMPAIGNS)
    assert (row.outcome, row.more, row.hits) == ("Sold", "+2", ((9, 16),))
    unsure = row_of(item(outcome="gone", outcome_class=OutcomeClass.INCOMPLETE), {})
    assert (unsure.outcome, unsure.outcome_tone) == ("gone", "warn")
    assert row_of(item(contact_name=""), {}).title == "Unknown"


@pytest.mark.parametrize("start", [0, 17, 18, 19, 40, 59])
def test_a_hit_far_into_its_snippet_comes_near(start: int) -> None:
    text = ("word " * 20)[:start] + "deposit and more"
    shown = near(Hit(text, ((start, start + 7),), 1))
    ((a, b),) = shown.spans
    assert shown.snippet[a:b] == "deposit"
    assert a <= 19
    assert shown.more == 1
    assert shown.snippet.startswith("…") == (start > 18)


def test_a_hit_in_one_long_word_comes_near_too() -> None:
    shown = near(Hit("x" * 50 + "deposit", ((50, 57),)))
    ((a, b),) = shown.spans
    assert shown.snippet[a:b] == "deposit"
    assert a == 19


def test_the_outcome_says_who_set_it_and_when_to_call_back() -> None:
    back = Callback(NOW + timedelta(days=1), "Europe/Brussels", True)
    made = call(1, outcome="sold", outcome_by=OutcomeBy.AGENT, callback=back, note="n")
    view = outcome_of(item(outcome="sold"), made, CAMPAIGNS)
    assert (view.name, view.by, view.note) == ("Sold", "Ada Agent", "n")
    assert view.callback == "Tue 16 Jun 14:00, only Ada Agent"
    by_ai = outcome_of(item(outcome="sold"), replace(made, outcome_by=OutcomeBy.AI, callback=None), CAMPAIGNS)
    assert (by_ai.by, by_ai.callback) == ("AI", "")
    assert outcome_of(item(outcome="sold"), None, CAMPAIGNS).by == ""
    assert outcome_of(item(), made, CAMPAIGNS).by == ""


def test_marks_without_words_are_named_as_the_waveform_names_them() -> None:
    marks = (
        mark(1, start_s=2.0, text=""),
        mark(2, start_s=3.0, end_s=70.0, text=""),
        mark(3, start_s=61.0, text="said", created_at=NOW - timedelta(days=1)),
        mark(4, start_s=80.0, text=""),
    )
    lines = comments_of(marks, NOW)
    assert [line.text for line in lines] == ["Mark 1", "Stretch", "said", "Mark 3"]
    assert [line.when for line in lines] == ["0:02", "0:03 – 1:10", "1:01", "1:20"]
    assert lines[0].made.startswith("today ")
    assert lines[2].made.startswith("Sun 14 Jun ")
    view = view_of(Opened(item(), None, marks, None), CAMPAIGNS, NOW)
    assert [pin.label for pin in view.marks] == ["1", "2", "3"]
    assert [(region.start, region.end) for region in view.regions] == [(3000, 70_000)]


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (TranscriptSource.RECOGNISED, "made on this workstation, model small.en"),
        (TranscriptSource.PLATFORM, "from the platform"),
        (TranscriptSource.CORRECTED, "corrected by a person"),
    ],
)
def test_a_transcript_says_where_it_is_from(source: TranscriptSource, words: str) -> None:
    view = view_of(Opened(item(), transcript(1, source=source, model="small.en"), (), None), CAMPAIGNS, NOW)
    assert view.source == words


def test_words_that_are_doubtful_are_to_check_and_turns_without_words_still_show() -> None:
    said = transcript(1, "one two", "three")
    first, second = said.turns
    doubtful = replace(first, words=(replace(first.words[0], probability=0.59), first.words[1]))
    silent = replace(second, words=())
    view = view_of(Opened(item(), replace(said, turns=(doubtful, silent)), (), None), CAMPAIGNS, NOW)
    assert view.to_check == 1
    assert [word.unsure for word in view.turns[0].words] == [True, False]
    assert [word.text for word in view.turns[1].words] == ["three"]
    assert (view.turns[1].name, second.speaker) == ("Customer", Speaker.CUSTOMER)


def test_what_was_removed_is_a_chip_with_its_length_and_a_gap_in_the_sound() -> None:
    said = transcript(1, "please", "my card 4111 1111 1111 1111 ok")
    spoken = tuple(replace(w, start_s=10.0 + n, end_s=10.8 + n) for n, w in enumerate(said.turns[1].words))
    whole = replace(said, turns=(said.turns[0], replace(said.turns[1], words=spoken)))
    view = view_of(Opened(item(), redact(whole).transcript, (), None), CAMPAIGNS, NOW)
    assert [word.text for word in view.turns[1].words] == ["my", "card", "card number removed, 4 s", "ok"]
    assert [word.removed for word in view.turns[1].words] == [False, False, True, False]
    assert [(gap.start, gap.end, gap.label) for gap in view.gaps] == [(11_800, 16_000, "Removed")]
    restricted = view_of(Opened(item(restricted=True), redact(whole).transcript, (), None), CAMPAIGNS, NOW)
    assert restricted.gaps == ()


def test_of_a_frozen_recording_nothing_is_shown() -> None:
    opened = Opened(item(restricted=True), transcript(1), (mark(1),), None)
    view = view_of(opened, {CampaignId("other"): CAMPAIGN}, NOW)
    assert view.frozen
    assert (view.turns, view.comments, view.marks, view.regions) == ((), (), (), ())


AGREED = transcript(
    1,
    "shall I put you down for Tuesday at ten?",
    "Well. We had the old one put in when we moved here, so yes please, put me down for it.",
    "Booked for Tuesday at ten.",
    "Thank you, goodbye.",
)


def test_a_suggestion_quotes_the_words_it_rests_on_and_is_no_outcome() -> None:
    analysis = analyse(AGREED, None, shipped_weights())
    view = view_of(Opened(item(outcome=None), AGREED, (), None, None, analysis), CAMPAIGNS, NOW)
    assert view.suggestion is not None and view.suggestion.name == "Positive"
    assert view.suggestion.quotes and view.outcome.name == ""
    for quote, place in zip(view.suggestion.quotes, view.suggestion.evidence, strict=True):
        words = " ".join(word.text for word in view.turns[place.turn].words[place.first : place.last + 1])
        assert quote.text == f"“{words}”"
        assert quote.at == view.turns[place.turn].words[place.first].start


def test_without_enough_words_it_says_why_and_claims_nothing() -> None:
    short = transcript(1, "shall I put you down?", "yes please")
    opened = Opened(item(), short, (), None, None, analyse(short, None, shipped_weights()))
    suggestion = view_of(opened, CAMPAIGNS, NOW).suggestion
    assert suggestion is not None and (suggestion.name, suggestion.quotes) == ("", ())
    assert suggestion.why == "The customer said too little to tell."
    frozen = Opened(item(restricted=True), short, (), None, None, opened.analysis)
    assert view_of(frozen, CAMPAIGNS, NOW).suggestion is None
