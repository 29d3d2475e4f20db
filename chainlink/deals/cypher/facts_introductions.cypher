MATCH (i:Introduction)-[:LED_TO]->(d:Deal) WHERE d.superseded_at IS NULL
RETURN d.id AS version, i.id AS introduction
ORDER BY version, introduction
