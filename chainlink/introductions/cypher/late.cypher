MATCH (i:Introduction) WHERE i.due_on < $today AND NOT i.state IN $ended
RETURN i.id AS id, i.due_on AS due_on
