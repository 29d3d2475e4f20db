MATCH (e:Enterprise) WHERE e.id = $id RETURN e.id AS id
