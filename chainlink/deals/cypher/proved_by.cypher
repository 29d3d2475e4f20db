UNWIND $ids AS wanted
MATCH (e:DealEvidence) WHERE e.id = wanted
RETURN DISTINCT e.about AS about
