"""Every route has an entry, and every entry holds for every role."""

import json
from collections.abc import Callable

import httpx
import pytest

from app.domain.people import Role
from app.protocol import routes
from app.protocol.problem import ErrorCode
from app.reference_platform.access import ACCESS
from app.reference_platform.app import build
from app.reference_platform.openapi import FILE, document
from tests.support.platform_client import Device, Session, problem_of
from tests.support.platform_process import PlatformProcess

CASES = sorted(ACCESS)


def test_every_route_has_an_entry_and_every_entry_a_route() -> None:
    found = {
        (method.upper(), path) for path, methods in build().openapi()["paths"].items() for method in methods
    }
    assert found == set(ACCESS)


def test_the_committed_contract_is_what_the_code_says() -> None:
    assert FILE.read_text("utf-8") == document()
    assert json.loads(document())["openapi"].startswith("3.")


@pytest.fixture(scope="module")
def people(platform: PlatformProcess, admin: Session) -> dict[Role, Session]:
    """Return one session for each role, all on the admin's device."""
    return {role: admin.device.sign_in(platform.login(role.value)) for role in Role}


def _ask(device: Device, method: str, path: str, token: str) -> httpx.Response:
    # A body that validates nowhere: who is let through meets 4xx of another kind, and changes nothing.
    path = path.format(campaign_id="none", call_id="none", recording_id="none", enrolment_id="none")
    if method == "GET" and path.endswith("/events"):
        url = f"{device.platform.url}{path}"
        headers = {"DPoP": device.proofs.proof(method, url, token)}
        headers |= {"Authorization": f"DPoP {token}"} if token else {}
        with device.http.stream(method, url, headers=headers) as response:
            if response.status_code != 200:
                response.read()
            return response
    return device.request(method, path, b"[]", token)


# Signing out would end the sessions that the others need; test_sessions has it.
@pytest.mark.parametrize(("method", "path"), [case for case in CASES if case[1] != routes.SIGN_OUT])
def test_roles_matrix(people: dict[Role, Session], device: Device, method: str, path: str) -> None:
    rule = ACCESS[method, path]
    for role, session in people.items():
        response = _ask(session.device, method, path, session.access)
        let_in = rule.public or role in rule.roles
        refused = response.status_code == 403 and problem_of(response) is ErrorCode.FORBIDDEN
        assert refused is not let_in, f"{role}: {response.status_code}"
    response = _ask(device, method, path, device.token())
    assert (response.status_code == 403) is not (rule.public or rule.device)


@pytest.mark.parametrize(("method", "path"), CASES)
def test_nobody_comes_in_without_a_token(device: Device, method: str, path: str) -> None:
    response = _ask(device, method, path, "")
    if ACCESS[method, path].public:
        assert response.status_code != 403
    else:
        assert (response.status_code, problem_of(response)) == (401, ErrorCode.TOKEN_INVALID)
        assert response.headers["www-authenticate"].startswith("DPoP ")


def test_agents_see_their_own_campaigns_only(
    platform: PlatformProcess, signed_in: Callable[[str], Session]
) -> None:
    elise = next(user for user in platform.users if user.email.startswith("elise"))
    pages = signed_in("agent").device.sign_in(elise).everything()
    names = {campaign.name for page in pages for campaign in page.campaigns}
    assert names == {"Mutualis · Rappel santé"}
    campaigns = {c.id for page in pages for c in page.campaigns}
    seen = [*(x for p in pages for x in (*p.contacts, *p.calls, *p.recordings))]
    assert seen and {thing.campaign_id for thing in seen} == campaigns


def test_admins_see_no_voice_and_no_name(admin: Session) -> None:
    pages = admin.everything()
    assert sum(len(page.campaigns) for page in pages) == 3
    assert not any(p.contacts or p.calls or p.recordings or p.transcripts or p.marks for p in pages)
