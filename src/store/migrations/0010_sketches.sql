-- What says beforehand that two entries do not tell the same, where both have one (src/model/sketch.ts).
ALTER TABLE story_keys ADD COLUMN sketch TEXT;
