MATCH (a:Enterprise)-[d:DISMISSES]->(b:Enterprise)
WHERE d.superseded_at IS NULL AND ($everybody OR d.dismissed_by IN $whose)
RETURN d.id AS id, a.id AS seeker, b.id AS provider, d.reason AS reason,
       d.reason_text AS reason_text, d.dismissed_by AS dismissed_by,
       d.recorded_at AS recorded_at, d.superseded_at AS superseded_at
ORDER BY recorded_at DESC, id
LIMIT $most
