MATCH (i:Identity) WHERE i.account = $account
RETURN i.id AS id, i.account AS account, i.issuer AS issuer, i.subject AS subject,
       i.recorded_at AS recorded_at
ORDER BY recorded_at
