"""Who comes next, and what becomes of one that fails."""

from dataclasses import replace
from datetime import timedelta

from app.domain.ids import RecordingId
from app.domain.transcription_queue import (
    QueuedRecording,
    QueueItem,
    QueueState,
    again,
    behind,
    failed,
    first,
    gained,
    in_order,
    moved,
    ready_times,
    tried,
    worn_out,
)
from tests.support.things import NOW, recording


def item(number: int, place: int, *, asked: bool = False) -> QueueItem:
    return QueueItem(RecordingId(f"recording-{number}"), place, NOW, asked)


def numbers(items: tuple[QueueItem, ...]) -> list[int]:
    return [int(one.recording_id.rsplit("-")[-1]) for one in items]


def after(items: list[QueueItem], changed: tuple[QueueItem, ...]) -> list[int]:
    by_id = {one.recording_id: one for one in (*items, *changed)}
    return numbers(in_order(list(by_id.values())))


def test_what_a_person_waits_for_comes_first_and_in_the_order_asked() -> None:
    items = [item(1, 0), item(2, 1)]
    items.append(first(items, item(3, 0)))
    items.append(first(items, item(4, 0)))
    items.append(behind(items, item(5, 0)))
    assert numbers(in_order(items)) == [3, 4, 1, 2, 5]


def test_only_what_waits_has_an_order() -> None:
    done = replace(item(2, 1), state=QueueState.DONE)
    assert numbers(in_order([item(1, 4), done, replace(done, state=QueueState.SET_ASIDE), item(3, 2)])) == [
        3,
        1,
    ]


def test_one_can_be_moved_up_and_down_within_what_there_is() -> None:
    items = [item(1, 0), item(2, 1), item(3, 2)]
    assert after(items, moved(items, item(3, 0).recording_id, -1)) == [1, 3, 2]
    assert after(items, moved(items, item(1, 0).recording_id, 1)) == [2, 1, 3]
    assert after(items, moved(items, item(3, 0).recording_id, -9)) == [3, 1, 2]
    assert moved(items, item(1, 0).recording_id, -1) == ()
    assert moved(items, item(9, 0).recording_id, -1) == ()
    assert moved([], item(9, 0).recording_id, 1) == ()


def test_across_the_border_of_what_is_asked_for_it_changes_sides() -> None:
    items = [item(1, 0, asked=True), item(2, 0), item(3, 1)]
    up = moved(items, item(2, 0).recording_id, -1)
    assert after(items, up) == [2, 1, 3]
    assert next(one for one in up if one.recording_id == "recording-2").asked
    down = moved(items, item(1, 0).recording_id, 1)
    assert after(items, down) == [2, 1, 3]


def test_two_tries_in_one_place_and_it_is_set_aside_with_the_reason() -> None:
    once = failed(tried(item(1, 0)), "TRN-201", "It stopped.")
    assert (once.state, once.tries, once.reason) == (QueueState.WAITING, 1, "It stopped.")
    twice = failed(tried(once), "TRN-201", "It stopped.")
    assert (twice.state, twice.code, twice.reason) == (QueueState.SET_ASIDE, "TRN-201", "It stopped.")
    assert failed(tried(item(1, 0)), "TRN-103", "Cut.", for_good=True).state is QueueState.SET_ASIDE


def test_words_gained_give_it_its_tries_back() -> None:
    assert gained(tried(tried(item(1, 0))), 12.5).tries == 0
    assert gained(item(1, 0), 12.5).done_s == 12.5


def test_the_end_of_the_console_itself_counts_as_a_try() -> None:
    assert not worn_out(tried(item(1, 0)))
    assert worn_out(tried(tried(item(1, 0))))


def test_tried_again_it_is_first_with_all_its_tries() -> None:
    aside = failed(tried(tried(item(2, 7))), "TRN-201", "It stopped.")
    items = [item(1, 0)]
    fresh = again(items, aside)
    assert (fresh.state, fresh.tries, fresh.code, fresh.reason) == (QueueState.WAITING, 0, "", "")
    assert numbers(in_order([*items, fresh])) == [2, 1]


def test_finishing_times_add_up_along_the_queue_and_are_not_promised_without_a_speed() -> None:
    order = [QueuedRecording(item(n, n), replace(recording(n), duration_s=120.0)) for n in (1, 2)]
    half = {order[0].recording.id: 0.5}
    assert ready_times(order, half, 4.0, NOW) == {
        order[0].recording.id: NOW + timedelta(seconds=15),
        order[1].recording.id: NOW + timedelta(seconds=45),
    }
    assert ready_times(order, half, 0.0, NOW) == {}
