"""What must be true of a profile whatever happened to it: opened again, everything promised is there."""

import base64
import hashlib
from collections.abc import Callable
from pathlib import Path

from app.domain.command import ReceiptKind
from app.domain.ids import CallId, RecordingId
from app.domain.recording import RecordingFilter
from app.ports.stores import Stores
from local_store.connection import Connection, open_keyed
from local_store.expiry import read_expiry
from local_store.sealed_log import SealedLog
from local_store.subkey import subkey
from tests.security.crash.child import Profile
from tests.security.crash.model import Model, audio_of, refuses, removed_by, word_of
from tests.support.oracle import decrypted
from tests.support.profiles import TestSealer

MOST_SEALED = 1_000_000
OUTLIVES_WIPE = {"outbox.sealed"}
Wrong = Callable[[str], None]


async def check(root: Path, model: Model) -> list[str]:
    """Open the profile, return what is wrong, and bring `model` to what turned out to have happened."""
    wrong: list[str] = []
    profile = Profile(root, model)
    _after_wipe(profile, model, wrong.append)
    _residue(profile, model, wrong.append)
    stores = profile.open().stores
    try:
        await _outbox(profile, stores, model, wrong.append)
        await _calls(stores, model, wrong.append)
        await _replica(stores, model, wrong.append)
        await _audio(stores, model, wrong.append)
        await _receipts(profile, model, wrong.append)
    finally:
        profile.close()
    _files(profile, model, wrong.append)
    model.opened = True
    model.doing = None
    return wrong


def _after_wipe(profile: Profile, model: Model, wrong: Wrong) -> None:
    finished = profile.finish_wipe()
    there = profile.keys.exists()
    if finished or (model.opened and not there):
        if not model.is_doing("wipe"):
            wrong("wiped without an order")
        left = {path.name for path in profile.paths.root.rglob("*") if path.is_file()}
        if left - OUTLIVES_WIPE:
            wrong(f"a wipe left {sorted(left - OUTLIVES_WIPE)}")
        model.forget()


async def _outbox(profile: Profile, stores: Stores, model: Model, wrong: Wrong) -> None:
    waiting = [entry.key for entry in await stores.outbox.waiting(MOST_SEALED)]
    acked = [key for key, _, _ in model.saves]
    unsent = model.unsent()
    lost = [key for key in unsent if key not in waiting]
    if lost:
        wrong(f"{len(lost)} promised actions lost: {lost[:3]}")
    if [key for key in waiting if key in unsent] != [key for key in unsent if key in waiting]:
        wrong("promised actions changed their order")
    extra = [key for key in waiting if key not in acked]
    if len(extra) > (1 if model.is_doing("save") else 0):
        wrong(f"{len(extra)} actions that nobody did")
    back = [key for key in waiting if key in model.settled]
    if back:
        wrong(f"{len(back)} settled actions wait again")
    sealed = SealedLog(profile.paths.outbox).read()
    # An answer that was half recorded is asked for again, behind what was done since.
    if {entry.key for entry in sealed.entries} != set(waiting) or sealed.torn or sealed.damaged:
        wrong("outbox.sealed and its rows differ")
    private = TestSealer()
    for entry in sealed.entries:
        box = base64.urlsafe_b64decode(entry.sealed + "=" * (-len(entry.sealed) % 4))
        if private.unseal(box).key != entry.key:
            wrong("a sealed action is another one than its row says")
    for key in extra:
        if model.doing is not None:
            await _adopt(stores, model, key)
    model.settled = [key for key in model.delivered if key not in waiting]


async def _adopt(stores: Stores, model: Model, key: str) -> None:
    """An action that was not promised is there all the same: from now on it has to stay."""
    assert model.doing is not None
    which, note = model.doing["call"], model.doing["note"]
    found = await stores.calls.get(CallId(which))
    shown = found is not None and found.note == note
    model.saves.append([key, which if shown else "", note])
    if shown:
        model.drafts.pop(which, None)


async def _calls(stores: Stores, model: Model, wrong: Wrong) -> None:
    last = {which: (key, note) for key, which, note in model.saves if which.startswith("call-")}
    for which, (key, note) in last.items():
        refused = key in model.delivered and refuses(key)
        if refused or not model.alive(int(which.removeprefix("call-"))):
            continue
        found = await stores.calls.get(CallId(which))
        if found is None or found.note != note:
            wrong(f"{which} says {found and found.note!r}, promised was {note!r}")
    for which, note in list(model.drafts.items()):
        if not model.alive(int(which.removeprefix("call-"))):
            continue
        draft = await stores.calls.draft(CallId(which))
        allowed = {note}
        if model.is_doing("draft") and model.doing and model.doing["call"] == which:
            allowed.add(model.doing["note"])
        if draft is None or draft.note not in allowed:
            wrong(f"the draft of {which} is {draft and draft.note!r}, promised was {note!r}")
        else:
            model.drafts[which] = draft.note


