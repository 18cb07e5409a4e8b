-- The words of entries are cut otherwise than before (accents, scripts without spaces, what stands behind a number): the index is
-- filled again, behind the feeds.
DROP TABLE search;
CREATE VIRTUAL TABLE search USING fts5 (words, tokenize = 'ascii', content = '', contentless_delete = 1);
UPDATE store SET search_revision = 0, search_entry = 0, search_steps = search_steps + (search_revision > 0);
