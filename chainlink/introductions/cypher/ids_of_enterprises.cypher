UNWIND $ids AS wanted
MATCH (e:Enterprise) WHERE e.id = wanted
MATCH (e)-[:PARTY_TO]->(i:Introduction)
RETURN DISTINCT i.id AS id
