"""Recordings and audio of the gallery keep the encrypted store's contract: the same tests run here."""

from dataclasses import dataclass

import pytest

from app.domain.recording import RecordingFilter
from tests.contract.test_store_media import (
    test_any_jump_reads_the_right_bytes,
    test_only_what_was_made_here_is_uploaded,
    test_peaks_lie_beside_the_audio_and_go_with_it,
    test_soundfile_reads_flac_from_the_stream,
    test_the_bytes_come_back_after_closing,
)
from tests.contract.test_store_queue import (
    test_a_place_in_the_queue_keeps_what_was_recognised,
    test_it_can_be_forgotten_and_removed,
    test_items_come_by_place_and_replace_themselves,
    test_nothing_is_kept_without_a_recording,
    test_settings_are_kept,
    test_what_may_not_be_seen_is_not_in_the_queue,
)
from tests.contract.test_store_reading import (
    test_a_hit_shows_where,
    test_a_transcript_comes_back_whole_and_a_new_one_replaces_its_words,
    test_an_unknown_page_key_is_refused_with_a_sentence,
    test_audio_state_follows_the_file,
    test_filters_by_campaign_and_outcome_class,
    test_marks_come_by_time,
    test_pages_run_newest_first_without_gap_or_repeat,
    test_search_needs_every_word_anywhere_in_the_recording,
)
from tests.support.things import NOW, SetClock, page, recording, transcript
from ui.gallery.memory.calls import MemoryCalls
from ui.gallery.memory.media import MemoryMedia
from ui.gallery.memory.outbox import MemoryOutbox
from ui.gallery.memory.recordings import MemoryRecordings
from ui.gallery.memory.replica import MemoryReplica
from ui.gallery.memory.transcription_queue import MemoryTranscriptionQueue
from ui.gallery.memory.world import World

pytestmark = pytest.mark.anyio

__all__ = [
    "test_a_hit_shows_where",
    "test_a_place_in_the_queue_keeps_what_was_recognised",
    "test_a_transcript_comes_back_whole_and_a_new_one_replaces_its_words",
    "test_an_unknown_page_key_is_refused_with_a_sentence",
    "test_any_jump_reads_the_right_bytes",
    "test_audio_state_follows_the_file",
    "test_filters_by_campaign_and_outcome_class",
    "test_it_can_be_forgotten_and_removed",
    "test_items_come_by_place_and_replace_themselves",
    "test_marks_come_by_time",
    "test_nothing_is_kept_without_a_recording",
    "test_only_what_was_made_here_is_uploaded",
    "test_pages_run_newest_first_without_gap_or_repeat",
    "test_peaks_lie_beside_the_audio_and_go_with_it",
    "test_search_needs_every_word_anywhere_in_the_recording",
    "test_settings_are_kept",
    "test_soundfile_reads_flac_from_the_stream",
    "test_the_bytes_come_back_after_closing",
    "test_what_may_not_be_seen_is_not_in_the_queue",
]


class MemoryStores:
    def __init__(self, world: World) -> None:
        self.recordings = MemoryRecordings(world)
        self.media = MemoryMedia(world)
        self.calls = MemoryCalls(world)
        self.outbox = MemoryOutbox(world)
        self.replica = MemoryReplica(world, None)
        self.queue = MemoryTranscriptionQueue(world)


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


async def test_what_expired_or_is_frozen_does_not_appear(bench: MemoryBench) -> None:
    frozen, kept = recording(1, restricted=True), recording(2)
    said = (transcript(1, "apples"), transcript(2, "apples"))
    await bench.stores.replica.apply(page(recordings=(frozen, kept), transcripts=said))

    async def found(text: str) -> list[str]:
        return [
            item.recording.id
            for item in (await bench.stores.recordings.page(RecordingFilter(text), None, 9)).items
        ]

    assert await found("") == await found("apples") == [kept.id]
    assert await bench.stores.recordings.transcript(frozen.id) is None
    bench.clock.at = NOW
    bench.clock.move(days=89)
    assert await found("") == [kept.id]
    bench.clock.move(days=1)
    assert await found("") == []
    assert await bench.stores.recordings.get(kept.id) is None
