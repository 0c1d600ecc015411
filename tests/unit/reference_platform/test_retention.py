"""What is past its time is never answered, and the sweep leaves nothing of it."""

import dataclasses
import os
import time
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, insert, select

from app.domain.actions import PutMark
from app.domain.call import Call
from app.domain.ids import MarkId, RecordingId
from app.domain.people import Role
from app.domain.recording import Recording
from app.domain.retention import Schedule, default_rules
from app.protocol.messages import KeptByLaw, ThingKind
from app.protocol.problem import ErrorCode
from app.reference_platform import clock, recordings, retention, sync, things
from app.reference_platform.audit import note
from app.reference_platform.doing import Doing, Refusal, RefusedAction
from app.reference_platform.expiry import Keeper
from app.reference_platform.mark_actions import put_mark
from app.reference_platform.problems import ProblemError
from app.reference_platform.state import State
from app.reference_platform.sync import Position
from app.reference_platform.tables import audio, audit, dial_queue, script_answer
from tests.unit.reference_platform.things_made import call, caller, contact, mark, recording, transcript

DAY = timedelta(days=1)
SCHEDULE = Schedule("UTC", default_rules())


@pytest.fixture
def planted(state: State) -> datetime:
    """Put one old and one young thing of every kind, and two old recordings that law keeps."""
    now = clock.now()
    old, young = now - 91 * DAY, now - 89 * DAY
    made = [
        recording("old", old),
        recording("young", young),
        recording("held", old, legal_hold=True),
        recording("frozen", young, restricted=True),
    ]
    by_id = {one.id: one for one in made}
    with state.database.write() as connection:
        things.put_all(connection, made)
        things.put_all(connection, [transcript(one) for one in made], by_id)
        things.put_all(connection, [mark(one) for one in made], by_id)
        things.put_all(connection, [contact("old", old), contact("young", young)])
        things.put_all(connection, [call("old", old), call("young", young)])
        for one in made:
            name, key = state.audio.new_file()
            state.audio.write(name, key, [b"abc"])
            row = {"recording_id": one.id, "call_id": one.call_id, "key": key, "file": name}
            connection.execute(insert(audio).values(**row, size_bytes=3, sha256="00", stored=True))
        for name in ("old", "young"):
            connection.execute(insert(script_answer).values(call_id=name, key="panels", value="24"))
            connection.execute(insert(dial_queue).values(contact_id=name, campaign_id="campaign"))
    return now


def _answered(state: State, now: datetime) -> tuple[set[tuple[str, str]], dict[str, str]]:
    with state.database.read() as connection:
        page, _ = sync.changes(connection, caller(), Position(0, "user"), 100, Keeper(SCHEDULE, now))
    shown = {("recording", one.id) for one in page.recordings}
    shown |= {("transcript", one.recording_id) for one in page.transcripts}
    shown |= {("mark", one.recording_id) for one in page.marks} | {
        ("contact", one.id) for one in page.contacts
    }
    return shown, {one.id: one.contact_name for one in page.calls}


EXPECTED = {
    ("recording", "young"),
    ("transcript", "young"),
    ("mark", "young"),
    ("contact", "young"),
    # Frozen: that there is a recording is said, what was said in it is not.
    ("recording", "frozen"),
}


def test_expired_things_are_not_answered_even_before_the_sweep(state: State, planted: datetime) -> None:
    shown, calls = _answered(state, planted)
    assert shown == EXPECTED
    assert calls == {"young": "Annelies"}


def test_nothing_is_hidden_before_its_time(state: State, planted: datetime) -> None:
    shown, calls = _answered(state, planted - 2 * DAY)
    assert len(shown) == 12 and calls == {"old": "Annelies", "young": "Annelies"}


def test_audio_that_may_not_be_used_is_not_handed_out(state: State, planted: datetime) -> None:
    with state.database.read() as connection:
        assert recordings.stored_audio(connection, caller(), "young").size_bytes == 3
        for name, code in (
            ("old", ErrorCode.NOT_FOUND),
            ("held", ErrorCode.NOT_FOUND),
            ("never was", ErrorCode.NOT_FOUND),
            ("frozen", ErrorCode.FORBIDDEN),
        ):
            with pytest.raises(ProblemError) as refused:
                recordings.stored_audio(connection, caller(), name)
            assert refused.value.code is code
        agent = caller(Role.AGENT, frozenset({"another campaign"}))
        with pytest.raises(ProblemError):
            recordings.stored_audio(connection, agent, "young")


