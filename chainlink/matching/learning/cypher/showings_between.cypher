MATCH (s:Showing) WHERE s.day >= $first AND s.day < $until AND s.id > $after
RETURN s.id AS id, s.shown_at AS shown_at, s.pairs AS pairs
ORDER BY id LIMIT 500
