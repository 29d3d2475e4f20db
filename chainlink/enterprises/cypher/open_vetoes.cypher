MATCH (a:Enterprise)-[v:VETOES]->(b:Enterprise)
WHERE a.id = $enterprise AND b.id = $partner AND v.superseded_at IS NULL
RETURN v.id AS id
