MATCH (c:Category) WHERE c.id = $id RETURN c.id AS id
