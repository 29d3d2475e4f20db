MATCH (e:Enterprise) WHERE e.status = 'MERGED'
RETURN e.id AS id, e.uscc AS uscc, e.name AS name, e.name_en AS name_en,
       e.former_names AS former_names, e.merged_into AS kept
