MATCH (d:Deal) WHERE d.superseded_at IS NULL
RETURN d.deal AS deal, d.id AS id, d.parties AS parties
