UNWIND $ids AS wanted
MATCH (a:Enterprise) WHERE a.id = wanted
MATCH (a)-[d:DISCLOSES_TO]->(b:Enterprise) WHERE d.superseded_at IS NULL
RETURN a.id AS discloser, b.id AS recipient, d.introduction AS introduction, d.fields AS fields,
       d.valid_until AS valid_until
