UNWIND $ids AS wanted
MATCH (p:Enterprise) WHERE p.id = wanted
MATCH (p)-[a:ATTENDED]->(e:Event) WHERE e.id = $event AND a.state = 'ATTENDED'
RETURN p.id AS enterprise
