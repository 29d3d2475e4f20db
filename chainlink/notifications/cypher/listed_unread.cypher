MATCH (n:Notification) WHERE n.audience IN $audiences
  AND (n.recorded_at < $at OR (n.recorded_at = $at
       AND (n.sequence < $sequence OR (n.sequence = $sequence AND n.id < $id))))
  AND NOT EXISTS { MATCH (a:Account)-[:HAS_READ]->(n) WHERE a.id = $account }
RETURN n.id AS id, n.audience AS audience, n.kind AS kind, n.subject_label AS subject_label,
       n.subject AS subject, n.sequence AS sequence, n.message AS message, n.facts AS facts,
       n.recorded_at AS recorded_at
ORDER BY recorded_at DESC, sequence DESC, id DESC
LIMIT $most
