"""Analyses of transcripts; they go when their transcript goes. DB thread."""

from app.analysis.findings import Analysis
from app.domain.ids import RecordingId
from app.domain.recording import Transcript
from app.protocol.codec import decode
from local_store.connection import Connection
from local_store.ends import live
from local_store.layers import text_of


def read_analysis(con: Connection, recording_id: RecordingId, now: dict[str, int]) -> Analysis | None:
    """Return the analysis of a transcript that may be seen, as may its recording."""
    row = con.execute(
        "SELECT a.body FROM analysis a JOIN transcript t ON t.recording_id = a.recording_id"
        f" WHERE a.recording_id = :id AND {live(con, 'transcript', 't')}"
        f" AND NOT EXISTS (SELECT 1 FROM recording r WHERE r.id = :id AND NOT {live(con, 'recording', 'r')})",
        {"id": recording_id, **now},
    ).fetchone()
    return None if row is None else decode(Analysis, row[0])


def put_analysis(con: Connection, analysis: Analysis) -> bool:
    """Keep an analysis if its transcript is still the one it was made of; return whether it was kept."""
    row = con.execute(
        "SELECT body FROM transcript WHERE recording_id = ?", (analysis.recording_id,)
    ).fetchone()
    if row is None or not analysis.is_of(decode(Transcript, row[0])):
        return False
    con.execute(
        "INSERT OR REPLACE INTO analysis (recording_id, body) VALUES (?, ?)",
        (analysis.recording_id, text_of(analysis)),
    )
    return True
