UNWIND $ids AS wanted
MATCH (n:Notification) WHERE n.id = wanted
RETURN n.id AS id
