MATCH (e:Event) WHERE $everything OR e.id IN $ids
RETURN e.id AS id, e.name_zh AS name_zh, e.name_en AS name_en
