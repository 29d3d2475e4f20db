MATCH (a:Category)-[e:BROADER]->(b:Category)
RETURN a.id AS start_id, b.id AS end_id, e.confidence AS confidence, e.source AS source
ORDER BY start_id, end_id
