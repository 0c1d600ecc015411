-- Derived from a transcript and gone with it, replaced transcripts included. Holds places in it, none of its words.
CREATE TABLE analysis (
    recording_id TEXT PRIMARY KEY,
    body TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TRIGGER analysis_gone AFTER DELETE ON transcript BEGIN
    DELETE FROM analysis WHERE recording_id = OLD.recording_id;
END;

INSERT INTO table_class (table_name, data_class, verdict, why) VALUES
    ('analysis', 'call_transcript', 'parent', 'places in its transcript and numbers; goes with it');
