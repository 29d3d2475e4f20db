MATCH (c:Contact) WHERE c.id = $id RETURN c.enterprise AS enterprise
