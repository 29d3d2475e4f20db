UNWIND $ids AS wanted
MATCH (e:Event) WHERE e.id = wanted
MATCH (x:Enterprise)-[a:ATTENDED]->(e)
RETURN e.id AS event, x.id AS enterprise, a.state AS state, a.recorded_at AS recorded_at
ORDER BY event, recorded_at, enterprise
