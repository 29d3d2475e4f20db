UNWIND $ids AS wanted
MATCH (e:Enterprise) WHERE e.id = wanted
MATCH (e)-[:OFFERS]->(c:Capability)-[o:OF]->(k:Category)
RETURN c.id AS claim, k.id AS category, o.confidence AS confidence, o.origin AS origin
ORDER BY claim, confidence DESC, category
