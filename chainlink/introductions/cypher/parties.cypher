UNWIND $ids AS wanted
MATCH (i:Introduction) WHERE i.id = wanted
MATCH (e:Enterprise)-[p:PARTY_TO]->(i)
RETURN i.id AS introduction, e.id AS enterprise, p.role AS role
