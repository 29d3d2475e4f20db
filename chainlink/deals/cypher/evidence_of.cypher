UNWIND $ids AS wanted
MATCH (e:DealEvidence) WHERE e.about = wanted
RETURN e.about AS about, e.id AS id, e.kind AS kind, e.title AS title, e.digest AS digest,
       e.link AS link, e.recorded_at AS recorded_at, e.recorded_by AS recorded_by
ORDER BY about, recorded_at, id
