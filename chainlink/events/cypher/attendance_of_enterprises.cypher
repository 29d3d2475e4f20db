UNWIND $ids AS wanted
MATCH (x:Enterprise) WHERE x.id = wanted
MATCH (x)-[a:ATTENDED]->(e:Event)
RETURN e.id AS event, x.id AS enterprise, a.state AS state, a.recorded_at AS recorded_at,
       e.held_on AS held_on
ORDER BY enterprise, held_on DESC, event
