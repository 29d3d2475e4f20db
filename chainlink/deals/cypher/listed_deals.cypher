MATCH (d:Deal)
WHERE d.superseded_at IS NULL
  AND ($signed_on = '' OR d.signed_on < $signed_on OR (d.signed_on = $signed_on AND d.deal > $deal))
  AND ($kind = '' OR d.kind = $kind)
  AND ($verification = '' OR d.verification = $verification)
  AND ($since = '' OR d.signed_on >= $since)
  AND ($until = '' OR d.signed_on <= $until)
  AND ($enterprise = '' OR $enterprise IN d.parties)
  AND ($own = '' OR $own IN d.parties)
RETURN d.id AS id, d.deal AS deal, d.signed_on AS signed_on, d.parties AS parties
ORDER BY signed_on DESC, deal
LIMIT $most
