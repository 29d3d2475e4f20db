UNWIND $ids AS wanted
MATCH (s:Showing) WHERE s.id = wanted
RETURN s.id AS id, s.pairs AS pairs
