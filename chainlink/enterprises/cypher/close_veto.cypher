MATCH (:Enterprise)-[v:VETOES]->(:Enterprise) WHERE v.id = $id SET v.superseded_at = $now
