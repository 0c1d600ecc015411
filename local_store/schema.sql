CREATE TABLE action (
    seq INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    done_at INTEGER NOT NULL,
    delivery TEXT NOT NULL,
    reason TEXT NOT NULL DEFAULT '',
    sealed TEXT NOT NULL,
    call_id TEXT,
    contact_id TEXT,
    mark_id TEXT,
    campaign_id TEXT,
    body TEXT,
    context TEXT,
    basis_at INTEGER,
    held INTEGER NOT NULL DEFAULT 0,
    restricted INTEGER NOT NULL DEFAULT 0,
    expires_at INTEGER
) STRICT;

CREATE INDEX action_call ON action (call_id);

CREATE INDEX action_contact ON action (contact_id);

CREATE INDEX action_mark ON action (mark_id);

CREATE TABLE analysis (
    recording_id TEXT PRIMARY KEY,
    body TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TRIGGER analysis_gone AFTER DELETE ON transcript BEGIN
    DELETE FROM analysis WHERE recording_id = OLD.recording_id;
END;

CREATE TABLE call (
    id TEXT PRIMARY KEY,
    campaign_id TEXT NOT NULL,
    contact_id TEXT,
    agent_id TEXT,
    phone TEXT,
    recording_id TEXT,
    started_at INTEGER NOT NULL,
    answered INTEGER NOT NULL,
    outcome_class TEXT,
    revision INTEGER NOT NULL,
    folded INTEGER NOT NULL DEFAULT 0,
    pending INTEGER NOT NULL DEFAULT 0,
    base TEXT,
    body TEXT NOT NULL,
    basis_at INTEGER,
    held INTEGER NOT NULL DEFAULT 0,
    restricted INTEGER NOT NULL DEFAULT 0,
    expires_at INTEGER,
    review_expires_at INTEGER
) STRICT;

CREATE INDEX call_agent ON call (agent_id, started_at);

CREATE INDEX call_campaign ON call (campaign_id, contact_id, started_at);

CREATE INDEX call_contact ON call (contact_id, started_at);

CREATE INDEX call_expires ON call (expires_at);

CREATE INDEX call_phone ON call (phone) WHERE outcome_class IN ('do_not_call_campaign', 'do_not_call_organisation');

CREATE INDEX call_recording ON call (recording_id);

CREATE INDEX call_review_expires ON call (review_expires_at);

CREATE TABLE campaign (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    running INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    body TEXT NOT NULL
) STRICT;

CREATE TABLE contact (
    id TEXT PRIMARY KEY,
    campaign_id TEXT NOT NULL,
    needle TEXT NOT NULL,
    digits TEXT NOT NULL,
    revision INTEGER NOT NULL,
    body TEXT NOT NULL,
    basis_at INTEGER,
    held INTEGER NOT NULL DEFAULT 0,
    restricted INTEGER NOT NULL DEFAULT 0,
    expires_at INTEGER
) STRICT;

CREATE INDEX contact_expires ON contact (expires_at);

CREATE TABLE do_not_call (
    phone TEXT NOT NULL,
    campaign_id TEXT NOT NULL,
    revision INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (phone, campaign_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE draft (
    call_id TEXT PRIMARY KEY,
    campaign_id TEXT,
    updated_at INTEGER NOT NULL,
    body TEXT NOT NULL,
    basis_at INTEGER,
    held INTEGER NOT NULL DEFAULT 0,
    restricted INTEGER NOT NULL DEFAULT 0,
    expires_at INTEGER
) STRICT;

CREATE TABLE mark (
    id TEXT PRIMARY KEY,
    recording_id TEXT NOT NULL,
    campaign_id TEXT,
    start_s REAL NOT NULL,
    removed INTEGER NOT NULL DEFAULT 0,
    revision INTEGER NOT NULL,
    folded INTEGER NOT NULL DEFAULT 0,
    base TEXT,
    body TEXT,
    basis_at INTEGER,
    held INTEGER NOT NULL DEFAULT 0,
    restricted INTEGER NOT NULL DEFAULT 0,
    expires_at INTEGER
) STRICT;

CREATE INDEX mark_expires ON mark (expires_at);

CREATE INDEX mark_recording ON mark (recording_id, start_s);

CREATE TABLE media (
    file TEXT PRIMARY KEY,
    recording_id TEXT NOT NULL,
    campaign_id TEXT,
    role TEXT NOT NULL CHECK (role IN ('audio', 'quarantine')),
    state TEXT NOT NULL CHECK (state IN ('writing', 'here', 'missing')),
    made_here INTEGER NOT NULL DEFAULT 0,
    uploaded INTEGER NOT NULL DEFAULT 0,
    size_bytes INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL,
    basis_at INTEGER,
    held INTEGER NOT NULL DEFAULT 0,
    restricted INTEGER NOT NULL DEFAULT 0,
    expires_at INTEGER
) STRICT;

CREATE INDEX media_recording ON media (recording_id, role);

CREATE TABLE recording (
    no INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    call_id TEXT NOT NULL,
    campaign_id TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    outcome_class TEXT,
    made_here INTEGER NOT NULL DEFAULT 0,
    revision INTEGER NOT NULL,
    folded INTEGER NOT NULL DEFAULT 0,
    base TEXT,
    body TEXT NOT NULL,
    basis_at INTEGER,
    held INTEGER NOT NULL DEFAULT 0,
    restricted INTEGER NOT NULL DEFAULT 0,
    expires_at INTEGER
) STRICT;

CREATE INDEX recording_call ON recording (call_id);

CREATE INDEX recording_campaign ON recording (campaign_id, started_at, no);

CREATE INDEX recording_expires ON recording (expires_at, restricted);

CREATE INDEX recording_newest ON recording (started_at, no, expires_at, restricted, basis_at, campaign_id);

CREATE TABLE recount (
    table_name TEXT NOT NULL,
    column_name TEXT NOT NULL,
    after INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (table_name, column_name)
) STRICT, WITHOUT ROWID;

CREATE TABLE state (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE table_class (
    table_name TEXT PRIMARY KEY,
    data_class TEXT NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('own', 'parent', 'none')),
    why TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;

CREATE TABLE transcript (
    no INTEGER PRIMARY KEY,
    recording_id TEXT NOT NULL UNIQUE,
    campaign_id TEXT,
    revision INTEGER NOT NULL,
    turns INTEGER NOT NULL,
    size_bytes INTEGER NOT NULL,
    body TEXT NOT NULL,
    basis_at INTEGER,
    held INTEGER NOT NULL DEFAULT 0,
    restricted INTEGER NOT NULL DEFAULT 0,
    expires_at INTEGER
) STRICT;

CREATE INDEX transcript_expires ON transcript (expires_at);

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

CREATE TRIGGER transcription_gone AFTER DELETE ON transcription BEGIN
    DELETE FROM transcription_turn WHERE recording_id = OLD.recording_id;
END;

CREATE TABLE transcription_turn (
    no INTEGER PRIMARY KEY,
    recording_id TEXT NOT NULL,
    sealed BLOB NOT NULL
) STRICT;

CREATE INDEX transcription_turn_recording ON transcription_turn (recording_id, no);

CREATE TABLE turn (
    id INTEGER PRIMARY KEY,
    speaker TEXT NOT NULL,
    start_s REAL NOT NULL,
    end_s REAL NOT NULL,
    text TEXT NOT NULL,
    words TEXT NOT NULL
) STRICT;

CREATE VIRTUAL TABLE turn_index USING fts5(
    text, content='turn', content_rowid='id', tokenize='unicode61 remove_diacritics 2'
);

