MATCH (s:Stage)-[:PART_OF]->(c:Chain)
RETURN s.id AS id, c.code AS chain, s.code AS code, s.name_zh AS name_zh, s.name_en AS name_en,
       s.position AS position
ORDER BY chain, position, id
