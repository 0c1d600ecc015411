"""Not one readable byte of a person lies in a profile: open, closed, or as a crash leaves it."""

import base64
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.actions import EndCall, PutMark, SaveWrapUp, StartCall
from app.domain.call import WrapUp
from app.domain.ids import CallId, MarkId, Phone, RecordingId
from app.domain.outcome import SystemResult
from app.domain.recording import RecordingFilter
from local_store.keys import ProfileKeys
from tests.support.profiles import PROFILE_KEY, TestProfile
from tests.support.secrets import MemorySecrets
from tests.support.things import (
    AGENT,
    NOW,
    call,
    campaign,
    contact,
    do_not_call,
    mark,
    page,
    policy,
    recording,
    transcript,
)
from tests.unit.local_store.test_keys import CHEAP

pytestmark = pytest.mark.anyio
CANARY = "Zebrafinch"
NUMBER = "+32499123456"
SPELLINGS = ("utf-8", "utf-16-le", "utf-16-be")


def shapes(text: str) -> set[bytes]:
    """Return the text as bytes, in hex and in base64 at each alignment."""
    found: set[bytes] = set()
    for case in {text, text.lower(), text.upper()}:
        for spelling in SPELLINGS:
            raw = case.encode(spelling)
            found |= {raw, raw.hex().encode(), raw.hex().upper().encode()}
            for shift in range(3):
                coded = base64.b64encode(bytes(shift) + raw + bytes(-(shift + len(raw)) % 3))
                found.add(coded[4 if shift else 0 : -4])
    return {shape for shape in found if len(shape) >= 8}


def readable(root: Path) -> list[str]:
    """Return the files in which a canary can be read, by content or by name."""
    wanted = shapes(CANARY) | shapes(NUMBER) | shapes(NUMBER[1:]) | {PROFILE_KEY, PROFILE_KEY.hex().encode()}
    found = []
    for path in root.rglob("*"):
        name = str(path.relative_to(root)).encode()
        data = path.read_bytes() if path.is_file() else b""
        found += [f"{path.name}: {shape!r}" for shape in wanted if shape in data or shape in name]
    return found


async def live_a_day(profile: TestProfile) -> None:
    """Put the canary wherever a person's data can go."""
    ProfileKeys(profile.paths, MemorySecrets(), CHEAP).create("a passphrase")
    stores, phone = profile.open().stores, Phone(NUMBER)
    who = replace(AGENT, name=CANARY)
    await stores.replica.put_policy(replace(policy(), organisation=CANARY))
    await stores.replica.apply(
        page(
            campaigns=(campaign(name=CANARY),),
            contacts=(contact(1, name=CANARY, company=CANARY, phone=phone, facts=((CANARY, CANARY),)),),
            calls=(call(1, contact_name=CANARY, phone=phone, note=CANARY * 50),),
            recordings=(recording(1, contact_name=CANARY, phone=phone),),
            transcripts=(transcript(1, *(f"{CANARY} {CANARY} {n}" for n in range(300))),),
            marks=(mark(1, text=CANARY),),
            do_not_call=(do_not_call(1, phone=phone),),
        )
    )
    await stores.calls.keep_draft(WrapUp(CallId("call-1"), note=CANARY))
    r1, new = RecordingId("recording-1"), CallId("call-9")
    for action in (
        StartCall(new, contact(1).campaign_id, contact(1).id, NOW),
        EndCall(new, SystemResult.ANSWERED, NOW, NOW),
        SaveWrapUp(new, "sold", CANARY),
        PutMark(MarkId("m9"), r1, 1.0, None, CANARY),
    ):
        await stores.outbox.enqueue(action, who, NOW)
    for begin in (stores.media.writer, stores.media.quarantine):
        writer = await begin(r1)
        await writer.write(CANARY.encode() * 200_000)
        await writer.commit()
    await stores.media.put_peaks(r1, CANARY.encode() * 1000)
    await stores.recordings.page(RecordingFilter(CANARY), None, 10)
    (await stores.media.quarantine(RecordingId("recording-2")))
    live = await stores.media.quarantine(RecordingId("recording-3"))
    await live.write(CANARY.encode() * 1000)


async def test_nothing_is_readable_open_crashed_or_closed(tmp_path: Path) -> None:
    profile = TestProfile(tmp_path / "p")
    await live_a_day(profile)
    assert readable(profile.root) == []
    crashed = tmp_path / "crashed"
    shutil.copytree(profile.root, crashed)
    assert any(path.name.endswith("-wal") and path.stat().st_size for path in crashed.rglob("*"))
    assert readable(crashed) == []
    profile.clock.move(days=100)
    assert profile.opened is not None
    await profile.opened.stores.retention.purge()
    await profile.opened.stores.retention.scrub()
    profile.close()
    assert readable(profile.root) == []
    after = TestProfile(crashed)
    opened = after.open()
    assert (await opened.stores.recordings.page(RecordingFilter(CANARY), None, 10)).total == 1
    assert RecordingId("recording-3") in await opened.stores.media.quarantined()
    after.close()
    assert readable(crashed) == []


async def test_only_the_owner_may_read_any_of_it(tmp_path: Path) -> None:
    profile = TestProfile(tmp_path / "p")
    await live_a_day(profile)
    profile.close()
    for path in profile.root.rglob("*"):
        assert path.stat().st_mode & 0o077 == 0, path


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize(
    "wrap", [bytes, bytes.hex, base64.b64encode, lambda raw: base64.b64encode(b"x" + raw)]
)
def test_the_search_for_canaries_can_find_one(tmp_path: Path, spelling: str, wrap) -> None:  # type: ignore[no-untyped-def]
    coded = wrap(CANARY.encode(spelling))
    (tmp_path / "file").write_bytes(
        b"\x00" * 100 + (coded.encode() if isinstance(coded, str) else coded) + b"\x00"
    )
    assert readable(tmp_path)
