MATCH (e:Enterprise) WHERE e.id = $id RETURN e.name_key AS name_key, e.address_key AS address_key
