"""The profile key: two halves, three ways to it, no way around."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from nacl import pwhash

from app.errors import CallNexError, EnvironmentFault, UserFacing
from app.ports.secrets import KeyringAbsent, KeyringLocked
from local_store import rekey as rekey_module
from local_store.connection import Damaged, open_keyed, value
from local_store.keys import KEYRING_SECRET, Cost, KeyringHalfGone, ProfileKeys
from local_store.owner import read_owner, write_owner
from local_store.profile import ProfilePaths
from local_store.subkey import subkey
from tests.support.secrets import MemorySecrets
from tests.support.things import NOW

CHEAP = Cost(ops=1, memory=8192)


@pytest.fixture
def secrets() -> MemorySecrets:
    return MemorySecrets()


@pytest.fixture
def keys(tmp_path: Path, secrets: MemorySecrets) -> ProfileKeys:
    return ProfileKeys(ProfilePaths(tmp_path / "p"), secrets, CHEAP)


def wrapped(tmp_path: Path) -> Path:
    return tmp_path / "p" / "wrapped.key"


def code(caught: pytest.ExceptionInfo[CallNexError]) -> str:
    explanation = caught.value.explanation
    assert explanation.what.endswith(".")
    assert explanation.next_step.endswith(".")
    return explanation.code


def test_the_keyring_opens_what_it_helped_to_wrap(keys: ProfileKeys, tmp_path: Path) -> None:
    key = keys.create()
    assert len(key) == 32
    assert keys.unlock_with_keyring() == key
    assert keys.kinds() == ("keyring",)
    assert wrapped(tmp_path).stat().st_mode & 0o777 == 0o600
    assert wrapped(tmp_path).parent.stat().st_mode & 0o777 == 0o700


def test_neither_half_alone_holds_the_key(keys: ProfileKeys, secrets: MemorySecrets, tmp_path: Path) -> None:
    key = keys.create()
    for half in (secrets.items[KEYRING_SECRET], wrapped(tmp_path).read_bytes()):
        assert key not in half
        assert key.hex().encode() not in half
    secrets.items.clear()
    with pytest.raises(EnvironmentFault) as caught:
        keys.unlock_with_keyring()
    assert code(caught) == "KEY-302"
    secrets.items[KEYRING_SECRET] = bytes(32)
    with pytest.raises(EnvironmentFault) as caught:
        keys.unlock_with_keyring()
    assert code(caught) == "KEY-302"


def test_a_keyring_gets_a_new_half_and_every_other_way_stays(
    keys: ProfileKeys, secrets: MemorySecrets
) -> None:
    key = keys.create()
    keys.add_offline_slot(key, "Correct horse", NOW + timedelta(days=1))
    old = secrets.items.pop(KEYRING_SECRET)
    keys.renew_keyring(keys.unlock_offline("Correct horse", NOW))
    assert keys.unlock_with_keyring() == key
    assert keys.unlock_offline("Correct horse", NOW) == key
    assert keys.kinds() == ("keyring", "offline")
    secrets.items[KEYRING_SECRET] = old
    with pytest.raises(KeyringHalfGone):
        keys.unlock_with_keyring()


@pytest.mark.parametrize(("mood", "error"), [("absent", KeyringAbsent), ("locked", KeyringLocked)])
def test_without_a_keyring_nothing_is_written_unless_a_passphrase_is_given(
    keys: ProfileKeys, secrets: MemorySecrets, tmp_path: Path, mood: str, error: type[Exception]
) -> None:
    secrets.mood = mood
    with pytest.raises(error):
        keys.create()
    assert not keys.exists()
    key = keys.create("correct horse")
    assert keys.unlock_with_passphrase("correct horse") == key
    assert keys.kinds() == ("passphrase",)
    with pytest.raises(UserFacing) as caught:
        keys.unlock_with_passphrase("Correct horse")
    assert code(caught) == "KEY-304"
    with pytest.raises(UserFacing) as caught:
        keys.unlock_with_keyring()
    assert code(caught) == "KEY-308"


def test_an_empty_passphrase_is_refused(keys: ProfileKeys) -> None:
    with pytest.raises(UserFacing) as caught:
        keys.create("")
    assert code(caught) == "KEY-307"
    assert not keys.exists()


def test_a_key_is_never_replaced(keys: ProfileKeys) -> None:
    keys.create()
    with pytest.raises(UserFacing) as caught:
        keys.create()
    assert code(caught) == "KEY-303"


def test_the_offline_password_is_good_up_to_the_end_of_the_lease(keys: ProfileKeys) -> None:
    key = keys.create()
    end = NOW + timedelta(days=3)
    keys.add_offline_slot(key, "old", end)
    keys.add_offline_slot(key, "new", end)
    assert keys.kinds() == ("keyring", "offline")
    assert keys.unlock_offline("new", end - timedelta(microseconds=1)) == key
    with pytest.raises(UserFacing) as caught:
        keys.unlock_offline("new", end)
    assert code(caught) == "KEY-306"
    with pytest.raises(UserFacing) as caught:
        keys.unlock_offline("old", NOW)
    assert code(caught) == "KEY-305"
    assert keys.unlock_with_keyring() == key


def test_the_end_of_the_lease_cannot_be_moved_nor_a_slot_passed_off(
    keys: ProfileKeys, tmp_path: Path
) -> None:
    key = keys.create("phrase")
    keys.add_offline_slot(key, "pass", NOW)
    content = json.loads(wrapped(tmp_path).read_text())
    assert "valid_until" not in json.dumps(content)
    offline = dict(content["slots"][1], kind="passphrase")
    wrapped(tmp_path).write_text(json.dumps(dict(content, slots=[offline])))
    with pytest.raises(EnvironmentFault) as caught:
        keys.unlock_with_passphrase("pass")
    assert code(caught) == "KEY-310"


@pytest.mark.parametrize(
    "change",
    [
        {"memory": 1 << 40},
        {"ops": 1000},
        {"memory": 0},
        {"salt": "AAAA"},
        {"salt": "not base64!"},
        {"box": "AAAA"},
        {"box": "***"},
    ],
)
def test_a_changed_slot_is_damage_and_costs_no_gigabytes(
    keys: ProfileKeys, tmp_path: Path, change: dict[str, object]
) -> None:
    keys.create("phrase")
    content = json.loads(wrapped(tmp_path).read_text())
    content["slots"][0] |= change
    wrapped(tmp_path).write_text(json.dumps(content))
    with pytest.raises(CallNexError) as caught:
        keys.unlock_with_passphrase("phrase")
    assert code(caught) in ("KEY-310", "KEY-304")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "KEY-310"),
        (b'{"version": 1}', "KEY-310"),
        (b"\xff\x00", "KEY-310"),
        (b'{"version": 3, "slots": []}', "KEY-309"),
        (None, "KEY-301"),
    ],
)
def test_a_key_file_that_cannot_be_read_says_so(
    keys: ProfileKeys, tmp_path: Path, content: bytes | None, expected: str
) -> None:
    keys.create()
    if content is None:
        wrapped(tmp_path).unlink()
    else:
        wrapped(tmp_path).write_bytes(content)
    with pytest.raises(EnvironmentFault) as caught:
        keys.unlock_with_keyring()
    assert code(caught) == expected


def test_a_key_file_that_is_a_folder_is_a_disk_fault(keys: ProfileKeys, tmp_path: Path) -> None:
    wrapped(tmp_path).mkdir(parents=True)
    with pytest.raises(EnvironmentFault) as caught:
        keys.unlock_with_keyring()
    assert code(caught) == "STO-204"


def test_destroying_takes_the_file_first_and_then_the_keyrings_half(
    keys: ProfileKeys, secrets: MemorySecrets
) -> None:
    keys.create()
    secrets.mood = "locked"
    with pytest.raises(KeyringLocked):
        keys.destroy()
    assert not keys.exists()
    secrets.mood = "open"
    keys.destroy()
    assert not secrets.items


def test_subkeys_differ_by_name_and_by_key() -> None:
    found = {subkey(key, name) for key in (bytes(32), b"k" * 32) for name in (b"console.db", b"keys.db")}
    assert len(found) == 4
    assert all(len(one) == 32 for one in found)
    assert subkey(bytes(32), b"console.db").hex() == (
        "8bb3e45c2b8129ec7736d558d9b7f86d1c9cf39fb9ceb383b4774841e0f63aa4"
    )


def test_the_default_cost_is_libsodiums_moderate() -> None:
    assert Cost() == Cost(3, 256 * 1024 * 1024)


@pytest.mark.parametrize("change", [{"memory": (1 << 30) + 1}, {"ops": 17}, {"ops": 0}, {"memory": -1}])
def test_a_cost_beyond_reason_is_never_paid(
    keys: ProfileKeys, tmp_path: Path, change: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    keys.create("phrase")
    content = json.loads(wrapped(tmp_path).read_text())
    content["slots"][0] |= change
    wrapped(tmp_path).write_text(json.dumps(content))
    paid: list[object] = []
    monkeypatch.setattr(pwhash.argon2id, "kdf", lambda *args: paid.append(args))
    with pytest.raises(EnvironmentFault) as caught:
        keys.unlock_with_passphrase("phrase")
    assert code(caught) == "KEY-310"
    assert not paid


def database(tmp_path: Path, name: str, key: bytes) -> None:
    con = open_keyed(tmp_path / "p" / name, subkey(key, name.encode()))
    con.execute("CREATE TABLE t (a TEXT)")
    con.execute("INSERT INTO t VALUES ('kept')")
    con.close()


def kept(tmp_path: Path, name: str, key: bytes) -> str:
    con = open_keyed(tmp_path / "p" / name, subkey(key, name.encode()))
    try:
        return str(value(con, "SELECT a FROM t"))
    finally:
        con.close()


DATABASES = ("console.db", "keys.db", "spare.db")


@pytest.mark.parametrize("passphrase", [None, "several words"])
def test_a_new_key_opens_everything_and_the_old_one_nothing(
    keys: ProfileKeys, tmp_path: Path, passphrase: str | None
) -> None:
    old = keys.create(passphrase)
    for name in DATABASES:
        database(tmp_path, name, old)
    write_owner(keys_paths(tmp_path), old, b"Ada")
    keys.add_offline_slot(old, "password", NOW + timedelta(days=1))
    new = keys.rotate(passphrase)
    assert new != old
    assert keys.kinds() == ("passphrase" if passphrase else "keyring",)
    assert (keys.unlock_with_passphrase(passphrase) if passphrase else keys.unlock_with_keyring()) == new
    assert [kept(tmp_path, name, new) for name in DATABASES] == ["kept"] * 3
    assert read_owner(keys_paths(tmp_path), new) == b"Ada"
    for name in DATABASES:
        with pytest.raises(Damaged):
            kept(tmp_path, name, old)


def keys_paths(tmp_path: Path) -> ProfilePaths:
    return ProfilePaths(tmp_path / "p")


@pytest.mark.parametrize("files_done", range(4))
def test_a_rotation_that_was_cut_short_is_finished_by_the_next_unlock(
    keys: ProfileKeys, tmp_path: Path, files_done: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = keys.create()
    for name in DATABASES:
        database(tmp_path, name, old)
    write_owner(keys_paths(tmp_path), old, b"Ada")
    left = files_done

    def cut(*args: object) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise KeyboardInterrupt
        real(*args)  # type: ignore[arg-type]

    real = rekey_module._rekey_file
    with monkeypatch.context() as patched:
        patched.setattr(rekey_module, "_rekey_file", cut)
        if files_done == len(DATABASES):
            patched.setattr(rekey_module, "_rekey_owner", cut)
        with pytest.raises(KeyboardInterrupt):
            keys.rotate()
    again = ProfileKeys(keys_paths(tmp_path), keys._secrets, CHEAP)
    new = again.unlock_with_keyring()
    assert new != old
    assert [kept(tmp_path, name, new) for name in DATABASES] == ["kept"] * 3
    assert read_owner(keys_paths(tmp_path), new) == b"Ada"
    assert json.loads(wrapped(tmp_path).read_text())["version"] == 1


def test_a_damaged_database_does_not_keep_the_others_from_their_new_key(
    keys: ProfileKeys, tmp_path: Path
) -> None:
    old = keys.create()
    for name in DATABASES:
        database(tmp_path, name, old)
    path = tmp_path / "p" / "console.db"
    path.write_bytes(b"\x00" * 16 + path.read_bytes()[16:])
    new = keys.rotate()
    assert kept(tmp_path, "keys.db", new) == "kept"
    with pytest.raises(Damaged):
        kept(tmp_path, "console.db", old)


def test_a_damaged_page_does_not_keep_the_key_from_being_changed(keys: ProfileKeys, tmp_path: Path) -> None:
    old = keys.create()
    for name in DATABASES:
        database(tmp_path, name, old)
    path = tmp_path / "p" / "console.db"
    data = bytearray(path.read_bytes())
    data[-100] ^= 1
    path.write_bytes(data)
    new = keys.rotate()
    assert [kept(tmp_path, name, new) for name in ("keys.db", "spare.db")] == ["kept"] * 2
    with pytest.raises(Damaged):  # it is left as it is, to be begun anew
        kept(tmp_path, "console.db", new)
    assert keys.unlock_with_keyring() == new
