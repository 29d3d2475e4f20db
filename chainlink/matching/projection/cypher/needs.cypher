UNWIND $ids AS wanted
MATCH (e:Enterprise) WHERE e.id = wanted
MATCH (e)-[:NEEDS]->(c:Need)
RETURN c.id AS id, c.claim AS claim, c.version AS version, c.enterprise AS enterprise,
       c.kind AS kind, c.title AS title, c.text AS text, c.visibility AS visibility,
       c.valid_from AS valid_from, c.valid_until AS valid_until, c.recorded_at AS recorded_at,
       c.superseded_at AS superseded_at, c.source AS source, c.urgency AS urgency
ORDER BY id
