MATCH (k:Category)-[:AT]->(s:Stage) RETURN s.id AS stage, k.id AS category ORDER BY stage, category
