MATCH (e:Enterprise) WHERE e.status = 'MERGED'
RETURN e.id AS id, e.uscc AS uscc, e.merged_into AS kept
