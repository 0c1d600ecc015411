"""The outbox's other end: applied once, answered always the same, refused with a reason."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from app.domain.actions import Action, EndCall, PutMark, RemoveMark, SaveWrapUp, StartCall
from app.domain.call import Call, Callback
from app.domain.contact import Contact
from app.domain.ids import CallId, CampaignId, ContactId, EnrolmentId, MarkId, RecordingId, UserId, new_id
from app.domain.outcome import AnswerClass, OutcomeBy, OutcomeClass, SystemResult
from app.protocol import routes
from app.protocol.messages import ActionResult, ActionsRequest, ActionsResponse, SealedAction
from app.reference_platform.doing import Refusal
from tests.support.platform_client import Session, good
from tests.support.platform_process import PlatformProcess

NOW = datetime.now(UTC)


@pytest.fixture
def agent(signed_in: Callable[[str], Session]) -> Session:
    return signed_in("agent")


def _deliver(session: Session, *entries: SealedAction) -> list[ActionResult]:
    answer = session.request("POST", routes.ACTIONS, ActionsRequest(tuple(entries)))
    return list(good(ActionsResponse, answer).results)


def _act(session: Session, *actions: Action) -> list[str]:
    """Deliver actions; "" where accepted, else the reason."""
    results = _deliver(session, *(session.seal(action) for action in actions))
    return ["" if result.accepted else result.reason for result in results]


def _contacts(session: Session, language: str = "nl") -> list[Contact]:
    pages = session.everything()
    campaign = next(c.id for p in pages for c in p.campaigns if c.language == language)
    return [c for p in pages for c in p.contacts if c.campaign_id == campaign]


def _start(contact: Contact, started: datetime = NOW - timedelta(minutes=5)) -> StartCall:
    return StartCall(CallId(new_id()), contact.campaign_id, contact.id, started)


def _end(
    start: StartCall, result: SystemResult = SystemResult.ANSWERED, recording: str | None = None
) -> EndCall:
    answered = start.started_at + timedelta(seconds=9) if result is SystemResult.ANSWERED else None
    recording_id = None if recording is None else RecordingId(recording)
    return EndCall(start.call_id, result, answered, start.started_at + timedelta(seconds=99), recording_id)


def _find(session: Session, call_id: str) -> Call:
    found = [c for p in session.everything() for c in p.calls if c.id == call_id]
    assert len(found) == 1
    return found[0]


def test_a_whole_call(agent: Session) -> None:
    contact = _contacts(agent)[-1]
    start = _start(contact)
    callback = Callback(NOW + timedelta(days=1), "Europe/Brussels", True)
    wrap_up = SaveWrapUp(start.call_id, "callback", "call after lunch", callback, (("panels", "24"),))
    assert _act(agent, start, _end(start), wrap_up) == ["", "", ""]
    call = _find(agent, start.call_id)
    assert (call.contact_name, call.phone, call.agent_name) == (contact.name, contact.phone, "Jana Peeters")
    assert (call.system_result, call.answer_class) == (SystemResult.ANSWERED, AnswerClass.HUMAN)
    assert (call.outcome, call.outcome_class) == ("callback", OutcomeClass.CALLBACK_PERSONAL)
    assert (call.outcome_by, call.note, call.callback) == (OutcomeBy.AGENT, "call after lunch", callback)
    assert call.talk_seconds == 90.0
    after = next(c for c in _contacts(agent) if c.id == contact.id)
    assert after.attempts == contact.attempts + 1
    assert after.last_activity_at == max(contact.last_activity_at, start.started_at + timedelta(seconds=99))


def test_the_same_key_gets_the_same_answer_and_acts_once(agent: Session) -> None:
    contact = _contacts(agent)[-2]
    start = agent.seal(_start(contact))
    refused = agent.seal(SaveWrapUp(CallId("none"), "appointment", ""))
    first = _deliver(agent, start, refused)
    assert _deliver(agent, start, refused) == first == _deliver(agent, start, refused)
    assert [result.accepted for result in first] == [True, False]
    after = next(c for c in _contacts(agent) if c.id == contact.id)
    assert after.attempts == contact.attempts + 1
    # Another action under a key that was answered is not looked at.
    other = agent.seal(_start(contact), key=start.key)
    assert _deliver(agent, other) == first[:1]
    assert next(c for c in _contacts(agent) if c.id == contact.id).attempts == contact.attempts + 1


def test_a_refused_entry_does_not_stop_the_others(agent: Session) -> None:
    contact = _contacts(agent)[-3]
    start = _start(contact)
    unknown = StartCall(CallId(new_id()), contact.campaign_id, ContactId("nobody"), NOW)
    assert _act(agent, unknown, start) == [Refusal.UNKNOWN_CONTACT, ""]


def test_calls_are_refused_with_their_reason(agent: Session) -> None:
    contacts = _contacts(agent)
    contact, foreign = contacts[-4], _contacts(agent, "en")[0]
    start = _start(contact)
    ended = _end(start)
    plain, wrap = _start(contact), SaveWrapUp(start.call_id, "appointment", "")
    taken = next(r.id for p in agent.everything() for r in p.recordings)
    late = Callback(NOW - timedelta(days=9), "Europe/Brussels", False)
    mars = Callback(NOW + timedelta(days=1), "Mars/Base", False)
    ahead = NOW + timedelta(hours=5)
    cases: list[tuple[Action, str]] = [
        (start, ""),
        (start, Refusal.CALL_EXISTS),
        (StartCall(CallId(new_id()), CampaignId("none"), contact.id, NOW), Refusal.UNKNOWN_CAMPAIGN),
        (StartCall(CallId(new_id()), contact.campaign_id, foreign.id, NOW), Refusal.UNKNOWN_CONTACT),
        (StartCall(CallId("../x"), contact.campaign_id, contact.id, NOW), Refusal.BAD_ID),
        (_start(contact, ahead), Refusal.TIME_AHEAD),
        (wrap, Refusal.NOT_ENDED),
        (EndCall(CallId("none"), SystemResult.BUSY, None, NOW), Refusal.UNKNOWN_CALL),
        (EndCall(start.call_id, SystemResult.BUSY, None, ahead), Refusal.TIME_AHEAD),
        (EndCall(start.call_id, SystemResult.BUSY, None, NOW - timedelta(days=1)), Refusal.TIME_ORDER),
        (_end(start, recording=taken), Refusal.RECORDING_EXISTS),
        (_end(start, recording="x" * 65), Refusal.BAD_ID),
        (ended, ""),
        (ended, Refusal.ALREADY_ENDED),
        (SaveWrapUp(start.call_id, "made up", ""), Refusal.UNKNOWN_OUTCOME),
        (SaveWrapUp(start.call_id, "callback", ""), Refusal.CALLBACK_MISSING),
        (SaveWrapUp(start.call_id, "callback", "", late), Refusal.CALLBACK_PAST),
        (SaveWrapUp(start.call_id, "callback", "", mars), Refusal.CALLBACK_ZONE),
        (SaveWrapUp(start.call_id, "appointment", "", mars), Refusal.CALLBACK_UNEXPECTED),
        (SaveWrapUp(start.call_id, "appointment", "x" * 20_001), Refusal.TOO_LONG),
        (SaveWrapUp(start.call_id, "appointment", "", None, (("panels", "\0"),)), Refusal.BAD_TEXT),
        (wrap, ""),
        (wrap, Refusal.ALREADY_WRAPPED_UP),
        (plain, ""),
    ]
    assert _act(agent, *(action for action, _ in cases)) == [reason for _, reason in cases]


def test_another_agents_call_is_not_yours(platform: PlatformProcess, agent: Session) -> None:
    bram = agent.device.sign_in(next(u for u in platform.users if u.email.startswith("bram")))
    start = _start(_contacts(bram)[-5])
    assert _act(bram, start) == [""]
    assert _act(agent, _end(start)) == [Refusal.OTHER_AGENT]


def test_entries_must_be_this_devices_and_this_persons(agent: Session, admin: Session) -> None:
    start = _start(_contacts(agent)[-6])
    other_device = agent.seal(start, enrolment_id=EnrolmentId(admin.device.enrolment_id))
    other_person = agent.seal(start, user_id=UserId(admin.answer.user.id))
    other_key = SealedAction(agent.seal(start).key, agent.seal(start).sealed)
    forged = Session(admin.device, agent.answer).seal(start, enrolment_id=agent.device.enrolment_id)
    broken = SealedAction(other_key.key, other_key.sealed[:-8] + "AAAAAAAA")
    results = _deliver(agent, other_device, other_person, other_key, forged, broken)
    assert [result.reason for result in results] == [
        Refusal.OTHER_DEVICE,
        Refusal.OTHER_PERSON,
        Refusal.UNREADABLE,
        Refusal.UNREADABLE,
        Refusal.UNREADABLE,
    ]
    # None of these used up its key.
    assert _deliver(agent, agent.seal(start, key=other_device.key))[0].accepted


def test_do_not_call_puts_the_number_on_the_list(agent: Session) -> None:
    contact = _contacts(agent, "en")[-1]
    start = _start(contact)
    before = agent.everything()[-1].cursor
    assert _act(agent, start, _end(start), SaveWrapUp(start.call_id, "do_not_call", "")) == ["", "", ""]
    page = agent.page(before)
    assert [(entry.phone, entry.campaign_id) for entry in page.do_not_call] == [(contact.phone, None)]


def test_marks(signed_in: Callable[[str], Session], platform: PlatformProcess) -> None:
    reviewer = signed_in("reviewer")
    lead, agent = (
        reviewer.device.sign_in(platform.login("team_lead")),
        reviewer.device.sign_in(platform.login("agent")),
    )
    recording = next(r for p in reviewer.everything() for r in p.recordings)
    mark_id = MarkId(new_id())

    def put(start_s: float, end_s: float | None = None, text: str = "listen") -> PutMark:
        return PutMark(mark_id, recording.id, start_s, end_s, text)

    assert _act(
        reviewer,
        put(-1.0),
        put(2.0, 1.0),
        put(recording.duration_s + 9),
        put(1.0, None, "x" * 4001),
        PutMark(mark_id, RecordingId("none"), 1.0, None, ""),
        RemoveMark(mark_id, recording.id),
        put(1.0, 3.0),
        put(1.5, None, "changed"),
    ) == [
        *[Refusal.OUTSIDE_RECORDING] * 3,
        Refusal.TOO_LONG,
        Refusal.UNKNOWN_RECORDING,
        Refusal.UNKNOWN_MARK,
        "",
        "",
    ]
    assert _act(agent, put(1.0), RemoveMark(mark_id, recording.id)) == [Refusal.NOT_YOUR_MARK] * 2
    marks = [m for p in lead.everything() for m in p.marks if m.id == mark_id]
    assert [(m.start_s, m.end_s, m.text, m.author) for m in marks] == [(1.5, None, "changed", "Lotte Maes")]
    assert _act(lead, RemoveMark(mark_id, recording.id)) == [""]
    assert not [m for p in lead.everything() for m in p.marks if m.id == mark_id]
