"""A policy that deletes earlier is announced fourteen days ahead: people were promised it."""

import dataclasses
from datetime import timedelta

import pytest

from app.domain.policy import Policy
from app.domain.retention import DataClass
from app.protocol.problem import ErrorCode
from app.reference_platform import clock
from app.reference_platform.__main__ import main
from app.reference_platform.policies import update_policy
from app.reference_platform.problems import ProblemError
from app.reference_platform.state import State, announced_policies, policy_in_force

FORTNIGHT = timedelta(days=14)


def following(known: Policy, keep: str, ahead: timedelta, revision: int = 1) -> Policy:
    """The next revision: contacts are kept for `keep`, in force `ahead` of now."""
    rules = tuple(
        dataclasses.replace(rule, keep=keep) if rule.data_class is DataClass.CONTACT else rule
        for rule in known.schedule.rules
    )
    return dataclasses.replace(
        known,
        revision=known.revision + revision,
        in_force_since=clock.now() + ahead,
        schedule=dataclasses.replace(known.schedule, rules=rules),
    )


@pytest.mark.parametrize("ahead", [timedelta(days=-1), timedelta(), FORTNIGHT - timedelta(hours=2)])
def test_a_shorter_policy_too_soon_is_refused_and_says_when(state: State, ahead: timedelta) -> None:
    with state.changing() as connection:
        known = policy_in_force(connection)
        with pytest.raises(ProblemError) as caught:
            update_policy(connection, following(known, "P30D", ahead), "petra")
        assert caught.value.code is ErrorCode.BAD_REQUEST
        assert (clock.now() + FORTNIGHT).date().isoformat() in caught.value.detail
        assert policy_in_force(connection) == known
        assert announced_policies(connection) == ()


def test_with_its_notice_it_is_announced(state: State) -> None:
    with state.changing() as connection:
        coming = following(policy_in_force(connection), "P30D", FORTNIGHT)
        update_policy(connection, coming, "petra")
        assert announced_policies(connection) == (coming,)


def test_what_is_in_force_counts_and_not_what_was_announced(state: State) -> None:
    """Otherwise a shorter policy could be announced, and replaced tomorrow by one hardly longer."""
    with state.changing() as connection:
        known = policy_in_force(connection)
        update_policy(connection, following(known, "P30D", FORTNIGHT), "petra")
        with pytest.raises(ProblemError):
            update_policy(connection, following(known, "P31D", timedelta(), 2), "petra")
        update_policy(connection, following(known, "P100D", timedelta(), 2), "petra")
        assert policy_in_force(connection).revision == known.revision + 2


def test_a_longer_one_needs_no_notice(state: State) -> None:
    with state.changing() as connection:
        longer = following(policy_in_force(connection), "P1Y", timedelta())
        update_policy(connection, longer, "petra")
        assert policy_in_force(connection) == longer


def test_only_a_demo_goes_without(state: State, capsys: pytest.CaptureFixture[str]) -> None:
    with state.changing() as connection:
        shorter = following(policy_in_force(connection), "P30D", timedelta())
        update_policy(connection, shorter, "petra", "PT0S")
        assert policy_in_force(connection) == shorter
    with pytest.raises(SystemExit):
        main(["--data-dir", "nowhere", "--without-notice", "--certificate", "mine.pem"])
    assert "people were promised the notice" in capsys.readouterr().err
