MATCH (e:Enterprise) WHERE e.merged_into = $id
RETURN e.id AS id
