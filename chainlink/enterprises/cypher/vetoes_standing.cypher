MATCH (a:Enterprise)-[v:VETOES]->(b:Enterprise)
WHERE a.id = $enterprise AND v.superseded_at IS NULL
RETURN b.id AS partner, v.recorded_at AS recorded_at
ORDER BY recorded_at DESC, partner
