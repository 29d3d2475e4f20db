UNWIND $ids AS wanted
MATCH (c:Capability) WHERE c.id = wanted
MATCH (c)-[:SERVES]->(m:Market)
RETURN c.id AS claim, m.code AS market
ORDER BY claim, market
