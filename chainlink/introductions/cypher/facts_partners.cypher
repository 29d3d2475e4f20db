MATCH (e:Enterprise)-[p:PARTY_TO]->(i:Introduction)
WHERE NOT p.role IN ['SEEKER', 'PROVIDER']
RETURN i.id AS introduction, e.id AS enterprise
