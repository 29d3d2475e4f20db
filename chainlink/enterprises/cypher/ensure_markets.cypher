UNWIND $rows AS r MERGE (m:Market {code: r.code})
ON CREATE SET m.name_zh = r.name_zh, m.name_en = r.name_en
