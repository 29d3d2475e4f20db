MATCH (d:Deal)<-[:LED_TO]-(i:Introduction) WHERE d.id IN $ids
RETURN d.id AS about, i.id AS introduction
ORDER BY about, introduction
