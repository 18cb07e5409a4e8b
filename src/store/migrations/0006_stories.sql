-- Who tells a story: entries of several sources that tell the same thing. `story` is the id of the entry that told it first,
-- `place` counts from 1 in the order of arrival. An entry that left the story has minus the revision at which it did. Only
-- entries of stories that two tell have a row: a column of `entries` would stand behind the content, which is long to pass.
CREATE TABLE tellings (
  story TEXT NOT NULL,
  place INTEGER NOT NULL,
  entry INTEGER NOT NULL,
  PRIMARY KEY (story, place, entry)
) WITHOUT ROWID;
CREATE INDEX tellings_entry ON tellings (entry);

-- Under which keys an entry is looked for, where files are read: a JSON array, looked through in memory. `span` is its day
-- of publication by fours; `revision` that of the put that wrote the row. Rows are added, and go only with their entry, so
-- that whoever has those of a span reads what came since.
CREATE TABLE story_keys (
  span INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  entry INTEGER NOT NULL,
  keys TEXT NOT NULL,
  PRIMARY KEY (span, revision, entry)
) WITHOUT ROWID;

-- `live` is 2 where another entry of the same story is shown in the scope: in no window but in those of all duplicates.
CREATE INDEX memberships_hidden ON memberships (scope, published, id, entry) WHERE live = 2;
-- With `live` in it, changes are counted and chosen without a look at the memberships themselves.
DROP INDEX memberships_changes;
CREATE INDEX memberships_changes ON memberships (scope, revision, entry, live);