async def _replica(stores: Stores, model: Model, wrong: Wrong) -> None:
    cursor = int((await stores.replica.cursor()).removeprefix("c") or "0")
    if not model.synced <= cursor <= model.paged:
        wrong(f"the cursor is {cursor}, promised were {model.synced} .. {model.paged}")
    model.synced = model.paged = cursor
    held = await stores.replica.policy()
    revision = 0 if held is None else held.revision
    if revision not in model.policies():
        wrong(f"policy {revision} is in force, not {model.policies()}")
    model.policy = revision
    model.doing = None if model.is_doing("policy") else model.doing
    gone = removed_by(cursor)
    for number in range(1, cursor + 1):
        found = await stores.recordings.page(RecordingFilter(text=word_of(number)), None, 5)
        ids = [item.recording.id for item in found.items]
        if model.alive(number) and number not in gone and ids != [f"recording-{number}"]:
            wrong(f"recording {number} is not found by its word: {ids}")
        if (model.expired(number) or number in gone) and ids:
            wrong(f"recording {number} is found, its time is over")


async def _audio(stores: Stores, model: Model, wrong: Wrong) -> None:
    gone = removed_by(model.synced)
    # A page that was under way when the cut came may have taken its recording back before it was promised.
    may = removed_by(model.synced + 1)
    for number in model.audio:
        if not model.alive(number) or number in gone | may:
            continue
        name = RecordingId(f"recording-{number}")
        if not await stores.media.has(name):
            wrong(f"the audio of recording {number} is lost")
            continue
        with await stores.media.open(name) as stream:
            if hashlib.sha256(stream.read()).digest() != hashlib.sha256(audio_of(number)).digest():
                wrong(f"the audio of recording {number} is not what was written")
    raw = await stores.media.quarantined()
    for which in list(model.raw):
        await _live(stores, model, which, RecordingId(which) in raw, wrong)
    for which in model.released:
        if which in model.uploaded or model.days - model.live_day[which] > 50:
            continue
        if RecordingId(which) not in await stores.media.waiting_upload():
            wrong(f"the live recording {which} is not on its way")


async def _live(stores: Stores, model: Model, which: str, quarantined: bool, wrong: Wrong) -> None:
    """Audio of a call that was cut off: raw in quarantine, or released if that was reached."""
    name = RecordingId(which)
    if model.days - model.live_day[which] > 50:
        model.raw.pop(which)
    elif quarantined:
        with await stores.media.open_quarantined(name) as stream:
            size = len(stream.read())
        if size < model.raw[which]:
            wrong(f"of {which} {size} bytes are left, {model.raw[which]} were promised")
    elif await stores.media.has(name):
        model.raw.pop(which)
        model.released.append(which)
    else:
        wrong(f"the live audio {which} is lost")


async def _receipts(profile: Profile, model: Model, wrong: Wrong) -> None:
    state = await profile.receipts.state()
    if not state.intact:
        wrong(f"the chain of receipts is broken: {state.fault}")
    purges = sum(one.kind is ReceiptKind.PURGE for one in await profile.receipts.all())
    if not model.receipts <= purges <= model.receipts + 1:
        wrong(f"{purges} receipts of deletion, promised were {model.receipts}")
    model.receipts = purges


def _files(profile: Profile, model: Model, wrong: Wrong) -> None:
    paths = profile.paths
    main = open_keyed(paths.console, subkey(profile.key, b"console.db"))
    keys = open_keyed(paths.keys, subkey(profile.key, b"keys.db"))
    try:
        for con in (main, keys):
            _integrity(con, wrong)
        main.execute("INSERT INTO turn_index (turn_index, rank) VALUES ('integrity-check', 1)")
        rows = {row[0]: row[1] for row in main.execute("SELECT file, state FROM media")}
        held = {row[0] for row in keys.execute("SELECT file FROM media_key")}
    finally:
        main.close()
        keys.close()
    there = {path.name for path in paths.media.iterdir()}
    stray = {name for name in there if name.partition("-")[0] not in rows}
    if stray or not held <= set(rows) or not set(read_expiry(paths.expiry)) <= set(rows):
        wrong(f"orphans: {len(stray)} files, {len(held - set(rows))} keys")
    if any(state == "here" and not (name in there and name in held) for name, state in rows.items()):
        wrong("audio is said to be here and is not")


def _residue(profile: Profile, model: Model, wrong: Wrong) -> None:
    """Look before anything is opened: opening copies the log into the file and forgets it."""
    if not (profile.keys.exists() and profile.paths.console.exists()):
        return
    key = subkey(profile.keys.unlock_with_keyring(), b"console.db")
    left = decrypted(profile.paths.console, key).lower()
    residue = [number for number in model.clean if word_of(number)[4:].encode() in left]
    if residue:
        wrong(f"words of deleted recordings are left: {residue}")


def _integrity(con: Connection, wrong: Wrong) -> None:
    # SQLCipher's own check reads every page's HMAC; SQLite's looks at what the pages say.
    for check in ("PRAGMA cipher_integrity_check", "PRAGMA integrity_check"):
        found = [row[0] for row in con.execute(check).fetchall()]
        if found not in ([], ["ok"]):
            wrong(f"{check}: {found[:2]}")
