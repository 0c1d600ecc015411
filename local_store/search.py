"""Full-text search over what was said: one indexed row per turn."""

import json
import re
from collections.abc import Sequence
from dataclasses import replace

from app.domain.ids import RecordingId
from app.domain.inventory import Purged
from app.domain.recording import Hit, Speaker, Transcript, Turn, Word
from app.domain.redaction import ALL_KINDS, redact
from app.domain.retention import DataClass, Facts
from app.protocol.codec import decode
from local_store.connection import Connection, transaction, value
from local_store.layers import text_of
from local_store.owed import owe
from local_store.state import clear_state, get_state, set_state
from local_store.verdicts import facts_of_recording, kept, policy_of, schedule_of

TURNS = 1 << 16
"""A turn's id is transcript number * TURNS + place."""
OPEN, CLOSE = "\x02", "\x03"
STALE = "index_stale"
AROUND = 60
"""Characters of the turn shown before and after the first hit."""


def put_transcript(con: Connection, transcript: Transcript) -> None:
    """Keep and index a transcript, replacing the one of the same recording; inside a transaction.

    Every way into the store ends here: what the policy has removed is never written, not even to be deleted.
    """
    policy = policy_of(con)
    transcript = redact(transcript, ALL_KINDS if policy is None else policy.redact).transcript
    _remove_words_before(con, transcript)
    facts = facts_of_recording(con, transcript.recording_id) or Facts(transcript.made_at)
    head, no = replace(transcript, turns=()), _next_number(con)
    con.execute(
        "INSERT INTO transcript (no, recording_id, campaign_id, revision, turns, size_bytes, body, basis_at,"
        " held, restricted, expires_at) VALUES (?,?,?,?,?,?,?,?,?,?,?)",
        (
            no,
            transcript.recording_id,
            facts.campaign_id,
            transcript.revision,
            len(transcript.turns),
            len(text_of(transcript).encode()),
            text_of(head),
            *kept(schedule_of(con), DataClass.CALL_TRANSCRIPT, facts).columns,
        ),
    )
    con.executemany(
        "INSERT INTO turn (id, speaker, start_s, end_s, text, words) VALUES (?,?,?,?,?,?)",
        (
            (no * TURNS + place, turn.speaker.value, turn.start_s, turn.end_s, turn.text, _pack(turn.words))
            for place, turn in enumerate(transcript.turns[:TURNS])
        ),
    )
    con.execute(
        "INSERT INTO turn_index (rowid, text) SELECT id, text FROM turn WHERE id BETWEEN ? AND ?",
        _range(no),
    )


def _remove_words_before(con: Connection, transcript: Transcript) -> None:
    """Delete the version before; words that the new one has no more are owed their scrub."""
    no = value(con, "SELECT no FROM transcript WHERE recording_id = ?", (transcript.recording_id,))
    if no is None:
        return
    before = con.execute("SELECT text FROM turn WHERE id BETWEEN ? AND ?", _range(no)).fetchall()
    remove_transcript(con, transcript.recording_id)
    if {row[0] for row in before} - {turn.text for turn in transcript.turns}:
        owe(con, Purged(other=1))


def _next_number(con: Connection) -> int:
    """Return a number that no transcript and no entry of the index has: a stale entry must not be found."""
    return 1 + int(
        value(
            con,
            f"SELECT max(ifnull((SELECT max(no) FROM transcript), 0),"
            f" ifnull((SELECT max(id) FROM turn_index_docsize) / {TURNS}, 0))",
        )
    )


def go_stale(con: Connection) -> None:
    """From here to the next `settle_index` the index keeps entries of turns that are deleted.

    To take entries out one by one costs far more than to build the index anew of what stays, when most goes.
    Nothing finds such an entry: its transcript is gone and its number is not given again.
    """
    set_state(con, STALE, "1")


def is_stale(con: Connection) -> bool:
    """Return whether the index is to be built anew."""
    return get_state(con, STALE) is not None


def settle_index(con: Connection) -> None:
    """Leave no deleted word in the index: one segment without tombstones, or all anew of what is there."""
    if not is_stale(con):
        con.execute("INSERT INTO turn_index (turn_index) VALUES ('optimize')")
        return
    with transaction(con):
        con.execute("INSERT INTO turn_index (turn_index) VALUES ('rebuild')")
        clear_state(con, STALE)


