MATCH (a:Enterprise)-[d:DISMISSES]->(b:Enterprise)
WHERE a.id = $seeker AND b.id = $provider AND d.id = $id
SET d.superseded_at = $now
