"""Who is called next, and who is not called at all."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from app.domain.actions import EndCall, SaveWrapUp, StartCall
from app.domain.call import Callback
from app.domain.contact import Contact
from app.domain.ids import CallId, new_id
from app.domain.outcome import SystemResult
from app.protocol import routes
from app.protocol.messages import ActionsRequest, ActionsResponse, NextContact, VoiceOffer
from app.protocol.problem import ErrorCode
from tests.support.platform_client import Session, good, new_device, problem_of
from tests.support.platform_process import PlatformProcess, running_platform


@pytest.fixture
def own() -> Iterator[PlatformProcess]:
    """Yield a platform of this test's own: the queue is emptied here."""
    with running_platform() as process:
        yield process


@pytest.fixture
def sign_in(own: PlatformProcess) -> Iterator[Callable[[str], Session]]:
    device = new_device(own)
    yield lambda first: device.sign_in(next(u for u in own.users if u.email.startswith(first)))
    device.http.close()


def _campaign(session: Session, language: str) -> str:
    return next(c.id for p in session.everything() for c in p.campaigns if c.language == language)


def _next(session: Session, campaign_id: str) -> httpx.Response:
    return session.request("POST", routes.NEXT_CONTACT.format(campaign_id=campaign_id))


def _settle(session: Session, contact: Contact, outcome: str, callback: Callback | None = None) -> None:
    now = datetime.now(UTC)
    call_id = CallId(new_id())
    actions = (
        StartCall(call_id, contact.campaign_id, contact.id, now - timedelta(seconds=90)),
        EndCall(call_id, SystemResult.ANSWERED, now - timedelta(seconds=80), now),
        SaveWrapUp(call_id, outcome, "", callback),
    )
    sealed = tuple(session.seal(action) for action in actions)
    answer = good(ActionsResponse, session.request("POST", routes.ACTIONS, ActionsRequest(sealed)))
    assert all(result.accepted for result in answer.results), answer


def test_the_queue(sign_in: Callable[[str], Session]) -> None:
    jana, bram = sign_in("jana"), sign_in("bram")
    campaign = _campaign(jana, "nl")
    first = good(NextContact, _next(jana, campaign))
    assert timedelta(minutes=14) < first.reserved_until - datetime.now(UTC) <= timedelta(minutes=15)
    # Asking again brings the same contact: an answer that was lost loses nobody.
    assert good(NextContact, _next(jana, campaign)).contact == first.contact
    second = good(NextContact, _next(bram, campaign))
    assert second.contact.id != first.contact.id

    # A promise kept to oneself comes back to oneself, before anybody with a better score.
    past = Callback(datetime.now(UTC), "Europe/Brussels", True)
    _settle(bram, second.contact, "callback", past)
    _settle(jana, first.contact, "not_interested")
    assert good(NextContact, _next(bram, campaign)).contact.id == second.contact.id
    seen = set()
    while (response := _next(jana, campaign)).is_success:
        contact = good(NextContact, response).contact
        assert contact.id not in seen | {first.contact.id, second.contact.id}
        assert contact.consent_at is not None and contact.attempts < 4
        seen.add(contact.id)
        _settle(jana, contact, "no_answer")
    assert len(seen) > 3
    assert (response.status_code, problem_of(response)) == (404, ErrorCode.NOTHING_TO_CALL)


def test_best_scores_first(sign_in: Callable[[str], Session]) -> None:
    jana = sign_in("jana")
    campaign = _campaign(jana, "en")
    promised = {c.contact_id for p in jana.everything() for c in p.calls if c.callback is not None}
    served = []
    while (response := _next(jana, campaign)).is_success:
        served.append(good(NextContact, response).contact)
        _settle(jana, served[-1], "not_interested")
    scores = [contact.score or 0 for contact in served if contact.id not in promised]
    assert len(scores) > 3
    assert scores == sorted(scores, reverse=True)


def test_campaigns_that_are_not_ones_own(sign_in: Callable[[str], Session]) -> None:
    jana, elise = sign_in("jana"), sign_in("elise")
    assert problem_of(_next(elise, _campaign(jana, "nl"))) is ErrorCode.NOT_FOUND
    assert problem_of(_next(jana, "none")) is ErrorCode.NOT_FOUND
    assert problem_of(_next(jana, _campaign(jana, "fr"))) is ErrorCode.DIAL_BLOCKED


def test_a_number_on_the_list_is_not_dialled(sign_in: Callable[[str], Session]) -> None:
    jana = sign_in("jana")
    contact = good(NextContact, _next(jana, _campaign(jana, "nl"))).contact
    _settle(jana, contact, "do_not_call")
    offer = VoiceOffer("v=0", contact.campaign_id, contact.id)
    response = jana.request("POST", routes.VOICE.format(call_id=new_id()), offer)
    assert problem_of(response) is ErrorCode.DIAL_BLOCKED
    assert "do_not_call" in response.text


def test_a_broken_offer_is_refused(sign_in: Callable[[str], Session]) -> None:
    jana, bram = sign_in("jana"), sign_in("bram")
    contact = good(NextContact, _next(jana, _campaign(jana, "nl"))).contact
    path = routes.VOICE.format(call_id=new_id())
    offer = VoiceOffer("this is no SDP", contact.campaign_id, contact.id)
    assert problem_of(jana.request("POST", path, offer)) is ErrorCode.BAD_REQUEST
    # The call is Jana's from her first offer on.
    assert problem_of(bram.request("POST", path, offer)) is ErrorCode.NOT_FOUND
    assert problem_of(bram.request("GET", f"{path[:-6]}/far-end")) is ErrorCode.NOT_FOUND
