MATCH (e:Enterprise) WHERE e.size IS NOT NULL
RETURN e.id AS id, e.size AS size
