CREATE TABLE recount (
    table_name TEXT NOT NULL,
    column_name TEXT NOT NULL,
    after INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (table_name, column_name)
) STRICT, WITHOUT ROWID;

INSERT INTO table_class (table_name, data_class, verdict, why) VALUES
    ('recount', 'none', 'none', 'which ends are being written anew; names of tables and numbers of rows');

DROP INDEX recording_newest;

CREATE INDEX recording_newest ON recording (started_at, no, expires_at, restricted, basis_at, campaign_id);
