MATCH (e:Enterprise)
WHERE ($text = '' OR toLower(e.name) CONTAINS $text
       OR toLower(coalesce(e.name_en, '')) CONTAINS $text OR toLower(e.uscc) CONTAINS $text)
  AND ($sector = '' OR e.sector = $sector)
  AND e.status <> 'MERGED' AND ($status = '' OR e.status = $status)
  AND ($region = '' OR e.region STARTS WITH $region)
  AND (NOT $led OR EXISTS {
        MATCH (e)-[:MEMBER_OF|ASKS_TO_JOIN]->(k:ChainCommittee) WHERE k.code IN $leading })
  AND ($everything OR e.id = $own OR (e.status = 'APPROVED' AND e.id IN $agreed)
    OR (e.status = 'APPROVED' AND $member AND (e.visibility = 'PUBLIC'
        OR ($officer AND e.visibility = 'ANONYMOUS')))
    OR ($officer AND EXISTS {
        MATCH (e)-[:MEMBER_OF|ASKS_TO_JOIN]->(k:ChainCommittee) WHERE k.code IN $committees }))
RETURN e.id AS id, e.name AS name,
       CASE WHEN $sorting = 'sector' THEN e.sector
            WHEN $sorting = 'region' THEN coalesce(e.region, '')
            WHEN $sorting = 'status' THEN e.status
            WHEN $sorting = 'recorded' THEN e.recorded_at
            ELSE '' END AS place
ORDER BY place, name, id
