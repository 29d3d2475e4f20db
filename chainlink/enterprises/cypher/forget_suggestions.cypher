UNWIND $ids AS wanted
MATCH (e:Enterprise) WHERE e.id = wanted
MATCH (e)-[s:SUGGESTED_AS]->(:Category)
DELETE s
