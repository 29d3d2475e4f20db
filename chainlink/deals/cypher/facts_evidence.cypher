MATCH (e:DealEvidence) RETURN e.about AS about, e.recorded_by AS recorded_by
