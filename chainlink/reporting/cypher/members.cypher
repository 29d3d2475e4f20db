MATCH (e:Enterprise)-[m:MEMBER_OF]->(c:ChainCommittee) WHERE m.superseded_at IS NULL
RETURN e.id AS enterprise, c.code AS committee
