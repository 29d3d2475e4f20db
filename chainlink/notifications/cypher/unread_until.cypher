MATCH (n:Notification) WHERE n.audience IN $audiences AND n.recorded_at <= $until
  AND NOT EXISTS { MATCH (a:Account)-[:HAS_READ]->(n) WHERE a.id = $account }
RETURN n.id AS id
