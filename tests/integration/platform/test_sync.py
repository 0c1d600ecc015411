"""The delta: page by page it adds up to what the database holds."""

from collections.abc import Callable

import pytest

from app.domain.actions import PutMark, RemoveMark
from app.domain.ids import MarkId, new_id
from app.protocol import routes
from app.protocol.messages import ActionsRequest, ActionsResponse, ChangePage, Removed, ThingKind
from app.protocol.problem import ErrorCode
from tests.support.platform_client import Session, good, problem_of
from tests.support.platform_process import PlatformProcess
from tests.support.platform_sql import rows


def _ids(pages: list[ChangePage]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {
        "campaign": [c.id for p in pages for c in p.campaigns],
        "contact": [c.id for p in pages for c in p.contacts],
        "call": [c.id for p in pages for c in p.calls],
        "recording": [r.id for p in pages for r in p.recordings],
        "transcript": [t.recording_id for p in pages for t in p.transcripts],
        "mark": [m.id for p in pages for m in p.marks],
        "do_not_call": [f"{d.phone} {d.campaign_id or '*'}" for p in pages for d in p.do_not_call],
    }
    return {kind: sorted(ids) for kind, ids in found.items()}


@pytest.mark.parametrize("limit", [1, 7, 500])
def test_pages_add_up_to_the_database(
    platform: PlatformProcess, signed_in: Callable[[str], Session], limit: int
) -> None:
    pages = signed_in("team_lead").everything(limit=limit)
    held: dict[str, list[str]] = {kind.value: [] for kind in ThingKind}
    for kind, thing_id in rows(platform, "SELECT kind, id FROM thing WHERE body IS NOT NULL"):
        held[kind].append(thing_id)
    assert _ids(pages) == {kind: sorted(ids) for kind, ids in held.items()}
    assert len(pages) >= sum(map(len, held.values())) // limit


def test_nothing_new_is_an_empty_page_with_a_cursor(signed_in: Callable[[str], Session]) -> None:
    session = signed_in("reviewer")
    end = session.everything()[-1].cursor
    page = session.page(end)
    assert not page.more and not any(_ids([page]).values()) and page.removed == ()
    assert session.page(page.cursor).more is False


def test_changes_come_after_the_cursor_and_removals_are_told(signed_in: Callable[[str], Session]) -> None:
    session = signed_in("reviewer")
    pages = session.everything()
    recording = pages[-1].recordings[0] if pages[-1].recordings else pages[0].recordings[0]
    mark_id = MarkId(new_id())
    put = session.seal(PutMark(mark_id, recording.id, 1.0, 2.5, "hear this"))
    remove = session.seal(RemoveMark(mark_id, recording.id))

    good(ActionsResponse, session.request("POST", routes.ACTIONS, ActionsRequest((put,))))
    after = session.page(pages[-1].cursor)
    assert [(mark.id, mark.text, mark.author) for mark in after.marks] == [
        (mark_id, "hear this", session.answer.user.name)
    ]
    good(ActionsResponse, session.request("POST", routes.ACTIONS, ActionsRequest((remove,))))
    assert Removed(ThingKind.MARK, mark_id) in session.page(after.cursor).removed


def test_cursors_cannot_be_bent_or_borrowed(signed_in: Callable[[str], Session]) -> None:
    reviewer, lead = signed_in("reviewer"), signed_in("team_lead")
    cursor = reviewer.page(limit=3).cursor
    bent = ("A" if cursor[0] != "A" else "B") + cursor[1:]
    for session, wrong in ((reviewer, bent), (reviewer, "x"), (reviewer, "?"), (lead, cursor)):
        response = session.request("GET", routes.SYNC, params={"cursor": wrong})
        assert problem_of(response) is ErrorCode.CURSOR_INVALID
    assert reviewer.page(cursor).campaigns is not None
