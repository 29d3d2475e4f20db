UNWIND $ids AS wanted
MATCH (e:Enterprise)-[l:DISMISSES]->(:Enterprise) WHERE l.id = wanted
RETURN DISTINCT e.id AS enterprise
