MATCH (a:Enterprise) WHERE a.id = $enterprise
MATCH (a)-[d:DISCLOSES_TO]->(:Enterprise)
WHERE d.superseded_at IS NULL AND d.id STARTS WITH $consent
SET d.superseded_at = $now
