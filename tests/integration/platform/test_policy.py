"""A new policy takes effect on the platform's own data at once."""

import dataclasses
from datetime import UTC, datetime, timedelta

import pytest

from app.domain.policy import Policy
from app.domain.retention import DataClass, Schedule
from app.protocol import routes
from app.protocol.messages import EnrolmentCode, ThingKind
from app.protocol.problem import ErrorCode
from app.protocol.signed import POLICY, verify
from tests.support.platform_client import Session, good, new_device, problem_of
from tests.support.platform_process import running_platform
from tests.support.platform_sql import rows


def _policy(session: Session) -> Policy:
    return good(Policy, session.request("GET", routes.ADMIN_POLICY))


def _shorter(policy: Policy, keep: str) -> Policy:
    classes = (DataClass.CALL_RECORDING, DataClass.CALL_TRANSCRIPT, DataClass.CALL_RECORD, DataClass.REVIEW)
    rules = tuple(
        dataclasses.replace(rule, keep=keep) if rule.data_class in classes else rule
        for rule in policy.schedule.rules
    )
    schedule = Schedule(policy.schedule.zone, rules, ())
    return dataclasses.replace(policy, revision=policy.revision + 1, schedule=schedule)


def test_a_shorter_policy_deletes_at_once() -> None:
    with running_platform() as platform:
        device = new_device(platform)
        officer = device.sign_in(platform.login("privacy_officer"))
        lead = device.sign_in(platform.login("team_lead"))
        pages = lead.everything()
        recordings = [r for p in pages for r in p.recordings]
        keep_days = 5
        edge = datetime.now(UTC) - timedelta(days=keep_days)
        gone = {r.id for r in recordings if r.ended_at < edge}
        old_calls = {c.id for p in pages for c in p.calls if c.phone and c.ended_at and c.ended_at < edge}
        assert gone and old_calls
        files = len(list((platform.data_dir / "audio").glob("*.db")))

        policy = _shorter(_policy(officer), f"P{keep_days}D")
        assert good(Policy, officer.request("PUT", routes.ADMIN_POLICY, policy)) == policy
        after = lead.everything(pages[-1].cursor)
        removed = {(r.kind, r.id) for p in after for r in p.removed}
        assert removed == {(k, i) for i in gone for k in (ThingKind.RECORDING, ThingKind.TRANSCRIPT)} | {
            (ThingKind.CALL, i) for i in old_calls
        }
        nobodys = [c for p in after for c in p.calls]
        assert len(nobodys) == len(old_calls) and not {c.id for c in nobodys} & old_calls
        for call in nobodys:
            assert (call.contact_id, call.contact_name, call.phone) == (None, "", None)
            assert (call.agent_id, call.note, call.callback, call.recording_id) == (None, "", None, None)
            assert call.outcome is not None and call.started_at is not None
        for recording_id in gone:
            path = routes.RECORDING_AUDIO.format(recording_id=recording_id)
            assert problem_of(lead.request("GET", path)) is ErrorCode.NOT_FOUND
        assert len(list((platform.data_dir / "audio").glob("*.db"))) == files - len(gone)
        assert len(rows(platform, "SELECT 1 FROM audio")) == len(recordings) - len(gone)
        assert rows(platform, "PRAGMA freelist_count") == [(0,)]
        # The device is given the new policy at its next contact.
        _, answer = device.contact()
        assert verify(POLICY, answer.policy, device.keys.policy) == policy
        device.http.close()


def test_revisions_only_grow(platform_officer: Session) -> None:
    policy = _policy(platform_officer)
    for revision in (0, policy.revision, policy.revision + 2):
        wrong = dataclasses.replace(policy, revision=revision)
        response = platform_officer.request("PUT", routes.ADMIN_POLICY, wrong)
        assert problem_of(response) is ErrorCode.CONFLICT


def test_policies_nobody_could_obey_are_refused(platform_officer: Session) -> None:
    policy = _policy(platform_officer)
    following = dataclasses.replace(policy, revision=policy.revision + 1)
    schedule, lease = policy.schedule, policy.lease
    for wrong in (
        dataclasses.replace(following, organisation="Somebody else"),
        dataclasses.replace(following, scrub_within="soon"),
        dataclasses.replace(following, lease=dataclasses.replace(lease, wipe_after="P1D")),
        dataclasses.replace(following, schedule=dataclasses.replace(schedule, zone="Mars/Base")),
        dataclasses.replace(following, schedule=dataclasses.replace(schedule, rules=schedule.rules[1:])),
        dataclasses.replace(
            following, schedule=dataclasses.replace(schedule, rules=(*schedule.rules, schedule.rules[0]))
        ),
    ):
        response = platform_officer.request("PUT", routes.ADMIN_POLICY, wrong)
        assert problem_of(response) is ErrorCode.BAD_REQUEST, wrong
    assert _policy(platform_officer) == policy


@pytest.fixture
def platform_officer(admin: Session) -> Session:
    return admin.device.sign_in(admin.device.platform.login("privacy_officer"))


def test_acts_are_on_record(admin: Session) -> None:
    good(EnrolmentCode, admin.request("POST", routes.ADMIN_CODES))
    whats = {what for (what,) in rows(admin.device.platform, "SELECT what FROM audit")}
    assert {"enrolled", "signed_in", "enrolment_code_made"} <= whats
