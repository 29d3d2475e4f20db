MATCH (a:Account)
WHERE ($text = '' OR toLower(a.name) CONTAINS $text)
  AND ($role = '' OR a.role = $role)
  AND ($state = '' OR a.active = ($state = 'active'))
  AND ($committee = '' OR EXISTS {
        MATCH (a)-[:SERVES_ON]->(k:ChainCommittee) WHERE k.code = $committee })
  AND ($everything OR a.id = $own OR (a.role = 'STAFF' AND EXISTS {
        MATCH (a)-[:SERVES_ON]->(k:ChainCommittee) WHERE k.code IN $committees }))
RETURN a.id AS id,
       CASE WHEN $sorting = 'role' THEN a.role
            WHEN $sorting = 'recorded_at' THEN a.recorded_at
            ELSE '' END AS place, a.name AS name
ORDER BY place, name
