UNWIND $ids AS wanted
MATCH (i:Introduction) WHERE i.id = wanted
MATCH (i)-[:LED_TO]->(d:Deal) WHERE d.superseded_at IS NULL
RETURN i.id AS belongs_to, d.id AS id
