UNWIND $ids AS wanted
MATCH (e:Enterprise) WHERE e.id = wanted
MATCH (e)-[m:MEMBER_OF]->(c:ChainCommittee) WHERE m.superseded_at IS NULL
RETURN e.id AS enterprise, c.code AS committee, m.valid_from AS valid_from,
       m.recorded_at AS recorded_at
ORDER BY enterprise, committee
