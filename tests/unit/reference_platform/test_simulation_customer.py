"""The live customer: says hello, waits for the agent to finish, and goes on."""

import numpy as np
import pytest

from app.domain.recording import Speaker
from app.reference_platform.simulation.customer import LiveCustomer, Manners
from app.reference_platform.simulation.dialogues import Dialogue, compose_dialogue
from app.reference_platform.simulation.plans import Ending
from app.reference_platform.simulation.voices import Pcm, Voices

FRAME_S = 0.02


@pytest.fixture(scope="module")
def voices() -> Voices:
    return Voices.load()


@pytest.fixture(scope="module")
def dialogue(voices: Voices) -> Dialogue:
    return compose_dialogue(voices, "northgate", 5, Ending.DECLINED)


def tone(level: float, rate_hz: int = 48_000) -> Pcm:
    count = round(rate_hz * FRAME_S)
    wave = np.sin(2 * np.pi * 300 * np.arange(count) / rate_hz)
    return np.asarray(wave * level * 32767, np.int16)


def run(customer: LiveCustomer, seconds: float, agent: Pcm | None = None) -> Pcm:
    frames = []
    for _ in range(round(seconds / FRAME_S)):
        if agent is not None:
            customer.hear(agent)
        frames.append(customer.next_frame())
    return np.concatenate(frames)


def until_quiet(customer: LiveCustomer, limit_s: float = 20) -> None:
    for _ in range(round(limit_s / FRAME_S)):
        customer.next_frame()
        if not customer.speaking:
            return
    raise AssertionError("the customer never stopped")


def after_hello(customer: LiveCustomer) -> None:
    run(customer, 0.6)
    assert customer.speaking
    until_quiet(customer)


def intents(customer: LiveCustomer) -> list[str]:
    return [played.utterance.intent for played in customer.played]


@pytest.mark.parametrize("rate_hz", [16_000, 48_000])
def test_says_hello_first_sample_for_sample(voices: Voices, dialogue: Dialogue, rate_hz: int) -> None:
    customer = LiveCustomer(dialogue, voices, rate_hz)
    sound = run(customer, 2.5)
    played = customer.played[0]
    assert played.utterance.intent == "hello"
    assert played.start_s == pytest.approx(0.5)
    source = voices.pcm(played.utterance.id, rate_hz)
    start = round(played.start_s * rate_hz)
    assert not sound[:start].any()
    assert np.array_equal(sound[start : start + len(source)], source)
    assert not sound[start + len(source) :].any()


def test_answers_after_the_agent_goes_quiet_and_not_before(voices: Voices, dialogue: Dialogue) -> None:
    customer = LiveCustomer(dialogue, voices)
    after_hello(customer)
    run(customer, 9.0, tone(0.2))
    assert intents(customer) == ["hello"], "longer than the patience, but the agent is still talking"
    run(customer, 0.6)
    assert intents(customer) == ["hello"], "a breath is not the end"
    run(customer, 0.2)
    assert intents(customer) == ["hello", "recording_ok"]


@pytest.mark.parametrize("noise", [0.0, 0.001])
def test_prompts_a_silent_agent_after_its_patience(voices: Voices, dialogue: Dialogue, noise: float) -> None:
    customer = LiveCustomer(dialogue, voices)
    after_hello(customer)
    run(customer, 5.8, tone(noise))
    assert intents(customer) == ["hello"]
    run(customer, 0.4, tone(noise))
    assert intents(customer) == ["hello", "recording_ok"]


def test_a_click_is_not_an_answer(voices: Voices, dialogue: Dialogue) -> None:
    customer = LiveCustomer(dialogue, voices)
    after_hello(customer)
    run(customer, 0.06, tone(0.5))
    run(customer, 2.0)
    assert intents(customer) == ["hello"]


def test_what_the_agent_says_over_the_customer_is_no_answer(voices: Voices, dialogue: Dialogue) -> None:
    customer = LiveCustomer(dialogue, voices)
    run(customer, 0.56)
    for _ in range(200):
        if not customer.speaking:
            break
        customer.hear(tone(0.3))
        customer.next_frame()
    run(customer, 3.0)
    assert intents(customer) == ["hello"]


def test_goes_through_the_whole_script_and_then_stays_silent(voices: Voices, dialogue: Dialogue) -> None:
    customer = LiveCustomer(dialogue, voices, 16_000, Manners(quiet_s=0.3))
    script = [
        t.utterance
        for t in dialogue.turns
        if t.speaker is Speaker.CUSTOMER and t.utterance.intent != "backchannel"
    ]
    after_hello(customer)
    while not customer.finished:
        run(customer, 0.4, tone(0.2, 16_000))
        run(customer, 0.4)
        until_quiet(customer)
        assert len(customer.played) <= len(script)
    assert [played.utterance for played in customer.played] == script
    assert not run(customer, 8.0, None).any()


def test_same_input_same_conversation(voices: Voices, dialogue: Dialogue) -> None:
    sounds = []
    for _ in range(2):
        customer = LiveCustomer(dialogue, voices)
        sounds.append(np.concatenate([run(customer, 3.0), run(customer, 2.0, tone(0.2)), run(customer, 3.0)]))
    assert np.array_equal(sounds[0], sounds[1])
    assert sounds[0].any()
