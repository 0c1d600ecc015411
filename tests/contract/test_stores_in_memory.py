"""Campaigns, contacts, calls, outbox and replica of the gallery keep the encrypted store's contract."""

from dataclasses import dataclass

import pytest

from tests.contract.test_store_expiry import (
    test_an_order_of_revisions_is_kept,
    test_older_revisions_of_anything_are_passed_over,
    test_the_newest_contact_counts_and_never_moves_back,
)
from tests.contract.test_store_outbox import (
    test_a_refused_action_is_taken_back_and_says_why,
    test_a_refused_start_takes_the_whole_call_back,
    test_a_whole_call_shows_before_the_platform_knows_of_it,
    test_dismissing_never_drops_what_still_waits,
    test_marks_are_put_changed_and_removed_optimistically,
    test_waiting_entries_come_in_order_and_survive_closing,
)
from tests.contract.test_store_reading import (
    test_a_contact_is_found_by_name_company_or_any_spelling_of_the_number,
    test_an_agents_day_counts_their_own_calls_since,
    test_an_older_contact_never_replaces_a_newer_one,
    test_campaigns_come_running_first_then_by_name,
    test_do_not_call_is_by_campaign_or_for_all,
    test_progress_counts_the_latest_outcome_of_each_contact,
    test_what_is_not_there_is_not_found,
)
from tests.support.things import SetClock, policy
from ui.gallery.memory.calls import MemoryCalls
from ui.gallery.memory.campaigns import MemoryCampaigns
from ui.gallery.memory.contacts import MemoryContacts
from ui.gallery.memory.outbox import MemoryOutbox
from ui.gallery.memory.recordings import MemoryRecordings
from ui.gallery.memory.replica import MemoryReplica
from ui.gallery.memory.world import World

pytestmark = pytest.mark.anyio

__all__ = [
    "test_a_contact_is_found_by_name_company_or_any_spelling_of_the_number",
    "test_a_refused_action_is_taken_back_and_says_why",
    "test_a_refused_start_takes_the_whole_call_back",
    "test_a_whole_call_shows_before_the_platform_knows_of_it",
    "test_an_agents_day_counts_their_own_calls_since",
    "test_an_older_contact_never_replaces_a_newer_one",
    "test_an_order_of_revisions_is_kept",
    "test_campaigns_come_running_first_then_by_name",
    "test_dismissing_never_drops_what_still_waits",
    "test_do_not_call_is_by_campaign_or_for_all",
    "test_marks_are_put_changed_and_removed_optimistically",
    "test_older_revisions_of_anything_are_passed_over",
    "test_progress_counts_the_latest_outcome_of_each_contact",
    "test_the_newest_contact_counts_and_never_moves_back",
    "test_waiting_entries_come_in_order_and_survive_closing",
    "test_what_is_not_there_is_not_found",
]


class MemoryStores:
    def __init__(self, world: World) -> None:
        self.campaigns = MemoryCampaigns(world)
        self.contacts = MemoryContacts(world)
        self.calls = MemoryCalls(world)
        self.recordings = MemoryRecordings(world)
        self.outbox = MemoryOutbox(world)
        self.replica = MemoryReplica(world, None)


@dataclass
class MemoryBench:
    stores: MemoryStores
    clock: SetClock

    def reopen(self) -> None:
        """Memory is not closed."""


@pytest.fixture
def bench() -> MemoryBench:
    clock = SetClock()
    return MemoryBench(MemoryStores(World(clock)), clock)


async def test_an_older_policy_is_refused_and_the_same_changes_nothing(bench: MemoryBench) -> None:
    replica = bench.stores.replica
    now = policy()
    assert (await replica.put_policy(now)).policy
    assert not (await replica.put_policy(now)).policy
    with pytest.raises(ValueError, match="older"):
        await replica.put_policy(type(now)(**{**vars(now), "revision": now.revision - 1}))
