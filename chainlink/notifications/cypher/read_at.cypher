UNWIND $ids AS wanted
MATCH (n:Notification) WHERE n.id = wanted
MATCH (a:Account)-[r:HAS_READ]->(n) WHERE a.id = $account
RETURN n.id AS id, max(r.read_at) AS read_at
