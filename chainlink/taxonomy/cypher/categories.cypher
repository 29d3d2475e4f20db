MATCH (c:Category)
RETURN c.id AS id, c.scheme AS scheme, c.code AS code, c.kind AS kind, c.label_zh AS label_zh,
       c.label_en AS label_en, c.other_zh AS other_zh, c.other_en AS other_en,
       c.products AS products, c.materials AS materials, c.grades AS grades,
       c.processes AS processes, c.edition AS edition, c.source AS source
ORDER BY id
