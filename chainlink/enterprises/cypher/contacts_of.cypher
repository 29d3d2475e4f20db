MATCH (c:Contact) WHERE c.enterprise = $id RETURN c.id AS id, c.name AS name, c.phone AS phone, c.email AS email
