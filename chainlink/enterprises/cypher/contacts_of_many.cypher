UNWIND $ids AS wanted
MATCH (c:Contact) WHERE c.enterprise = wanted
RETURN c.enterprise AS enterprise, c.name AS name, c.phone AS phone, c.email AS email
ORDER BY enterprise, name
