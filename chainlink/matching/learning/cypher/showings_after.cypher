MATCH (s:Showing) WHERE s.id > $after
RETURN s.id AS id, s.shown_at AS shown_at, s.pairs AS pairs
ORDER BY id LIMIT 500
