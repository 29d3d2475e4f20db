MATCH (b:Bloc)
RETURN b.code AS code, b.name_zh AS name_zh, b.name_en AS name_en, b.source AS source
ORDER BY code
