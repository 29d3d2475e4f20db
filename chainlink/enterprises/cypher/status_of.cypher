UNWIND $ids AS wanted
MATCH (e:Enterprise) WHERE e.id = wanted
RETURN e.id AS id, e.status AS status
