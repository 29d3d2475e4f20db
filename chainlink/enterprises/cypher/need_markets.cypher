UNWIND $ids AS wanted
MATCH (c:Need) WHERE c.id = wanted
MATCH (c)-[:TARGETS]->(m:Market)
RETURN c.id AS claim, m.code AS market
ORDER BY claim, market
