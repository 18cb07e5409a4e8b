-- What feeds were last rendered with (a digest of configuration and renderers as seen in a sample), and when that last
-- changed here: bytes change then without any entry.
ALTER TABLE store ADD COLUMN rendering TEXT;
ALTER TABLE store ADD COLUMN rendering_modified INTEGER;
