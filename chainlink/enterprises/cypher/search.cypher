MATCH (e:Enterprise)
WHERE e.status <> 'MERGED' AND e.name >= $name AND (e.name > $name OR e.id > $id)
  AND ($search = '' OR e.name CONTAINS $search OR e.uscc = $search)
  AND ($sector = '' OR e.sector = $sector)
  AND ($region = '' OR e.region STARTS WITH $region)
  AND ($chain = '' OR EXISTS {
        MATCH (e)-[m:MEMBER_OF]->(:ChainCommittee)-[:LEADS]->(c:Chain)
        WHERE c.code = $chain AND m.superseded_at IS NULL })
  AND ($everything OR e.id = $own OR (e.status = 'APPROVED' AND e.id IN $agreed)
    OR (e.status = 'APPROVED' AND $member AND (e.visibility = 'PUBLIC'
        OR ($officer AND e.visibility = 'ANONYMOUS')))
    OR ($officer AND EXISTS {
        MATCH (e)-[:MEMBER_OF|ASKS_TO_JOIN]->(k:ChainCommittee) WHERE k.code IN $committees }))
RETURN e.id AS id, e.uscc AS uscc, e.name AS name, e.name_en AS name_en,
       e.former_names AS former_names, e.sector AS sector, e.region AS region,
       e.industry AS industry, e.size AS size, e.founded AS founded, e.address AS address,
       e.entity_type AS entity_type, e.capital AS capital,
       e.capital_currency AS capital_currency, e.capital_unknown AS capital_unknown,
       e.scope AS scope, e.visibility AS visibility, e.status AS status,
       e.opted_out AS opted_out, e.recorded_at AS recorded_at, e.approved_at AS approved_at,
       e.merged_into AS merged_into, e.version AS version, e.source AS source, e.invented AS invented
ORDER BY name, id
LIMIT $first
