UNWIND $ids AS wanted
MATCH (c:Category) WHERE c.id = wanted
RETURN c.id AS id
