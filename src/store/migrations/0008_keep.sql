-- Entries that are no longer kept go without a trace. `first` is the ordinal of the first that is kept: archive pages before it
-- are gone. `lost` is the revision at which last an entry went that a window may have shown: a delta from before it cannot say so.
ALTER TABLE scopes ADD COLUMN first INTEGER NOT NULL DEFAULT 1;
ALTER TABLE scopes ADD COLUMN lost INTEGER;

-- What an entry leaves where it was published before: its words in the search index (0003 says what a rowid is), and its keys of
-- stories (0006: a span is four days). Found by the date alone, they could not be when the entry goes.
CREATE TRIGGER entries_moved AFTER UPDATE OF published ON entries WHEN old.published <> new.published
BEGIN
  DELETE FROM search WHERE rowid = ((min(max(old.published, 0) / 1000, 8589934591) << 30) | old.n);
  DELETE FROM story_keys WHERE entry = old.n
    AND span = (old.published - ((old.published % 345600000) + 345600000) % 345600000) / 345600000
    AND span <> (new.published - ((new.published % 345600000) + 345600000) % 345600000) / 345600000;
END;

-- What the operator took back and expired since, and when it was taken back: should it be kept again, it comes back as it went.
CREATE TABLE retractions (
  id TEXT PRIMARY KEY,
  at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TRIGGER entries_retracted AFTER INSERT ON entries WHEN EXISTS (SELECT 1 FROM retractions r WHERE r.id = new.id)
BEGIN
  UPDATE entries SET retracted = (SELECT r.at FROM retractions r WHERE r.id = new.id), retracted_by = 'operator' WHERE n = new.n;
  DELETE FROM retractions WHERE id = new.id;
END;
