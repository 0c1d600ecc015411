CREATE TABLE transcription (
    recording_id TEXT PRIMARY KEY,
    campaign_id TEXT,
    state TEXT NOT NULL,
    finished_at INTEGER,
    body TEXT NOT NULL,
    partial TEXT,
    basis_at INTEGER,
    held INTEGER NOT NULL DEFAULT 0,
    restricted INTEGER NOT NULL DEFAULT 0,
    expires_at INTEGER
) STRICT;

CREATE INDEX transcription_expires ON transcription (expires_at);

CREATE TABLE transcription_turn (
    no INTEGER PRIMARY KEY,
    recording_id TEXT NOT NULL,
    body TEXT NOT NULL
) STRICT;

CREATE INDEX transcription_turn_recording ON transcription_turn (recording_id, no);

CREATE TRIGGER transcription_gone AFTER DELETE ON transcription BEGIN
    DELETE FROM transcription_turn WHERE recording_id = OLD.recording_id;
END;

INSERT INTO table_class (table_name, data_class, verdict, why) VALUES
    ('transcription', 'call_transcript', 'own', ''),
    ('transcription_turn', 'call_transcript', 'parent', 'words of an unfinished transcript; goes with its place in the queue');
