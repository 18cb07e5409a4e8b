-- What can be searched for. The words are made by us (pairs of Chinese characters), so the tokenizer has only to cut at
-- spaces; nothing but the index is kept. A rowid is the second of publication and, in its last 30 bits, the entry's
-- number: the newest matches come first without sorting.
CREATE VIRTUAL TABLE search USING fts5 (words, tokenize = 'ascii', content = '', contentless_delete = 1);

-- How far it is filled: the last entry taken, in the order of changes, and how many times something was.
ALTER TABLE store ADD COLUMN search_revision INTEGER NOT NULL DEFAULT 0;
ALTER TABLE store ADD COLUMN search_entry INTEGER NOT NULL DEFAULT 0;
ALTER TABLE store ADD COLUMN search_steps INTEGER NOT NULL DEFAULT 0;
