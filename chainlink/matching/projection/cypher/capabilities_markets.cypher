UNWIND $ids AS wanted
MATCH (e:Enterprise) WHERE e.id = wanted
MATCH (e)-[:OFFERS]->(c:Capability)-[:SERVES]->(m:Market)
RETURN c.id AS claim, m.code AS market
