UNWIND $ids AS wanted
MATCH (f:FollowUp) WHERE f.id = wanted
WITH f WHERE f.done_on IS NULL AND f.cancelled_at IS NULL
RETURN f.id AS id, f.introduction AS introduction, f.due_on AS due_on
