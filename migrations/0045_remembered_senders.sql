-- Up Migration

-- Whoever is suggested while a letter is registered stands on letters of class biasa alone that a clerk registered: those counted before
-- that was asked, or since mended to a higher class, to another name, or struck, are counted out. Of a sender who was counted too often only
-- what stands on such a letter is kept.
UPDATE sender s SET letters = known.letters, address = known.address, email = ''
FROM (SELECT o.id, coalesce(c.letters, 0) AS letters, coalesce(c.address, '') AS address
      FROM sender o LEFT JOIN (
        SELECT sender_id, count(*)::int AS letters,
          (array_agg(sender_address ORDER BY id DESC) FILTER (WHERE sender_address <> ''))[1] AS address
        FROM incoming WHERE sender_id IS NOT NULL AND security = 'B' AND origin <> 'public' AND state <> 'void' GROUP BY sender_id) c
      ON c.sender_id = o.id) known
WHERE known.id = s.id AND s.letters <> known.letters;

-- Down Migration
