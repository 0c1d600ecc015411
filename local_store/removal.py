"""Taking things out of console.db; keys and files of audio go before, through MediaFiles."""

from app.domain.call import Call, anonymised
from app.domain.ids import CallId, MarkId, RecordingId, new_id
from app.domain.inventory import Purged
from app.protocol.codec import decode
from app.protocol.messages import Removed, ThingKind
from local_store.connection import Connection
from local_store.contacts import WHOLE_ORGANISATION
from local_store.layers import build_call, build_mark, put_call
from local_store.search import remove_transcript


def remove_recording(con: Connection, recording_id: RecordingId) -> Purged:
    """Delete a recording's row with its transcript, marks and media rows."""
    transcripts = int(remove_transcript(con, recording_id))
    marks = con.execute("DELETE FROM mark WHERE recording_id = ?", (recording_id,)).rowcount
    con.execute("DELETE FROM transcription WHERE recording_id = ?", (recording_id,))
    con.execute("DELETE FROM media WHERE recording_id = ?", (recording_id,))
    recordings = con.execute("DELETE FROM recording WHERE id = ?", (recording_id,)).rowcount
    return Purged(recordings=recordings, transcripts=transcripts, marks=marks)


def remove_thing(con: Connection, thing: Removed) -> Purged:
    """Apply a removal from the delta and return what went; what is not here is passed over."""
    if thing.kind is ThingKind.RECORDING:
        return remove_recording(con, RecordingId(thing.id))
    if thing.kind is ThingKind.TRANSCRIPT:
        con.execute("DELETE FROM transcription WHERE recording_id = ?", (thing.id,))
        return Purged(transcripts=int(remove_transcript(con, RecordingId(thing.id))))
    if thing.kind is ThingKind.CALL:
        found = con.execute("UPDATE call SET base = NULL, folded = 0 WHERE id = ?", (thing.id,)).rowcount
        build_call(con, CallId(thing.id))
        con.execute("DELETE FROM draft WHERE call_id = ?", (thing.id,))
        return Purged(other=found)
    if thing.kind is ThingKind.MARK:
        found = con.execute("UPDATE mark SET base = NULL, folded = 0 WHERE id = ?", (thing.id,)).rowcount
        build_mark(con, MarkId(thing.id))
        return Purged(marks=found)
    if thing.kind is ThingKind.CONTACT:
        return Purged(contacts=con.execute("DELETE FROM contact WHERE id = ?", (thing.id,)).rowcount)
    if thing.kind is ThingKind.CAMPAIGN:
        con.execute("DELETE FROM campaign WHERE id = ?", (thing.id,))
        return Purged()
    return Purged(other=_lift(con, thing.id))


def _lift(con: Connection, entry: str) -> int:
    """Delete a do-not-call entry; its id is the number, a space, and the campaign or `*`."""
    phone, _, campaign = entry.partition(" ")
    return con.execute(
        "DELETE FROM do_not_call WHERE phone = ? AND campaign_id = ?",
        (phone, WHOLE_ORGANISATION if campaign in ("", "*") else campaign),
    ).rowcount


def anonymise_call(con: Connection, call_id: CallId) -> bool:
    """Replace a call by a row of statistics that nothing leads back from; return whether it was here."""
    row = con.execute("SELECT body FROM call WHERE id = ?", (call_id,)).fetchone()
    if row is None:
        return False
    con.execute("DELETE FROM call WHERE id = ?", (call_id,))
    con.execute("DELETE FROM draft WHERE call_id = ?", (call_id,))
    blank_waiting(con, "call_id = ?", (call_id,))
    put_call(con, anonymised(decode(Call, row[0]), new_id()))
    return True


def blank_waiting(con: Connection, where: str, parameters: tuple[object, ...]) -> None:
    """Take what is readable out of waiting actions; their sealed copies are still delivered."""
    con.execute(
        f"UPDATE action SET body = NULL, context = NULL, title = '', kind = 'sealed' WHERE {where}",
        parameters,
    )
