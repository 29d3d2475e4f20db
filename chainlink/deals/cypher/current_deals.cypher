UNWIND $ids AS wanted
MATCH (d:Deal) WHERE d.deal = wanted AND d.superseded_at IS NULL
RETURN d.id AS id
