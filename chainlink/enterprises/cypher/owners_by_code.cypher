UNWIND $wanted AS one
MATCH (e:Enterprise) WHERE e.uscc = one
RETURN e.uscc AS said, coalesce(e.merged_into, e.id) AS id, e.name AS name, e.status AS status
