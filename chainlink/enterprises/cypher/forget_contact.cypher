MATCH (c:Contact) WHERE c.id = $id DETACH DELETE c
