-- Up Migration

-- How a person wants mail about work: each at once, or one a day with all of them.
ALTER TABLE person ADD COLUMN mails text NOT NULL DEFAULT 'each' CONSTRAINT person_mails CHECK (mails IN ('each', 'daily'));

-- What waits for the mail of the day of somebody who wants one a day; taken away when that mail was sent.
CREATE TABLE day_notice (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  person_id   integer NOT NULL REFERENCES person,
  -- As it would have been the mail's subject: nothing of a restricted or secret letter.
  subject     text NOT NULL CONSTRAINT day_notice_subject CHECK (length(subject) BETWEEN 1 AND 200),
  path        text NOT NULL CONSTRAINT day_notice_path CHECK (path LIKE '/%' AND length(path) <= 200),
  incoming_id bigint REFERENCES incoming,
  at          timestamptz NOT NULL,
  -- The mail of the day in which it stands.
  mail_id     bigint REFERENCES mail ON DELETE CASCADE
);
CREATE INDEX day_notice_waiting ON day_notice (person_id, id) WHERE mail_id IS NULL;
CREATE INDEX day_notice_mail ON day_notice (mail_id) WHERE mail_id IS NOT NULL;

-- So that whoever keeps the agenda sees which mail about a letter did not leave.
ALTER TABLE mail ADD COLUMN incoming_id bigint REFERENCES incoming;

-- A browser on which a person wants to be told at once. Whoever knows the three can show something there: they are told to nobody.
CREATE TABLE push_subscription (
  id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  person_id integer NOT NULL REFERENCES person,
  endpoint  text NOT NULL CONSTRAINT push_subscription_once UNIQUE
    CONSTRAINT push_subscription_endpoint CHECK (endpoint ~ '^https?://' AND length(endpoint) <= 1000),
  p256dh    bytea NOT NULL CONSTRAINT push_subscription_p256dh CHECK (length(p256dh) = 65),
  auth      bytea NOT NULL CONSTRAINT push_subscription_auth CHECK (length(auth) = 16),
  device    text NOT NULL CONSTRAINT push_subscription_device CHECK (length(device) <= 100),
  made_at   timestamptz NOT NULL
);
CREATE INDEX push_subscription_person ON push_subscription (person_id, id);

-- What is on its way to a browser; taken away when it arrived or was given up.
CREATE TABLE push_message (
  id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  subscription_id bigint NOT NULL REFERENCES push_subscription ON DELETE CASCADE,
  subject         text NOT NULL CONSTRAINT push_message_subject CHECK (length(subject) BETWEEN 1 AND 200),
  path            text NOT NULL CONSTRAINT push_message_path CHECK (path LIKE '/%' AND length(path) <= 200),
  attempts        integer NOT NULL DEFAULT 0,
  created_at      timestamptz NOT NULL
);
CREATE INDEX push_message_subscription ON push_message (subscription_id);

-- Down Migration
