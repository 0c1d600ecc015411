"""Composed calls: repeatable, believable in shape, and with a transcript that is true to the sample."""

import io
import itertools

import numpy as np
import pytest
import soundfile

from app.domain.recording import Speaker
from app.reference_platform.simulation.compose import CHANNEL, compose_call, encode_flac
from app.reference_platform.simulation.dialogues import Dialogue, compose_dialogue
from app.reference_platform.simulation.plans import Ending
from app.reference_platform.simulation.voices import FILE_RATE_HZ, Voices

CAMPAIGNS = ("helderzon", "northgate", "mutualis")
CONVERSATIONS = tuple(set(Ending) - {Ending.WRONG_PERSON, Ending.VOICEMAIL, Ending.INCOMPLETE})


@pytest.fixture(scope="module")
def voices() -> Voices:
    return Voices.load()


@pytest.fixture(scope="module")
def calls(voices: Voices) -> list[Dialogue]:
    every = itertools.product(CAMPAIGNS, range(5), Ending)
    return [compose_dialogue(voices, campaign, seed, ending) for campaign, seed, ending in every]


def said(call: Dialogue, speaker: Speaker) -> list[str]:
    return [t.utterance.intent for t in call.turns if t.speaker is speaker]


def test_same_seed_same_call_other_seed_another(voices: Voices) -> None:
    first = compose_dialogue(voices, "helderzon", 7, Ending.APPOINTMENT)
    again = compose_dialogue(Voices.load(), "helderzon", 7, Ending.APPOINTMENT)
    assert first == again
    assert np.array_equal(compose_call(first, voices), compose_call(again, voices))
    assert compose_dialogue(voices, "helderzon", 8, Ending.APPOINTMENT).turns != first.turns


def test_an_unknown_campaign_is_refused(voices: Voices) -> None:
    with pytest.raises(ValueError, match="nowhere"):
        compose_dialogue(voices, "nowhere", 1, Ending.CALLBACK)


def test_more_than_sixty_different_calls(calls: list[Dialogue]) -> None:
    texts = {(c.campaign, *(t.utterance.id.partition(".")[2] for t in c.turns)) for c in calls}
    assert len(texts) >= 100


def test_conversations_last_one_to_three_minutes(calls: list[Dialogue]) -> None:
    lengths = [c.duration_s for c in calls if c.ending in CONVERSATIONS]
    assert min(lengths) >= 55
    assert max(lengths) <= 200


def test_every_call_opens_with_a_greeting_and_the_recording_notice(calls: list[Dialogue]) -> None:
    for call in calls:
        assert said(call, Speaker.AGENT)[:2] == ["greeting", "recording_notice"]


def test_an_ai_call_says_it_is_ai_before_anything_else(calls: list[Dialogue]) -> None:
    for call in calls:
        first = next(t for t in call.turns if t.speaker is Speaker.AGENT)
        assert (first.utterance.role == "ai_agent") == (call.campaign == "mutualis")
        assert ("intelligence artificielle" in first.utterance.text) == (call.campaign == "mutualis")


def test_questions_get_their_own_answers(calls: list[Dialogue]) -> None:
    pairs = {
        "propose_date": "confirm_appointment",
        "callback_request": "confirm_callback",
        "probe_size": "reply_size",
        "probe_history": "reply_history",
        "probe_issue": "reply_issue",
        "objection_price": "answer_price",
        "objection_time": "answer_time",
        "objection_need": "answer_need",
        "question_content": "answer_content",
        "question_trust": "answer_trust",
    }
    seen = set()
    for call in calls:
        number = {t.utterance.intent: t.utterance.id.rpartition(".")[2] for t in call.turns}
        for question in pairs.keys() & number.keys():
            seen.add(question)
            assert number[question] == number[pairs[question]]
    assert seen == pairs.keys()


def test_each_ending_is_heard(calls: list[Dialogue]) -> None:
    proof = {
        Ending.APPOINTMENT: "confirm_appointment",
        Ending.PRICE_SENT: "confirm_price_sent",
        Ending.CALLBACK: "confirm_callback",
        Ending.DECLINED: "accept_decline",
        Ending.DO_NOT_CALL: "confirm_do_not_call",
        Ending.WRONG_PERSON: "apologise_wrong_person",
        Ending.VOICEMAIL: "voicemail_message",
    }
    for call in calls:
        assert {e for e, intent in proof.items() if intent in said(call, Speaker.AGENT)} == (
            {call.ending} - {Ending.INCOMPLETE}
        )
        assert ("goodbye" in said(call, Speaker.AGENT)) == (call.ending is not Ending.INCOMPLETE)


