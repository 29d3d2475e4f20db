UNWIND $ids AS wanted
MATCH (c:Need) WHERE c.id = wanted
MATCH (c)-[o:OF]->(k:Category)
RETURN c.id AS claim, k.id AS category, o.origin AS origin, o.confidence AS confidence,
       o.terms AS terms
ORDER BY claim, confidence DESC, category
