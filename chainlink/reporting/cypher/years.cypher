MATCH (d:Deal)
WHERE d.superseded_at IS NULL AND d.signed_on >= $first_day AND d.signed_on <= $last_day
  AND (d.received IS NOT NULL OR d.expected IS NOT NULL)
RETURN d.id AS id, d.received AS received, d.expected AS expected