def remove_transcript(con: Connection, recording_id: RecordingId) -> bool:
    """Delete a transcript with its index entries; return whether there was one."""
    no = value(con, "SELECT no FROM transcript WHERE recording_id = ?", (recording_id,))
    if no is None:
        return False
    remove_turns(con, no)
    con.execute("DELETE FROM transcript WHERE no = ?", (no,))
    return True


def remove_turns(con: Connection, no: int) -> None:
    """Delete the turns of the transcript numbered `no`, and their entries in the index."""
    if not is_stale(con):
        con.execute(
            "INSERT INTO turn_index (turn_index, rowid, text)"
            " SELECT 'delete', id, text FROM turn WHERE id BETWEEN ? AND ?",
            _range(no),
        )
    con.execute("DELETE FROM turn WHERE id BETWEEN ? AND ?", _range(no))


def read_transcript(con: Connection, no: int, head: str) -> Transcript:
    """Return the transcript numbered `no` with its turns."""
    rows = con.execute(
        "SELECT speaker, start_s, end_s, text, words FROM turn WHERE id BETWEEN ? AND ? ORDER BY id",
        _range(no),
    )
    turns = tuple(Turn(Speaker(row[0]), row[1], row[2], row[3], _unpack(row[4])) for row in rows)
    return replace(decode(Transcript, head), turns=turns)


def terms(text: str) -> tuple[str, ...]:
    """Return one FTS5 expression a word, the last one as a prefix while it is still being typed.

    Everything is quoted: nothing a person types is read as query syntax.
    """
    words = [word.replace('"', "") for word in text.split() if any(c.isalnum() for c in word)]
    typing = bool(text) and not text[-1].isspace()
    return tuple(
        f'"{word}"*' if typing and place == len(words) - 1 else f'"{word}"'
        for place, word in enumerate(words)
    )


def match(con: Connection, wanted: Sequence[str]) -> None:
    """Fill `temp.found` with the numbers of the transcripts that have every one of the terms.

    Done once a query, because counting and paging both need it. Temporary tables live in memory alone.
    """
    con.execute("CREATE TEMP TABLE IF NOT EXISTS found (no INTEGER PRIMARY KEY)")
    con.execute("DELETE FROM temp.found")
    each = f"SELECT rowid / {TURNS} FROM turn_index WHERE turn_index MATCH ?"
    together = " INTERSECT ".join([each] * len(wanted))
    con.execute(f"INSERT OR IGNORE INTO temp.found {together}", tuple(wanted))


def hits(con: Connection, numbers: Sequence[int], wanted: Sequence[str]) -> dict[int, Hit]:
    """Return where each of these transcripts has a term first, and how many turns more have one.

    Two passes over the index for the whole page: a pass for each transcript would collect a prefix's
    entries anew every time.
    """
    query = " OR ".join(wanted)
    places = ",".join(str(int(number)) for number in numbers)
    firsts = con.execute(
        f"SELECT rowid / {TURNS}, min(rowid), count(*) FROM turn_index WHERE turn_index MATCH ?"
        f" AND rowid / {TURNS} IN ({places}) GROUP BY 1",
        (query,),
    ).fetchall()
    rows = ",".join(str(first) for _, first, _ in firsts)
    marked = dict(
        con.execute(
            f"SELECT rowid, highlight(turn_index, 0, '{OPEN}', '{CLOSE}') FROM turn_index"
            f" WHERE turn_index MATCH ? AND +rowid IN ({rows})",
            (query,),
        ).fetchall()
    )
    return {number: Hit(*_snippet(marked[first]), count - 1) for number, first, count in firsts}


def _snippet(marked: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Cut the turn around its first hit; spans are offsets into the snippet."""
    plain, start = "", 0
    spans: list[tuple[int, int]] = []
    for piece in re.split(f"([{OPEN}{CLOSE}])", marked):
        if piece == OPEN:
            start = len(plain)
        elif piece == CLOSE:
            spans.append((start, len(plain)))
        else:
            plain += piece
    low = max(0, spans[0][0] - AROUND)
    high = min(len(plain), spans[0][1] + AROUND)
    before, after = "…" if low else "", "…" if high < len(plain) else ""
    moved = tuple((a - low + len(before), b - low + len(before)) for a, b in spans if b <= high)
    return before + plain[low:high] + after, moved


def _range(no: int) -> tuple[int, int]:
    return no * TURNS, no * TURNS + TURNS - 1


def _pack(words: Sequence[Word]) -> str:
    return json.dumps([[w.text, w.start_s, w.end_s, w.probability] for w in words], ensure_ascii=False)


def _unpack(text: str) -> tuple[Word, ...]:
    return tuple(Word(*row) for row in json.loads(text))
