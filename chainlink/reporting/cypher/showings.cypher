MATCH (s:Showing) WHERE s.shown_at >= $first_instant AND s.shown_at <= $last_instant
RETURN s.id AS id, s.asker AS asker, s.shown_at AS shown_at
ORDER BY shown_at, id
