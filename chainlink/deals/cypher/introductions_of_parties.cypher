UNWIND $ids AS wanted
MATCH (e:Enterprise) WHERE e.id = wanted
MATCH (e)-[:PARTY_TO]->(i:Introduction)
RETURN DISTINCT e.id AS enterprise, i.id AS id
ORDER BY id, enterprise
