MATCH (f:FollowUp)
WHERE f.due_on < $today AND f.done_on IS NULL AND f.cancelled_at IS NULL
RETURN f.introduction AS id, f.due_on AS due_on
