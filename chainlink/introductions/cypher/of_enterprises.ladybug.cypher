MATCH (e:Enterprise)-[:PARTY_TO]->(i:Introduction) WHERE e.id IN $ids
RETURN DISTINCT i.id AS id, i.seeker AS seeker, i.provider AS provider, i.match_type AS match_type,
       i.state AS state, i.state_since AS state_since, i.furthest AS furthest,
       i.reason AS reason, i.reason_text AS reason_text, i.ended_for AS ended_for,
       i.disputed AS disputed, i.dispute_text AS dispute_text, i.committee AS committee,
       i.event AS event, i.shown AS shown, i.policy_version AS policy_version, i.rank AS rank,
       i.score AS score, i.owner AS owner, i.next_step AS next_step, i.due_on AS due_on,
       i.introduced_on AS introduced_on, i.shortlisted_by AS shortlisted_by,
       i.source AS source, i.invented AS invented, i.version AS version,
       i.recorded_at AS recorded_at, i.recorded_by AS recorded_by
ORDER BY recorded_at, id
