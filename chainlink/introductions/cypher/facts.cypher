MATCH (i:Introduction)
RETURN i.id AS id, i.seeker AS seeker, i.provider AS provider, i.match_type AS match_type,
       i.state AS state, i.state_since AS state_since, i.disputed AS disputed,
       i.committee AS committee, i.event AS event, i.owner AS owner, i.due_on AS due_on,
       i.recorded_at AS recorded_at
