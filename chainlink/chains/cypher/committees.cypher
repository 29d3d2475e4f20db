MATCH (k:ChainCommittee)-[:LEADS]->(c:Chain)
RETURN k.code AS code, k.name_zh AS name_zh, k.name_en AS name_en, c.code AS chain,
       k.district AS district, k.source AS source
ORDER BY code
