-- When a membership of a scope last went whole (an entry changed its category), and the revision that did it: what is not
-- there any more has no revision of its own, and an archive page must know that it lost something.
ALTER TABLE scopes ADD COLUMN removed INTEGER;
ALTER TABLE scopes ADD COLUMN removed_revision INTEGER;
UPDATE scopes SET removed = departed, removed_revision = revision WHERE departed IS NOT NULL;

-- Entries that were taken back, for the tombstones of a feed.
CREATE INDEX memberships_retracted ON memberships (scope, revision, entry) WHERE live = 0;
