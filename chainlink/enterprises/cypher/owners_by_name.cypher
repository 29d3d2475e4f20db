UNWIND $wanted AS one
MATCH (e:Enterprise) WHERE e.name = one AND e.status <> 'MERGED'
RETURN e.name AS said, e.id AS id, e.name AS name, e.status AS status
