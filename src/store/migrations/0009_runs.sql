-- What is remembered of each source that is fetched (Run, in src/model/run.ts): when, with what success, how to ask next time.
CREATE TABLE runs (
  source TEXT PRIMARY KEY,
  configured TEXT NOT NULL,
  url TEXT NOT NULL,
  etag TEXT,
  last_modified TEXT,
  digest TEXT,
  rules TEXT NOT NULL,
  asked INTEGER NOT NULL,
  answered INTEGER,
  next INTEGER,
  news INTEGER,
  habit INTEGER,
  pace TEXT,
  failures INTEGER NOT NULL,
  failing_since INTEGER,
  failing_reason TEXT
) WITHOUT ROWID;