def test_one_voice_a_side_that_never_talks_over_itself(calls: list[Dialogue]) -> None:
    for call in calls:
        for speaker in Speaker:
            own = [t for t in call.turns if t.speaker is speaker]
            assert len({t.utterance.voice for t in own}) == 1
            assert all(a.end_s <= b.start_s for a, b in itertools.pairwise(own))


def test_people_cut_in_and_say_mhm_now_and_then(calls: list[Dialogue]) -> None:
    mhms = sum(t.utterance.intent == "backchannel" for call in calls for t in call.turns)
    assert 0.5 < mhms / len(calls) < 5
    floors = [[t for t in c.turns if t.utterance.intent != "backchannel"] for c in calls]
    cuts = sum(a.end_s > b.start_s for turns in floors for a, b in itertools.pairwise(turns))
    assert 0.5 < cuts / len(calls) < 5


def test_pauses_are_natural(calls: list[Dialogue]) -> None:
    floors = [[t for t in c.turns if t.utterance.intent != "backchannel"] for c in calls]
    gaps = [b.start_s - a.end_s for turns in floors for a, b in itertools.pairwise(turns)]
    pauses = [gap for gap in gaps if gap > 0]
    assert np.median(pauses) == pytest.approx(0.75, abs=0.2)
    assert max(pauses) <= 5.0


def test_the_transcript_is_the_turns_with_absolute_times(calls: list[Dialogue]) -> None:
    for call in calls:
        for spoken, turn in zip(call.turns, call.transcript(), strict=True):
            assert turn.text == spoken.utterance.text == " ".join(word.text for word in turn.words)
            assert spoken.start_s <= turn.start_s < turn.end_s <= spoken.end_s <= call.duration_s
            lead = spoken.utterance.words[0].start_s
            assert turn.words[0].start_s == pytest.approx(spoken.start_s + lead)


@pytest.mark.parametrize("campaign", CAMPAIGNS)
def test_audio_holds_each_turn_at_its_time_on_its_channel(voices: Voices, campaign: str) -> None:
    call = compose_dialogue(voices, campaign, 3, Ending.APPOINTMENT)
    pcm = compose_call(call, voices)
    assert pcm.dtype == np.int16
    assert pcm.shape == (round(call.duration_s * FILE_RATE_HZ), 2)
    for spoken in call.turns:
        source = voices.pcm(spoken.utterance.id).astype(float)
        start, side = round(spoken.start_s * FILE_RATE_HZ), CHANNEL[spoken.speaker]
        assert likeness(pcm[start : start + len(source), side], source) > 0.99
        assert likeness(pcm[start + 16 : start + 16 + len(source), side], source) < 0.9
        assert abs(likeness(pcm[start : start + len(source), 1 - side], source)) < 0.2


def likeness(heard: np.ndarray, source: np.ndarray) -> float:
    heard = heard.astype(float)
    source = source[: len(heard)]
    return float(np.dot(heard, source) / (np.linalg.norm(heard) * np.linalg.norm(source) + 1e-9))


def test_words_are_loud_and_everything_outside_turns_is_line_noise(voices: Voices) -> None:
    call = compose_dialogue(voices, "northgate", 11, Ending.PRICE_SENT)
    pcm = compose_call(call, voices) / 32768.0
    silent = np.ones(pcm.shape, bool)
    for spoken in call.turns:
        side = CHANNEL[spoken.speaker]
        silent[_span(spoken.start_s, spoken.end_s), side] = False
        for word in spoken.words:
            assert rms_dbfs(pcm[_span(word.start_s, word.end_s), side]) > -42, word
    for side in range(2):
        assert rms_dbfs(pcm[silent[:, side], side]) == pytest.approx(-62, abs=1)


def _span(start_s: float, end_s: float) -> slice:
    return slice(round(start_s * FILE_RATE_HZ), round(end_s * FILE_RATE_HZ))


def rms_dbfs(samples: np.ndarray) -> float:
    return float(20 * np.log10(np.sqrt(np.mean(samples**2)) + 1e-9))


def test_flac_brings_back_every_sample(voices: Voices) -> None:
    pcm = compose_call(compose_dialogue(voices, "mutualis", 2, Ending.VOICEMAIL), voices)
    data = encode_flac(pcm)
    assert data[:4] == b"fLaC"
    back, rate_hz = soundfile.read(io.BytesIO(data), dtype="int16")
    assert rate_hz == FILE_RATE_HZ
    assert np.array_equal(back, pcm)
    assert np.abs(pcm.astype(int)).max() < 32767
