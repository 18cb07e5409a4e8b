-- One row. `revision` is raised by one with every put that changes something a feed shows; `modified` is the clock of
-- that put in milliseconds, whole seconds, at least a second later each time; `epoch` tells databases apart.
CREATE TABLE store (
  epoch TEXT NOT NULL,
  revision INTEGER NOT NULL,
  modified INTEGER NOT NULL
);
INSERT INTO store (epoch, revision, modified) VALUES (lower(hex(randomblob(8))), 0, 0);

-- `n` counts arrivals. `places` is a JSON array of the ids of the entry's scopes: the way from an entry to its
-- memberships, in place of an index that would cost one more row written per membership. `content` comes last, so that
-- the other columns are read without it.
CREATE TABLE entries (
  n INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  source TEXT NOT NULL,
  key TEXT NOT NULL,
  revision INTEGER NOT NULL,
  modified INTEGER NOT NULL,
  fingerprint TEXT NOT NULL,
  retracted INTEGER,
  retracted_by TEXT,
  published INTEGER NOT NULL,
  updated INTEGER NOT NULL,
  written INTEGER NOT NULL,
  places TEXT NOT NULL,
  title TEXT NOT NULL,
  link TEXT,
  authors TEXT NOT NULL,
  editor TEXT,
  publisher TEXT,
  categories TEXT NOT NULL,
  summary TEXT,
  image TEXT,
  language TEXT NOT NULL,
  content TEXT,
  UNIQUE (source, key)
);

-- What is asked for: all, a source, a category, a publisher. `next` is the ordinal of the next arrival, `live` the number
-- of live entries, `departed` the time when an entry last left.
CREATE TABLE scopes (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  label TEXT NOT NULL,
  revision INTEGER NOT NULL,
  departed INTEGER,
  next INTEGER NOT NULL,
  live INTEGER NOT NULL,
  UNIQUE (kind, key)
);

-- An entry within a scope. `ordinal` is its arrival there, from 1, never used again. `revision` always equals the
-- entry's, so (scope, revision, entry) finds one. A retracted entry's are kept with `live` 0.
CREATE TABLE memberships (
  scope INTEGER NOT NULL,
  ordinal INTEGER NOT NULL,
  entry INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  live INTEGER NOT NULL,
  published INTEGER NOT NULL,
  id TEXT NOT NULL,
  PRIMARY KEY (scope, ordinal)
) WITHOUT ROWID;
CREATE INDEX memberships_window ON memberships (scope, published, id, entry) WHERE live = 1;
CREATE INDEX memberships_changes ON memberships (scope, revision, entry);

-- Other names of entries, per source.
CREATE TABLE names (
  source TEXT NOT NULL,
  name TEXT NOT NULL,
  entry INTEGER NOT NULL,
  PRIMARY KEY (source, name)
) WITHOUT ROWID;
CREATE INDEX names_entry ON names (entry);

-- What is remembered of every file that was read. `entry` is an entry's id, not its number: all of them are read at
-- each start, and then no entry need be looked up.
CREATE TABLE seeds (
  path TEXT PRIMARY KEY,
  source TEXT,
  size INTEGER NOT NULL,
  mtime INTEGER NOT NULL,
  digest TEXT NOT NULL,
  rules TEXT NOT NULL,
  entry TEXT,
  text_length INTEGER NOT NULL,
  present INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX seeds_entry ON seeds (entry) WHERE entry IS NOT NULL;

-- How far pushes from other stores have come, by their epochs.
CREATE TABLE cursors (
  epoch TEXT PRIMARY KEY,
  revision INTEGER NOT NULL
) WITHOUT ROWID;

-- Why a seed did not become an entry.
CREATE TABLE problems (
  path TEXT PRIMARY KEY,
  source TEXT,
  reason TEXT NOT NULL,
  hint TEXT NOT NULL
) WITHOUT ROWID;
