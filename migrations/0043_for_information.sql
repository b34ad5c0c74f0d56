-- Up Migration

-- An instruction that asks for nothing but to be known: whoever gets only such ones says so, and writes no report.
ALTER TABLE instruction ADD COLUMN for_information boolean NOT NULL DEFAULT false;
UPDATE instruction SET for_information = true WHERE code = 'UNTUK_DIKETAHUI';
-- As the instructions were on the day of the sheet; older sheets go on asking for a report.
ALTER TABLE sheet ADD COLUMN for_information boolean NOT NULL DEFAULT false
  CONSTRAINT sheet_for_information CHECK (NOT for_information OR kind = 'disposition');

-- Down Migration
