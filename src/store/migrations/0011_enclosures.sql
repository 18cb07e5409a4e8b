-- What comes with an entry besides its text, as JSON; NULL for nearly all. Behind the content, which is read with it always.
ALTER TABLE entries ADD COLUMN enclosures TEXT;
