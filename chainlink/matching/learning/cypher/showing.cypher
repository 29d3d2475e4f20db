MATCH (s:Showing) WHERE s.id = $id
RETURN s.id AS id, s.asker AS asker, s.shown_at AS shown_at, s.answer AS answer,
       s.digest AS digest, s.pairs AS pairs
