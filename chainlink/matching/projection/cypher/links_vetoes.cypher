UNWIND $ids AS wanted
MATCH (e:Enterprise) WHERE e.id = wanted
MATCH (e)-[l:VETOES]->(x:Enterprise)
RETURN e.id AS start_id, x.id AS end_id, l.valid_from AS valid_from,
       l.valid_until AS valid_until, l.recorded_at AS recorded_at,
       l.superseded_at AS superseded_at
ORDER BY start_id, end_id, recorded_at
