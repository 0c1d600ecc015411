"""outbox.sealed: torn tails are cut, damaged lines are passed over, whole ones are never lost."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.ids import ActionKey
from app.errors import EnvironmentFault
from app.protocol.messages import SealedAction
from local_store.sealed_log import SealedLog

ENTRIES = [SealedAction(ActionKey(f"key-{n}"), f"box{n}" * 10) for n in range(4)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    log = SealedLog(tmp_path / "outbox.sealed")
    for entry in ENTRIES:
        log.append(entry)
    return tmp_path / "outbox.sealed"


def test_entries_come_back_in_order(path: Path) -> None:
    found = SealedLog(path).read()
    assert found.entries == tuple(ENTRIES)
    assert not found.torn
    assert not found.damaged


def test_no_file_holds_nothing(tmp_path: Path) -> None:
    found = SealedLog(tmp_path / "none").mend()
    assert (found.entries, found.size) == ((), 0)


@given(cut=st.integers(1, 150))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_a_torn_tail_costs_only_the_entry_that_was_never_promised(path: Path, cut: int) -> None:
    whole = path.read_bytes()
    torn = whole[:-cut]
    path.write_bytes(torn)
    found = SealedLog(path).mend()
    complete = torn.count(b"\n")
    assert found.entries == tuple(ENTRIES[:complete])
    assert path.read_bytes() == torn[: torn.rfind(b"\n") + 1]
    SealedLog(path).append(ENTRIES[3])
    assert SealedLog(path).read().entries == (*ENTRIES[:complete], ENTRIES[3])
    path.write_bytes(whole)


@given(place=st.integers(0, 10_000), value=st.integers(0, 255))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_one_changed_byte_never_changes_an_entry_and_costs_two_at_most(
    path: Path, place: int, value: int
) -> None:
    whole = bytearray(path.read_bytes())
    changed = bytearray(whole)
    changed[place % len(whole)] = value
    path.write_bytes(changed)
    found = SealedLog(path).read()
    assert set(found.entries) <= set(ENTRIES)
    assert len(found.entries) >= len(ENTRIES) - 2
    path.write_bytes(whole)


def test_a_good_checksum_over_something_else_is_damage(path: Path) -> None:
    import zlib

    body = b'{"key": 1}'
    with path.open("ab") as file:
        file.write(b"%08x %s\n" % (zlib.crc32(body), body))
    found = SealedLog(path).read()
    assert (len(found.entries), found.damaged) == (4, 1)


def test_settled_entries_go_and_the_rest_stays(path: Path) -> None:
    SealedLog(path).drop({ENTRIES[0].key, ENTRIES[2].key, ActionKey("unknown")})
    assert SealedLog(path).read().entries == (ENTRIES[1], ENTRIES[3])


def test_an_entry_can_be_taken_back(path: Path) -> None:
    before = path.read_bytes()
    SealedLog(path).append(SealedAction(ActionKey("x"), "y"))()
    assert path.read_bytes() == before


def test_a_file_that_cannot_be_read_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFault) as caught:
        SealedLog(tmp_path).read()
    assert caught.value.explanation.code == "STO-204"
