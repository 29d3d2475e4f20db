UNWIND $ids AS wanted
MATCH (i:Introduction) WHERE i.id = wanted
OPTIONAL MATCH (i)<-[p:PARTY_TO]-(e:Enterprise)
WITH i, p, e WHERE e.id IS NOT NULL
RETURN i.id AS introduction, e.id AS enterprise, p.role AS role
