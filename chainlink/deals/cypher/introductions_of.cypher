UNWIND $ids AS wanted
MATCH (d:Deal) WHERE d.id = wanted
MATCH (i:Introduction)-[:LED_TO]->(d)
RETURN d.id AS about, i.id AS introduction
ORDER BY about, introduction