def test_a_frozen_recording_takes_no_marks(state: State, planted: datetime) -> None:
    with state.database.write() as connection:
        doing = Doing(connection, caller(), Keeper(SCHEDULE, planted), planted)
        for name, reason in (("frozen", Refusal.RESTRICTED), ("old", Refusal.UNKNOWN_RECORDING)):
            with pytest.raises(RefusedAction) as refused:
                put_mark(doing, PutMark(MarkId("m"), RecordingId(name), 1.0, None, "x"))
            assert refused.value.reason is reason


def test_the_sweep_deletes_what_is_expired_and_nothing_else(state: State, planted: datetime) -> None:
    swept = retention.sweep(state)
    assert swept.removed == {
        ThingKind.RECORDING: ["old"],
        ThingKind.TRANSCRIPT: ["old"],
        ThingKind.MARK: ["mark on old"],
        ThingKind.CONTACT: ["old"],
    }
    assert swept.anonymised == 1
    shown, calls = _answered(state, planted)
    assert shown == EXPECTED and "old" not in calls and sorted(calls.values()) == ["", "Annelies"]
    with state.database.read() as connection:
        assert set(connection.execute(select(audio.c.recording_id)).scalars()) == {"young", "held", "frozen"}
        assert set(connection.execute(select(script_answer.c.call_id)).scalars()) == {"young"}
        assert set(connection.execute(select(dial_queue.c.contact_id)).scalars()) == {"young"}
        files = set(connection.execute(select(audio.c.file)).scalars())
        assert things.get(connection, Recording, "held") is not None
    assert {path.name for path in (state.folder / "audio").iterdir()} == files
    assert retention.sweep(state).total == 0


def test_the_swept_file_holds_no_free_page(state: State, planted: datetime) -> None:
    retention.sweep(state)
    with state.database.read() as connection:
        assert connection.exec_driver_sql("PRAGMA freelist_count").scalar_one() == 0
    assert (state.folder / "platform.db-wal").stat().st_size == 0


def test_the_security_log_is_kept_for_thirty_days(state: State, monkeypatch: pytest.MonkeyPatch) -> None:
    then = clock.now()
    with state.database.write() as connection:
        note(connection, "somebody", "signed_in")
    monkeypatch.setattr(clock, "now", lambda: then + 29 * DAY)
    retention.sweep(state)
    with state.database.read() as connection:
        assert connection.execute(select(func.count()).select_from(audit)).scalar_one() == 1
    monkeypatch.setattr(clock, "now", lambda: then + 31 * DAY)
    retention.sweep(state)
    with state.database.read() as connection:
        assert list(connection.execute(select(audit.c.what)).scalars()) == ["retention_sweep"]


def test_audio_that_no_row_knows_is_removed_once_it_is_old(state: State) -> None:
    young, old = (state.folder / "audio" / f"{name}.db" for name in ("young", "old"))
    for path in (young, old):
        path.write_bytes(b"left over")
    long_ago = time.time() - 7200
    os.utime(old, (long_ago, long_ago))
    retention.sweep(state)
    assert young.exists() and not old.exists()


def test_a_hold_keeps_all_that_hangs_on_a_recording_and_lifting_it_lets_it_go(
    state: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    then = clock.now()
    one, its_call = recording("one", then), call("one", then)
    one = dataclasses.replace(one, call_id=its_call.id)
    with state.database.write() as connection:
        things.put_all(connection, [one])
        things.put_all(connection, [transcript(one)], {one.id: one})
        things.put_all(connection, [mark(one)], {one.id: one})
        things.put_all(connection, [its_call])
        recordings.keep_by_law(connection, one.id, "legal_hold", KeptByLaw(True, "Case 7"))
        # A late change of the call itself does not lift what its recording asks for.
        things.put(connection, dataclasses.replace(its_call, note="late"))
    monkeypatch.setattr(clock, "now", lambda: then + 100 * DAY)
    assert retention.sweep(state).total == 0
    with state.database.write() as connection:
        kept = things.get(connection, Call, its_call.id)
        assert kept is not None and kept.contact_name and things.get(connection, Recording, one.id)
        recordings.keep_by_law(connection, one.id, "legal_hold", KeptByLaw(False, "Closed"))
    swept = retention.sweep(state)
    assert swept.anonymised == 1 and set(swept.removed) == {
        ThingKind.RECORDING,
        ThingKind.TRANSCRIPT,
        ThingKind.MARK,
    }
