-- Turns that lie here open are dropped, and owed their scrub: they would stay in gaps of pages.
INSERT INTO state (name, value)
    SELECT 'deleted_not_scrubbed', json_object('other', count(DISTINCT recording_id)) FROM transcription_turn
    HAVING count(*) > 0
    ON CONFLICT (name) DO UPDATE SET value = json_set(
        value, '$.other', ifnull(json_extract(value, '$.other'), 0) + json_extract(excluded.value, '$.other')
    );
DROP TABLE transcription_turn;
UPDATE transcription SET partial = NULL;

CREATE TABLE transcription_turn (
    no INTEGER PRIMARY KEY,
    recording_id TEXT NOT NULL,
    sealed BLOB NOT NULL
) STRICT;

CREATE INDEX transcription_turn_recording ON transcription_turn (recording_id, no);

UPDATE table_class SET why = 'sealed words of an unfinished transcript; the key goes with its place in the queue'
    WHERE table_name = 'transcription_turn';
