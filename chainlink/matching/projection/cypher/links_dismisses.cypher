UNWIND $ids AS wanted
MATCH (e:Enterprise) WHERE e.id = wanted
MATCH (e)-[l:DISMISSES]->(x:Enterprise)
RETURN e.id AS start_id, x.id AS end_id, l.recorded_at AS recorded_at,
       l.superseded_at AS superseded_at
ORDER BY start_id, end_id, recorded_at
