UNWIND $codes AS wanted
MATCH (e:Enterprise) WHERE e.uscc = wanted
RETURN e.uscc AS uscc, e.scope AS scope
