UNWIND $wanted AS one
MATCH (e:Enterprise) WHERE e.uscc = one
RETURN e.uscc AS said, e.id AS id, e.name AS name, e.status AS status
