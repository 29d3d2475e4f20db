MATCH (f:FollowUp) WHERE f.due_on <= $today AND f.done_on IS NULL AND f.cancelled_at IS NULL
MATCH (i:Introduction) WHERE i.id = f.introduction
RETURN f.id AS id, f.months AS months, f.due_on AS due_on, i.id AS introduction,
       i.committee AS committee, i.owner AS owner
