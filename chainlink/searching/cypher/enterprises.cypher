MATCH (e:Enterprise) WHERE e.status <> 'MERGED' AND ($everything OR e.id IN $ids)
RETURN e.id AS id, e.uscc AS uscc, e.name AS name, e.name_en AS name_en,
       e.former_names AS former_names
