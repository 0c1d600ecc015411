"""How the application answers when there is no good answer."""

import json

import httpx
import pytest

from app.protocol.codec import decode
from app.protocol.problem import ErrorCode, Problem
from app.reference_platform.app import build
from app.reference_platform.state import State


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/v1/nowhere", 404, ErrorCode.NOT_FOUND),
        ("DELETE", "/v1/health", 405, ErrorCode.BAD_REQUEST),
        ("GET", "/docs", 404, ErrorCode.NOT_FOUND),
        ("GET", "/openapi.json", 404, ErrorCode.NOT_FOUND),
        ("POST", "/v1/enrol", 400, ErrorCode.BAD_REQUEST),
        ("GET", "/v1/sync", 401, ErrorCode.TOKEN_INVALID),
    ],
)
async def test_every_refusal_is_a_problem_document(
    state: State, method: str, path: str, status: int, code: ErrorCode
) -> None:
    transport = httpx.ASGITransport(build(state))
    async with httpx.AsyncClient(transport=transport, base_url="https://x") as client:
        response = await client.request(method, path)
    assert response.headers["content-type"] == "application/problem+json"
    found = decode(Problem, response.content)
    assert (response.status_code, found.status, found.code) == (status, status, code)


@pytest.mark.anyio
async def test_a_fault_of_ours_says_nothing_of_itself(state: State, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise RuntimeError("a secret word")

    monkeypatch.setattr(state.database, "read", broken)
    transport = httpx.ASGITransport(build(state), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="https://x") as client:
        response = await client.get("/v1/health")
    assert response.status_code == 500
    assert json.loads(response.content)["code"] == ErrorCode.INTERNAL
    assert b"secret word" not in response.content
