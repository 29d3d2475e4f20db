MATCH (a:Stage)-[:FEEDS]->(b:Stage) RETURN a.id AS stage, b.id AS feeds ORDER BY stage, feeds
