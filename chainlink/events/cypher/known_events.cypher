UNWIND $ids AS wanted
MATCH (e:Event) WHERE e.id = wanted
RETURN e.id AS id
