UNWIND $ids AS wanted
MATCH (a:Enterprise) WHERE a.id = wanted
MATCH (a)-[:HOLDS_SHARES_IN]->(b:Enterprise)
RETURN a.id AS origin, b.id AS target
