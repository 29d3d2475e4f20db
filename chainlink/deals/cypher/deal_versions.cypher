UNWIND $ids AS wanted
MATCH (d:Deal) WHERE d.deal = wanted
RETURN d.id AS id
