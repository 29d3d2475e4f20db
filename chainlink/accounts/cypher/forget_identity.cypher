MATCH (i:Identity) WHERE i.id = $id DETACH DELETE i
