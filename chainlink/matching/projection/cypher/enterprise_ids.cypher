MATCH (e:Enterprise) RETURN e.id AS id
