MATCH (e:DealEvidence) WHERE e.about = $about
RETURN e.id AS id
