UNWIND $ids AS wanted
MATCH (e:Enterprise) WHERE e.id = wanted
MATCH (e)-[s:SUGGESTED_AS]->(k:Category)
RETURN e.id AS enterprise, k.id AS category, s.confidence AS confidence, s.terms AS terms,
       s.recorded_at AS recorded_at
ORDER BY enterprise, confidence DESC, category
