UNWIND $ids AS wanted
MATCH (e:Enterprise) WHERE e.id = wanted
MATCH (e)-[:PARTY_TO]->(i:Introduction) WHERE NOT i.state IN $ended
RETURN DISTINCT i.id AS id, i.seeker AS seeker, i.provider AS provider, i.match_type AS match_type
ORDER BY id
