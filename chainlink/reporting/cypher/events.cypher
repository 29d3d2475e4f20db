MATCH (e:Event)
RETURN e.id AS id, e.name_zh AS name_zh, e.name_en AS name_en, e.held_on AS held_on
ORDER BY held_on, id
