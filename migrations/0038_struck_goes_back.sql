-- Up Migration

-- What was registered by mistake goes back to the front desk and can be registered anew; the struck line keeps naming it.
ALTER TABLE incoming DROP CONSTRAINT incoming_of_intake;
CREATE UNIQUE INDEX incoming_of_intake ON incoming (intake_id) WHERE state <> 'void';
CREATE INDEX incoming_struck_intake ON incoming (intake_id) WHERE state = 'void' AND intake_id IS NOT NULL;

-- Down Migration
