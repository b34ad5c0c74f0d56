-- Up Migration

-- What shows that a paper was handed over: the receiver's signature on the glass, or a photo of the signed slip; kept as a PDF.
ALTER TABLE expedition ADD COLUMN proof_sha256 bytea REFERENCES document;
ALTER TABLE expedition ADD CONSTRAINT expedition_proof CHECK (proof_sha256 IS NULL OR outcome = 'delivered');

-- The books of a front desk are read by days.
CREATE INDEX incoming_registered ON incoming (unit_id, registered_at);
CREATE INDEX sheet_at ON sheet (at);
CREATE INDEX delivery_created ON delivery (created_at);

-- Down Migration
