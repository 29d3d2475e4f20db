UNWIND $ids AS wanted
MATCH (e:Enterprise) WHERE e.id = wanted
MATCH (e)-[:NEEDS]->(c:Need)-[:TARGETS]->(m:Market)
RETURN c.id AS claim, m.code AS market
