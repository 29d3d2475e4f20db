MATCH (a:Category)-[e:INPUT_TO]->(b:Category)
RETURN a.id AS start_id, b.id AS end_id, e.confidence AS confidence, e.strength AS strength,
       e.source AS source
ORDER BY start_id, end_id
