-- Up Migration

-- Who is asked for what lies below their post: with every request, of every post of a region.
CREATE INDEX position_superior ON position (superior_id);

-- Down Migration
