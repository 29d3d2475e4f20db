MATCH (:Enterprise)-[x:EXPORTS_TO]->(:Market) WHERE x.id = $id SET x.superseded_at = $now
