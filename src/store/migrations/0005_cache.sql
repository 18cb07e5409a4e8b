-- What a cache in front was told of: every change up to the revision `cache_told` twice, a while apart, up to `cache_seen`
-- once. An answer that was on its way while a change came may reach the cache after it was told.
ALTER TABLE store ADD COLUMN cache_told INTEGER NOT NULL DEFAULT 0;
ALTER TABLE store ADD COLUMN cache_seen INTEGER NOT NULL DEFAULT 0;
