MATCH (i:Introduction) WHERE i.due_on <= $today
RETURN i.id AS id, i.committee AS committee, i.owner AS owner, i.state AS state, i.due_on AS due_on
