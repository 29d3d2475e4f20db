MATCH (m:Market)-[:IN_BLOC]->(b:Bloc)
RETURN b.code AS bloc, m.code AS market
ORDER BY bloc, market
