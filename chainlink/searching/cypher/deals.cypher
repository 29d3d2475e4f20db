MATCH (d:Deal) WHERE d.superseded_at IS NULL AND ($everything OR d.deal IN $ids)
RETURN d.deal AS id, d.id AS version, d.title AS title, d.parties AS parties
