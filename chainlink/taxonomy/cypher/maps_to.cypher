MATCH (a:Category)-[e:MAPS_TO]->(b:Category)
RETURN a.id AS start_id, b.id AS end_id, e.source AS source
ORDER BY start_id, end_id
