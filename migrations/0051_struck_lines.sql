-- Up Migration

-- The list of struck lines walks these alone: of a thousand letters one or two are struck, and thousands were read for one page of
-- them. Written when a line is struck, and at no other change.
CREATE INDEX incoming_struck ON incoming (id DESC) WHERE state = 'void';

-- Down Migration
