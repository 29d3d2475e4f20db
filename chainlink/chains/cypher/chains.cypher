MATCH (c:Chain)
RETURN c.code AS code, c.name_zh AS name_zh, c.name_en AS name_en, c.district AS district,
       c.summary_zh AS summary_zh, c.summary_en AS summary_en, c.source AS source
ORDER BY code
