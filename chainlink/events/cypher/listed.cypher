MATCH (e:Event)
WHERE e.held_on >= $from_day AND e.held_on <= $until_day
  AND (e.held_on > $after_day OR (e.held_on = $after_day AND e.id > $after_id))
  AND ($committee = '' OR EXISTS {
        MATCH (e)-[:HOSTED_BY]->(c:ChainCommittee) WHERE c.code = $committee })
RETURN e.id AS id, e.name_zh AS name_zh, e.name_en AS name_en, e.kind AS kind,
       e.held_on AS held_on, e.ends_on AS ends_on, e.place AS place, e.summary AS summary,
       e.source AS source, e.invented AS invented, e.version AS version,
       e.recorded_at AS recorded_at, e.recorded_by AS recorded_by
ORDER BY held_on, id
LIMIT $first
