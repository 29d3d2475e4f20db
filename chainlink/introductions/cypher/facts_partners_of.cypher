UNWIND $ids AS wanted
MATCH (i:Introduction) WHERE i.id = wanted
MATCH (e:Enterprise)-[p:PARTY_TO]->(i) WHERE NOT p.role IN ['SEEKER', 'PROVIDER']
RETURN i.id AS introduction, e.id AS enterprise
