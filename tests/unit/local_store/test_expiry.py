"""expiry.list: opaque names and times, enough to unlink on time without a key."""

from datetime import timedelta
from pathlib import Path

import pytest

from app.domain.ids import RecordingId
from app.errors import EnvironmentFault
from local_store.expiry import read_expiry, unlink_expired, write_expiry
from tests.support.profiles import TestProfile
from tests.support.things import ALL_P30D, NOW, page, policy, recording

pytestmark = pytest.mark.anyio
R1, R2 = RecordingId("recording-1"), RecordingId("recording-2")


async def put(profile: TestProfile, recording_id: RecordingId) -> None:
    assert profile.opened is not None
    writer = await profile.opened.stores.media.writer(recording_id)
    await writer.write(b"flac")
    await writer.commit()


async def test_files_go_on_time_while_the_store_is_closed(tmp_path: Path) -> None:
    profile = TestProfile(tmp_path / "p")
    stores = profile.open().stores
    await stores.replica.apply(page(recordings=(recording(1), recording(2, legal_hold=True))))
    await put(profile, R1)
    await put(profile, R2)
    assert len(read_expiry(profile.paths.expiry)) == 1
    assert b"recording" not in profile.paths.expiry.read_bytes()
    await stores.replica.put_policy(policy(1, ALL_P30D))
    profile.close()
    end = recording(1).ended_at + timedelta(days=30)
    paths = profile.paths
    assert unlink_expired(paths.expiry, paths.media, end - timedelta(seconds=1)) == 0
    assert unlink_expired(paths.expiry, paths.media, end) == 1
    assert unlink_expired(paths.expiry, paths.media, end) == 0
    assert len(list(paths.media.iterdir())) == 1
    profile.clock.at = end
    stores = profile.open().stores
    assert (await stores.retention.purge()).recordings == 1
    assert read_expiry(paths.expiry) == {}
    profile.close()


async def test_removing_by_hand_leaves_the_list(tmp_path: Path) -> None:
    profile = TestProfile(tmp_path / "p")
    stores = profile.open().stores
    await put(profile, R1)
    assert len(read_expiry(profile.paths.expiry)) == 1
    await stores.media.remove(R1)
    assert read_expiry(profile.paths.expiry) == {}
    profile.close()


@pytest.mark.parametrize("text", ["x", "../../etc/passwd 1", f"{'a' * 32} soon", f"{'a' * 32} 1 2", "\xff"])
def test_a_damaged_list_deletes_nothing_and_says_so(tmp_path: Path, text: str) -> None:
    (tmp_path / "expiry.list").write_text(text, "latin-1")
    with pytest.raises(EnvironmentFault) as caught:
        unlink_expired(tmp_path / "expiry.list", tmp_path, NOW)
    assert caught.value.explanation.code == "STO-211"


def test_no_list_is_an_empty_one_and_an_unchanged_one_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "expiry.list"
    assert read_expiry(path) == {}
    write_expiry(path, {"a" * 32: 5})
    before = path.stat().st_ino
    write_expiry(path, {"a" * 32: 5})
    assert path.stat().st_ino == before
    write_expiry(path, {})
    assert path.stat().st_ino != before


def test_a_list_that_cannot_be_read_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFault) as caught:
        read_expiry(tmp_path)
    assert caught.value.explanation.code == "STO-204"
